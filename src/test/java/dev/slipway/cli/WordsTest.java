package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static Words of(String... arguments) {
        return Words.of(List.of(arguments));
    }

    @Test
    void findsTheCommandWhereverTheConfigurationIsNamed() {
        var expected = new Words(Optional.of(Path.of("status")), "agent", List.of());
        assertEquals(expected, of("--config", "status", "agent"));
        assertEquals(expected, of("--config=status", "agent"));
        assertEquals(expected, of("agent", "--config", "status"));
        assertTrue(expected.isOnly("agent"));
    }

    @Test
    void keepsAllElse() {
        var words = of("--colour", "history", "web", "-n", "3", "--config");
        assertEquals("history", words.command());
        assertEquals(List.of("--colour", "web", "-n", "3", "--config"), words.rest());
        assertFalse(words.isOnly("history"));
        assertEquals(Optional.empty(), words.config());
    }

    @Test
    void knowsAQuestionAboutTheProgram() {
        assertTrue(of("status", "--help").aboutItself());
        assertTrue(of("-V").aboutItself());
        assertFalse(of("status", "web").aboutItself());
    }

    @Test
    void takesNothingForACommandWhereThereIsNone() {
        assertEquals("", of().command());
        assertFalse(of("agent", "now").isOnly("agent"));
    }
}
