package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Fault;
import dev.slipway.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history can no longer be read: it is set aside, and what runs is known by its labels. */
class DamagedHistoryIT {
    @TempDir
    Path folder;

    @Fault(53)
    @Test
    void aNewOneIsBegunAndTheNextDeploymentCountsOn() throws Exception {
        try (var host = TestHost.with(folder, """
                health: {http: ":8000/health", timeout: 10s, settle: 1s}
                """)) {
            host.push(host.version("one"));
            host.slipway("poll").expecting(0);
            host.push(host.version("two"));
            host.slipway("poll").expecting(0);
            var container = host.inspect("{{.Id}}");
            var last = host.latest().get("id").asLong();
            Files.writeString(host.data().resolve("history.db"), "no database".repeat(1000));

            var agent = host.startAgent();
            host.awaitLog(" watches ");
            assertEquals(
                    1,
                    agent.log()
                            .lines()
                            .filter(line -> line.contains("is set aside as"))
                            .count(),
                    agent.log());
            host.slipway("poll").expecting(0);
            assertEquals(container, host.inspect("{{.Id}}"), "what runs is what the branch has, and is not touched");
            var status = host.slipway("status").expecting(0).said();
            assertTrue(status.contains("history.db.damaged-"), status);

            host.push(host.version("three"));
            host.slipway("poll").expecting(0);
            assertEquals("three", host.page());
            // Others share the engine, and their containers' ids count too.
            assertTrue(host.latest().get("id").asLong() > last, "ids go on after the highest label");
        }
    }
}
