package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.deploy.ManualTime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code slipway notify} says, and where. */
class NotifyCommandTest {
    @TempDir
    private Path folder;

    private final RecordedTerminal terminal = new RecordedTerminal();
    private FakeBackend backend;

    @BeforeEach
    void open() throws Exception {
        backend = new FakeBackend(folder.resolve("agent.sock"), new FakeOperations(folder));
    }

    private int slipway(String... arguments) {
        return CommandLineInterface.run(
                new Context(terminal, backend, new ManualTime(), Map.of(), Optional.empty()), List.of(arguments));
    }

    @Test
    void allAreTriedUnlessOneIsNamed() {
        assertEquals(0, slipway("notify", "test"));
        assertEquals(0, slipway("notify", "test", "2"));
        assertEquals(0, slipway("notify", "test", "ntfy"));
        assertEquals(List.of("all", "2", "ntfy"), backend.notify.asked);
        assertEquals("1 (ntfy) took it", terminal.out.getFirst());
        assertEquals(List.of(), backend.opened, "it needs neither an agent nor the lock");
    }

    @Test
    void oneThatDidNotTakeItIsTheAnswerNo() {
        backend.notify.answer = new NotifyTools.Answer(false, List.of("1 (ntfy): it answered 403"));
        assertEquals(3, slipway("notify", "test"));
        assertEquals(List.of("1 (ntfy): it answered 403"), terminal.out);
    }
}
