package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.HaltingPoll;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.JournalWatch;
import dev.slipway.testkit.TestHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that ends right after any act upon the journal or Docker leaves what the next one can finish. */
class EveryActIT {
    private static final int FEWEST_ACTS = 10;
    private static final int MOST_ACTS = 60;
    /** For the modes that share most of their acts with trial. */
    private static final int STRIDE = 4;

    @TempDir
    Path folder;

    @Fault({2, 4, 5, 6, 7, 8, 9, 10})
    @Test
    void aTrialEndedAfterAnyOfItsActsIsFinishedByTheNextProcess() throws Exception {
        endAfterEach("trial", 1);
    }

    @Fault({2, 4, 5, 6, 7, 8, 9, 10})
    @ParameterizedTest
    @ValueSource(strings = {"warm", "stop-first"})
    void soIsASwapOfAnotherKind(String swap) throws Exception {
        endAfterEach(swap, STRIDE);
    }

    private void endAfterEach(String swap, int stride) throws Exception {
        var settings = """
                health: {http: ":8000/health", timeout: 20s, settle: 1s}
                swap: %s
                """.formatted(swap);
        try (var host = TestHost.with(folder, settings)) {
            // What is put back is tried again by the next poll.
            host.polling("10s").configure(settings);
            host.push(host.version("v0"));
            host.slipway("poll").expecting(0);
            int act = 1;
            while (endsAfter(act, host)) {
                act += stride;
                assertTrue(act < MOST_ACTS, "one deployment takes no end of acts");
            }
            assertTrue(act > FEWEST_ACTS, "only " + act + " acts were met");
        }
    }

    /** Deploys a new version up to that act and lets another process go on; false if there are fewer acts. */
    private static boolean endsAfter(int act, TestHost host) throws Exception {
        var version = "v" + act;
        host.push(host.version(version));
        var ended = host.haltingPoll(act);
        if (ended.exit() == 0) {
            assertEquals(version, host.page());
            return false;
        }
        assertEquals(HaltingPoll.HALTED, ended.exit(), ended.said());
        try (var agent = host.startAgent()) {
            Await.until(
                    "all is well after act " + act + ", " + ended.out().strip(),
                    TestHost.PATIENCE,
                    () -> version.equals(host.page())
                            && host.containers().equals(Map.of(host.name(), "running"))
                            && new JournalWatch(host.data()).phases().stream().allMatch(phase -> phase.isTerminal()));
            assertEquals("always", host.inspect("{{.HostConfig.RestartPolicy.Name}}"), agent.log());
        }
        return true;
    }
}
