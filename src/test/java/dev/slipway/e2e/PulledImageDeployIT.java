package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Command;
import dev.slipway.testkit.PrivateRegistry;
import dev.slipway.testkit.TestHost;
import dev.slipway.testkit.WebApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app whose images CI builds and pushes. */
class PulledImageDeployIT {
    @TempDir
    Path folder;

    @Test
    void waitsForCiDeploysWhatItPushedAndGoesBackWithoutTheRegistry() throws Exception {
        try (var registry = PrivateRegistry.open(Files.createDirectory(folder.resolve("registry")));
                var host = TestHost.with(folder, "")) {
            host.configure("""
                    image: {pull: "%s/me/app:{sha}"}
                    health: {http: ":8000/health", timeout: 20s, settle: 1s}
                    """.formatted(registry.host()));
            try {
                waitsDeploysAndGoesBack(host, registry);
            } finally {
                docker("container", "rm", "--force", host.name());
                removeImages("slipway/" + host.name());
                removeImages(registry.host() + "/me/app");
            }
        }
    }

    private void waitsDeploysAndGoesBack(TestHost host, PrivateRegistry registry) throws Exception {
        var app = host.version("one");
        var first = host.push(app, Map.of("Dockerfile", "this is never built"));

        assertTrue(
                host.slipway("poll").expecting(0).said().contains("waiting for the image of " + first.substring(0, 7)));
        var status = host.slipway("status", host.name()).said().replaceAll("\\s+", " ");
        assertTrue(status.contains("waiting for the image of " + first.substring(0, 7)), status);
        assertEquals(Map.of(), host.containers());

        ci(host, app, first, registry);
        host.slipway("poll").expecting(0);
        assertEquals("one", host.page());
        assertEquals(first, host.labelledCommit());
        assertTrue(host.slipway("logs", host.latest().get("id").asText()).said().contains(first + " is sha256:"));

        var next = host.version("two");
        var second = host.push(next, Map.of("Dockerfile", "nor this"));
        ci(host, next, second, registry);
        host.slipway("poll").expecting(0);
        assertEquals("two", host.page());

        registry.close();
        host.slipway("rollback", host.name()).expecting(0);
        assertEquals("one", host.page());
        assertFalse(host.slipway("history").said().contains("failed"));
    }

    /** Builds the commit's image elsewhere, and pushes it. */
    private void ci(TestHost host, WebApp app, String commit, PrivateRegistry registry) throws IOException {
        var context = Files.createDirectory(folder.resolve("ci-" + app.version()));
        for (var file : app.files().entrySet()) {
            Files.writeString(context.resolve(file.getKey()), file.getValue());
        }
        var tag = "slipway/" + host.name() + ":ci";
        var label = "org.opencontainers.image.revision=" + commit;
        Command.docker("build", "--quiet", "--label", label, "--tag", tag, context.toString());
        registry.push(tag, "me/app:" + commit);
        docker("rmi", tag);
    }

    private static void removeImages(String repository) {
        for (var id : Command.docker("image", "ls", "--quiet", "--no-trunc", repository)
                .split("\\s+")) {
            if (!id.isEmpty()) {
                docker("rmi", "--force", id);
            }
        }
    }

    /** Whatever its exit code: it only tidies up. */
    private static void docker(String... arguments) {
        var unused = Command.run(Command.concat(List.of("docker"), List.of(arguments)), Map.of());
    }
}
