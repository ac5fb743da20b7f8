package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.TestHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person decides holds until the person lifts it. */
class RollbackIT {
    @TempDir
    Path folder;

    @Test
    void aRollbackPinsTheAppUntilItIsResumed() throws Exception {
        try (var host = TestHost.with(folder, """
                health: {http: ":8000/health", timeout: 20s, settle: 1s}
                """)) {
            var first = host.push(host.version("one"));
            var agent = host.startAgent();
            host.awaitPage("one");
            host.push(host.version("two"));
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());

            host.slipway("rollback", host.name()).expecting(0);
            assertEquals("one", host.page());
            assertEquals(first, host.labelledCommit());
            assertEquals("rollback", host.latest().get("trigger").asText());
            assertEquals(first, host.status().get("pinned").asText());

            host.push(host.version("three"));
            var held = host.slipway("poll").expecting(0);
            assertTrue(held.said().contains("pinned"), held.said());
            assertEquals("one", host.page(), "a pinned app stays where it is");

            host.slipway("resume", host.name()).expecting(0);
            host.slipway("poll").expecting(0);
            assertEquals("three", host.page());
            assertTrue(host.status().get("pinned").isNull());
            agent.stop();
        }
    }

    @Test
    void aPausedAppWaitsUntilItIsResumed() throws Exception {
        try (var host = TestHost.with(folder, """
                health: {http: ":8000/health", timeout: 20s, settle: 1s}
                """)) {
            host.push(host.version("one"));
            host.slipway("poll").expecting(0);
            host.slipway("pause", host.name(), "--reason", "stocktaking").expecting(0);
            host.push(host.version("two"));
            var held = host.slipway("poll").expecting(0);
            assertTrue(held.said().contains("stocktaking"), held.said());
            assertEquals("one", host.page());
            host.slipway("resume", host.name()).expecting(0);
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
        }
    }
}
