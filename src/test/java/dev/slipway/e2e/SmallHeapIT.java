package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Await;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.Noise;
import dev.slipway.testkit.TestHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent with the heap of a small box meets repositories that are larger than it. */
class SmallHeapIT {
    private static final String HEAP = "48m";
    private static final String SETTINGS = """
            health: {http: ":8000/health", timeout: 20s, settle: 1s}
            """;
    private static final int FILE_BYTES = 10 << 20;
    private static final int LINES = 1_500_000;

    /** A small heap is a slow one, and the whole pack is sent to the build as well. */
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @TempDir
    Path folder;

    @Fault(27)
    @Test
    void aPackOfSixtyMegabytesIsFetchedAndBuilt() throws Exception {
        assertDeploysNoise(6);
    }

    @Fault(27)
    @Tag("large")
    @Test
    void aPackOfTwoHundredMegabytesIsFetchedAndBuilt() throws Exception {
        assertDeploysNoise(20);
    }

    /** What is sent for the second commit is a change of a text that does not fit into the heap. */
    @Fault(57)
    @Test
    void aChangeForWhichThereIsNotEnoughMemoryEndsNeitherTheAgentNorTheDeployment() throws Exception {
        try (var host = TestHost.with(folder, SETTINGS)) {
            var text = new StringBuilder();
            for (int line = 0; line < LINES; line++) {
                text.append("line ")
                        .append(line)
                        .append(" of a long text, ")
                        .append(line * 31L % 9973)
                        .append('\n');
            }
            host.push(host.version("one"), Map.of("long.txt", text.toString()));
            var agent = host.startAgentWithHeap(HEAP);
            Await.until("version one is live", PATIENCE, host::page, "one"::equals);
            host.awaitLog("live after");
            text.insert(text.length() / 2, "one more line\n");
            host.push(host.version("two"), Map.of("long.txt", text.toString()));
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
            assertTrue(agent.isAlive());
            assertTrue(agent.log().contains("is made anew"), agent.log());
        }
    }

    private void assertDeploysNoise(int files) throws Exception {
        try (var host = TestHost.with(folder, SETTINGS)) {
            var noise = new HashMap<String, String>();
            for (int file = 0; file < files; file++) {
                noise.put("noise" + file, Noise.of(FILE_BYTES, file));
            }
            host.push(host.version("one"), noise);
            var agent = host.startAgentWithHeap(HEAP);
            Await.until("version one is live", PATIENCE, host::page, "one"::equals);
            host.push(host.version("two"));
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
            assertTrue(agent.isAlive());
            assertFalse(agent.log().contains("OutOfMemoryError"), agent.log());
        }
    }
}
