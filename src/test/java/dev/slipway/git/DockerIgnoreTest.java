package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.git.IgnorePattern.InvalidPatternException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single patterns, where Docker's versions differ or its CLI cannot be asked; {@link DockerIgnoreIT} asks it. */
class DockerIgnoreTest {
    @ParameterizedTest(name = "{0} ignores {1}: {2}")
    @CsvSource({
        "plus+(1).txt, plus+(1).txt, true",
        "plus+(1).txt, plus1.txt, false",
        "'{a}|$', '{a}|$', true",
        "y^z, y^z, true",
        "**foo, barfoo, true",
        "**foo, a/barfoo, true",
        "**foo, foobar, false",
        "**/foo, barfoo, false",
        "a**, abc/d, true",
        "a**/c, ab/c, true",
        "a**/c, a/b/c, true",
        "a**/c, abc, false",
        "'[[]', '[', true",
        "'[&&a]', '&', true",
        "'[a^]', '^', true",
        "'[*]', '*', true",
        "'[*]', 'x', false",
        "'?', 😀, true",
        "'*', 'new\nline', true",
    })
    void matches(String pattern, String path, boolean ignored) throws Exception {
        assertEquals(ignored, DockerIgnore.parse(pattern).ignores(path));
    }

    @Test
    void whatIsBelowAnIgnoredFolderIsIgnored() throws Exception {
        var ignore = DockerIgnore.parse("a/b\n");
        assertTrue(ignore.ignores("a/b/c/d"));
        assertFalse(ignore.ignores("a/bc"));
        assertFalse(ignore.ignores("x/a/b"));
    }

    @Test
    void anExceptionReachesIntoAnIgnoredFolderByItsLiteralName() throws Exception {
        var ignore = DockerIgnore.parse("*\n!a/b/c\n");
        assertTrue(ignore.hasExceptionBelow("a"));
        assertTrue(ignore.hasExceptionBelow("a/b"));
        assertTrue(ignore.hasExceptionBelow("a/b/c"));
        assertFalse(ignore.hasExceptionBelow("a/bc"));
        assertFalse(ignore.hasExceptionBelow("x"));
    }

    @Test
    void whatMustBeSentIsSentWhateverThePatternsSay() throws Exception {
        var ignore = DockerIgnore.parse("**\n").butNot("docker/Dockerfile");
        assertFalse(ignore.ignores("docker/Dockerfile"));
        assertTrue(ignore.ignores("docker/other"));
        assertTrue(ignore.hasExceptionBelow("docker"));
    }

    @Test
    void aRangeThatRunsBackwardsIsInvalid() {
        var e = assertThrows(InvalidPatternException.class, () -> DockerIgnore.parse("ok\n[z-a]\n"));
        assertTrue(e.getMessage().startsWith("pattern '[z-a]' cannot be understood"), e.getMessage());
    }
}
