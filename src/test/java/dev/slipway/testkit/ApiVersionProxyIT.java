package dev.slipway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker's own command line, which negotiates, finds an older engine behind the proxy. */
class ApiVersionProxyIT {
    private static final String TAG = "slipway-testkit-proxy";

    @TempDir
    Path folder;

    @Test
    void theEngineSeemsToKnowNothingNewer() throws Exception {
        try (var proxy = ApiVersionProxy.speaking("1.39", folder)) {
            assertEquals(
                    "1.39",
                    docker(proxy, Map.of(), "version", "--format", "{{.Server.APIVersion}}")
                            .expecting(0)
                            .out()
                            .strip());
            docker(proxy, Map.of(), "ps").expecting(0);
            assertTrue(
                    proxy.passed().contains("GET /v1.39/containers/json"),
                    proxy.passed().toString());
            assertEquals(List.of(), proxy.refused());
            assertEquals(List.of(), proxy.troubles());
        }
    }

    @Test
    void anotherVersionIsRefused() throws Exception {
        try (var proxy = ApiVersionProxy.speaking("1.39", folder)) {
            var refused = docker(proxy, Map.of("DOCKER_API_VERSION", "1.40"), "ps");
            assertTrue(refused.exit() != 0 && refused.err().contains("speaks API 1.39 alone"), refused.said());
            assertEquals(List.of("GET /v1.40/containers/json"), proxy.refused());
        }
    }

    @Test
    void aBuildAndARunPassThrough() throws Exception {
        var context = Files.createDirectory(folder.resolve("context"));
        Files.writeString(context.resolve("Dockerfile"), "FROM " + BaseImage.make() + "\nCOPY data /data\n");
        Files.writeString(context.resolve("data"), "x".repeat(1_000_000) + "end");
        try (var proxy = ApiVersionProxy.speaking("1.39", folder)) {
            docker(proxy, Map.of("DOCKER_BUILDKIT", "0"), "build", "--quiet", "--tag", TAG, context.toString())
                    .expecting(0);
            try {
                var end = docker(proxy, Map.of(), "run", "--rm", TAG, "tail", "-c", "3", "/data");
                assertEquals("end", end.expecting(0).out());
            } finally {
                Command.docker("rmi", TAG);
            }
            assertEquals(List.of(), proxy.troubles());
        }
    }

    private static Command.Result docker(ApiVersionProxy proxy, Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(List.of("docker", "--host", proxy.url()));
        command.addAll(List.of(arguments));
        return Command.run(command, environment);
    }
}
