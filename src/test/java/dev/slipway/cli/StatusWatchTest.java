package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.ManualTime;
import dev.slipway.deploy.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway status --watch}, on a screen and off one. */
@Timeout(10)
class StatusWatchTest {
    private static final String CLEAR = "\u001b[H\u001b[2J";

    @TempDir
    private Path folder;

    private final Deque<Runnable> meanwhile = new ArrayDeque<>();

    @Test
    void aScreenIsDrawnAnewWhenSomethingChangedOrGrewOld() {
        var engine = new FakeOperations(folder);
        engine.apps.clear();
        engine.apps.put("web", Given.status("web", Given.NEW, Given.NEW));
        var terminal = new RecordedTerminal(new Style(Optional.of(100), true, true));
        meanwhile.add(() -> {});
        meanwhile.add(() -> engine.apps.put("web", Given.status("web", Given.OLD, Given.NEW)));
        assertEquals(130, watch(engine, terminal));
        var screens =
                terminal.out.stream().filter(line -> line.startsWith(CLEAR)).count();
        assertEquals(3, screens, "at first, two seconds later, and after the change: " + terminal.out);
        assertTrue(terminal.out.getLast().contains("behind"), terminal.out.toString());
    }

    @Test
    void aPipeGetsItAgainOnlyWhenSomethingChanged() {
        var engine = new FakeOperations(folder);
        engine.apps.clear();
        engine.apps.put("web", Given.status("web", Given.NEW, Given.NEW));
        var terminal = new RecordedTerminal();
        meanwhile.add(() -> {});
        meanwhile.add(() -> engine.apps.put("web", Given.status("web", Given.OLD, Given.NEW)));
        assertEquals(130, watch(engine, terminal));
        assertEquals(
                2, terminal.out.stream().filter(line -> line.startsWith("web ")).count(), terminal.out.toString());
        assertFalse(String.join("", terminal.out).contains("\u001b"), "no control characters in a pipe");
    }

    private int watch(FakeOperations engine, RecordedTerminal terminal) {
        var backend = new FakeBackend(folder.resolve("agent.sock"), engine);
        var context = new Context(terminal, backend, new Ticking(), Map.of(), Optional.empty());
        return CommandLineInterface.run(context, List.of("status", "--watch"));
    }

    /** Between two looks the next thing happens; after the last the person has seen enough. */
    private final class Ticking implements Time {
        private final ManualTime time = new ManualTime();

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public ZoneId zone() {
            return time.zone();
        }

        @Override
        public Duration elapsed() {
            return time.elapsed();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            if (meanwhile.isEmpty()) {
                throw new InterruptedException();
            }
            meanwhile.remove().run();
            time.pass(duration);
        }
    }
}
