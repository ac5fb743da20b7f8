package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.testkit.Await;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Podman's own service, on a socket of the test's. */
class PodmanIT {
    @TempDir
    Path folder;

    private Process podman;

    @BeforeEach
    void start() throws Exception {
        var socket = socket();
        podman = new ProcessBuilder(
                        "podman",
                        "--root=" + folder.resolve("root"),
                        "--runroot=" + folder.resolve("run"),
                        "--storage-driver=vfs",
                        "system",
                        "service",
                        "--time=0",
                        "unix://" + socket)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Await.until("podman listens", Duration.ofSeconds(60), () -> Files.exists(socket));
    }

    @AfterEach
    void stop() throws Exception {
        podman.destroy();
        assertTrue(podman.waitFor(60, TimeUnit.SECONDS), "podman goes on");
    }

    @Test
    void isRefusedByNameBeforeAnythingIsAskedOfIt() throws Exception {
        try (var engine = new DockerEngine(URI.create("unix://" + socket()), Map.of(), new SystemTime())) {
            var refused = assertThrows(DeployException.class, engine::apiVersion);
            assertEquals(Blame.HOST, refused.failure().blame());
            assertTrue(
                    refused.getMessage()
                            .matches(
                                    "the engine at unix://.*/podman.sock is Podman \\d+\\..*, and Slipway works with Docker's alone"),
                    refused.getMessage());
            assertTrue(
                    refused.failure().next().contains("docker.host or DOCKER_HOST"),
                    refused.failure().next());
        }
    }

    private Path socket() {
        return folder.resolve("podman.sock");
    }
}
