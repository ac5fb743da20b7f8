package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.SystemTime;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.testkit.SharedEngine;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerEngineIT {
    private static final URI REAL = SharedEngine.url();

    @TempDir
    Path folder;

    @Test
    void negotiatesWithTheEngineAtHand() throws Exception {
        try (var engine = engine(REAL, Map.of())) {
            var spoken = ApiVersion.parse(engine.apiVersion());
            assertTrue(spoken.isAtLeast(1, 39) && !ApiVersion.NEWEST.isOlderThan(spoken), spoken.toString());
            assertTrue(engine.engineVersion().matches("\\d+\\..+"), engine.engineVersion());
            assertTrue(engine.builderVersion().matches("[12]"), engine.builderVersion());
            assertEquals(
                    engine.engineVersion(),
                    engine.call(
                                    "ask for the version",
                                    docker -> docker.versionCmd().exec())
                            .getVersion());
        }
    }

    @Test
    void speaksTheVersionThatTheEnvironmentAsksFor() throws Exception {
        try (var engine = engine(REAL, Map.of("DOCKER_API_VERSION", "1.40"))) {
            assertEquals("1.40", engine.apiVersion());
        }
    }

    @Test
    void saysThatTheVersionAskedForIsNotSpoken() throws Exception {
        try (var engine = engine(REAL, Map.of("DOCKER_API_VERSION", "1.99"))) {
            var failure = fails(engine);
            assertTrue(failure.getMessage().startsWith("DOCKER_API_VERSION is 1.99, but the engine speaks API 1."));
            assertTrue(failure.failure().next().startsWith("unset DOCKER_API_VERSION"));
        }
    }

    @Test
    void quotesTheEngineWhenItSaysNo() throws Exception {
        try (var engine = engine(REAL, Map.of())) {
            var e = assertThrows(
                    DeployException.class,
                    () -> engine.call(
                            "look at it",
                            docker -> docker.inspectContainerCmd("slipway-containers-nobody")
                                    .exec()));
            assertEquals("could not look at it: No such container: slipway-containers-nobody", e.getMessage());
            assertTrue(e.getCause() instanceof NotFoundException);
        }
    }

    @Test
    void saysThatThereIsNoSuchSocket() throws Exception {
        try (var engine = engine(URI.create("unix://" + folder.resolve("none.sock")), Map.of())) {
            assertEquals(
                    "could not agree on an API version: no Docker engine at unix://" + folder
                            + "/none.sock (there is no such socket)",
                    fails(engine).getMessage());
        }
    }

    @Test
    void saysThatNobodyListensOnTheSocket() throws Exception {
        var socket = folder.resolve("dead.sock");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        try (var engine = engine(URI.create("unix://" + socket), Map.of())) {
            assertTrue(fails(engine).getMessage().endsWith("dead.sock: connection refused"));
        }
    }

    @Test
    void saysThatNobodyListensOnThePort() throws Exception {
        int port;
        try (var unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        try (var engine = engine(URI.create("tcp://127.0.0.1:" + port), Map.of())) {
            assertEquals(
                    "could not agree on an API version: no Docker engine at tcp://127.0.0.1:" + port
                            + ": connection refused",
                    fails(engine).getMessage());
        }
    }

    @Test
    void saysThatTheNameIsNotKnown() throws Exception {
        try (var engine = engine(URI.create("tcp://nowhere.invalid:2375"), Map.of())) {
            assertTrue(fails(engine).getMessage().endsWith("the name nowhere.invalid is not known"));
        }
    }

    @Test
    void doesNotWaitForEverForAnEngineThatHangs() throws Exception {
        try (var engine = engine(REAL, Map.of())) {
            var e = assertThrows(
                    DeployException.class,
                    () -> engine.call("wait", Duration.ofMillis(200), docker -> {
                        try (var events = docker.eventsCmd()
                                .exec(new com.github.dockerjava.api.async.ResultCallback.Adapter<>())) {
                            return events.awaitCompletion();
                        }
                    }));
            assertTrue(e.getMessage().contains("did not answer within"), e.getMessage());
            assertEquals(Blame.HOST, e.failure().blame());
            assertTrue(engine.call("ping", docker -> docker.pingCmd().exec()) == null);
        }
    }

    private static DockerEngine engine(URI host, Map<String, String> env) {
        return new DockerEngine(host, env, new SystemTime());
    }

    private static DeployException fails(DockerEngine engine) {
        var e = assertThrows(DeployException.class, engine::apiVersion);
        assertEquals(Blame.HOST, e.failure().blame());
        return e;
    }
}
