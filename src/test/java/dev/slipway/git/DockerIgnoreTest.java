package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DockerIgnoreTest {
    @Test
    void ignoresWhatMobyIgnores() throws Exception {
        check("*.log", "a.log", true);
        check("*.log", "d/a.log", false);
        check("**/*.log", "d/e/a.log", true);
        check("**/*.log", "a.log", true);
        check("d", "d/e/f", true);
        check("/d/", "d/f", true);
        check("d/**", "d/f", true);
        check("d/**", "d", false);
        check("a?c", "abc", true);
        check("a?c", "a/c", false);
        check("[a-c]x", "bx", true);
        check("[^a-c]x", "bx", false);
        check("# comment\n\n*", "x", true);
        check("#x", "#x", false);
        check("\uFEFFx", "x", true);
        check("d\n!d/keep", "d/keep", false);
        check("d\n!d/keep", "d/other", true);
        check("!x\nx", "x", true);
        check("./a/../b", "b", true);
        check("a.b", "axb", false);
        check("x \r\ny", "x", true);
    }

    @Test
    void refusesWhatMobyRefuses() {
        for (var text : new String[] {"!", "[", "[a-", "x\\"}) {
            assertThrows(IgnorePattern.InvalidPatternException.class, () -> DockerIgnore.parse(text), text);
        }
    }

    private static void check(String text, String path, boolean ignored) throws Exception {
        assertEquals(ignored, DockerIgnore.parse(text).ignores(path), text + " on " + path);
    }
}
