package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.DockerHost;
import dev.slipway.model.Failure;
import dev.slipway.model.SshSpec;
import dev.slipway.testkit.SshServer;
import dev.slipway.testkit.TestHost;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shared engine, by a real sshd and the docker command on its side. */
class SshEngineIT {
    /** More than sshd takes at once over one connection. */
    private static final int MANY = 12;

    @TempDir
    Path folder;

    private SshServer server;
    private Path key;
    private Path knownHosts;

    @BeforeEach
    void start() throws Exception {
        server = SshServer.start(folder.resolve("sshd"));
        key = SshServer.makeKey(folder.resolve("key"), "ed25519", "");
        knownHosts = Files.writeString(folder.resolve("known_hosts"), server.knownHost("ed25519"));
        server.admit(key);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anEngineIsAskedByTheDockerCommandOfItsMachine() throws Exception {
        try (var engine = engine()) {
            engine.ping();
            var open = new ArrayList<EngineSocket>();
            for (int i = 0; i < MANY; i++) {
                open.add(engine.socket());
            }
            engine.ping();
            for (var each : open) {
                each.close();
            }
            engine.ping();
        }
    }

    @Test
    void anAppIsDeployedOverSsh() throws Exception {
        try (var host = TestHost.with(folder.resolve("host"), "")) {
            Files.createDirectories(host.data().resolve("keys"));
            Files.copy(key, host.data().resolve("keys/docker"));
            Files.copy(knownHosts, host.data().resolve("known_hosts"));
            host.engineAt(address().toString())
                    .configure("health: {http: \":8000/health\", timeout: 30s, settle: 1s}\n");
            host.push(host.version("one"));
            host.slipway("poll", host.name()).expecting(0);
            assertEquals("one", host.page());
        }
    }

    @Test
    void aServerWhoseKeyIsNotKnownIsNotAsked() throws Exception {
        Files.delete(knownHosts);
        var failure = failure();
        assertTrue(
                failure.what().contains("is not known: it shows ecdsa-sha2-nistp256 " + server.fingerprint("ecdsa")),
                failure.what());
        assertTrue(failure.next().contains(">> " + knownHosts), failure.next());
    }

    @Test
    void aServerWhoseKeyHasChangedIsNotAskedUntilTheNewOneIsKnown() throws Exception {
        try (var engine = engine()) {
            server.changeHostKeys();
            var failure = assertThrows(DeployException.class, engine::ping).failure();
            assertTrue(failure.what().contains("has changed: it shows"), failure.what());
            assertTrue(failure.next().startsWith("somebody else may be in the server's place"), failure.next());
            Files.writeString(knownHosts, server.knownHost("ed25519"));
            engine.ping();
        }
    }

    @Test
    void aKeyThatIsNotLetInIsNamed() throws Exception {
        key = SshServer.makeKey(folder.resolve("other"), "ed25519", "");
        var failure = failure();
        assertTrue(failure.what().contains(" refused the SSH key " + key), failure.what());
        assertTrue(failure.next().contains("authorized_keys of " + user()), failure.next());
    }

    @Test
    void anAccountThatMayNotUseDockerIsToldWhat() throws Exception {
        server.offer("docker", "echo 'dial unix /var/run/docker.sock: connect: permission denied' >&2\nexit 1\n");
        var failure = failure();
        assertTrue(
                failure.what().contains("dial unix /var/run/docker.sock: connect: permission denied"), failure.what());
        assertEquals(
                "let " + user() + " use Docker there: usermod -aG docker " + user() + ", on that machine",
                failure.next());
    }

    @Test
    void aMachineWithoutTheDockerCommandIsToldWhatItLacks() throws Exception {
        server.offer("docker", "exec there-is-no-such-command\n");
        var failure = failure();
        assertTrue(failure.what().contains("not found"), failure.what());
        assertTrue(failure.next().startsWith("install Docker's command line there"), failure.next());
    }

    private Failure failure() {
        try (var engine = engine()) {
            var failure = assertThrows(DeployException.class, engine::ping).failure();
            assertEquals(Blame.HOST, failure.blame());
            return failure;
        }
    }

    private DockerEngine engine() {
        var ssh = new SshSpec(key, Optional.empty(), knownHosts);
        var host = new DockerHost(Optional.of("pi"), address(), Optional.empty(), Optional.of(ssh));
        return new DockerEngine(host, Map.of(), new SystemTime());
    }

    private URI address() {
        return URI.create("ssh://" + user() + "@127.0.0.1:" + server.port());
    }

    private static String user() {
        return System.getProperty("user.name");
    }
}
