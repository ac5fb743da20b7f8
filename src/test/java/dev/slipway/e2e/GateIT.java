package dev.slipway.e2e;

import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.GateImage;
import dev.slipway.testkit.Hammer;
import dev.slipway.testkit.TestHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gate holds the port, and nobody notices a deployment. */
class GateIT {
    private static final String SETTINGS = """
            health: {http: ":8000/health", timeout: 10s, settle: 1s}
            swap: gate
            gate: {image: "%s", drain: 3s}
            """.formatted(GateImage.make());

    @TempDir
    Path folder;

    @Test
    void notOneRequestFailsWhileVersionsComeAndGo() throws Exception {
        try (var host = TestHost.with(folder, SETTINGS)) {
            host.push(host.version("one"));
            host.slipway("poll").expecting(0);
            assertEquals("one", host.page());
            assertEquals(Map.of(host.name(), "running", host.name() + ".gate", "running"), host.containers());
            try (var visitors = Hammer.on(host.port())) {
                host.push(host.version("two"));
                host.slipway("poll").expecting(0);
                host.push(host.version("three"));
                host.slipway("poll").expecting(0);
                host.push(host.version("sick").but(UNHEALTHY));
                host.slipway("poll").expecting(7);
                assertEquals("three", host.page());
                visitors.assertNotOneRequestFailed();
                assertTrue(visitors.pages().size() == 3, visitors.pages().toString());
            }
            assertEquals(Map.of(host.name(), "running", host.name() + ".gate", "running"), host.containers());
        }
    }
}
