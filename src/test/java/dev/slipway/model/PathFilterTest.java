package dev.slipway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of {@code git.paths}. */
class PathFilterTest {
    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource({
        "backend/**, backend/a/b.py, true",
        "backend/**, backend2/a.py, false",
        "backend/**, x/backend/a.py, false",
        "backend, backend/a/b.py, true",
        "backend/, backend/a.py, true",
        "Dockerfile, Dockerfile, true",
        "Dockerfile, Dockerfile.dev, false",
        "Dockerfile, web/Dockerfile, false",
        "**/Dockerfile, Dockerfile, true",
        "**/Dockerfile, a/b/Dockerfile, true",
        "**/Dockerfile, a/MyDockerfile, false",
        "*.py, a.py, true",
        "*.py, src/a.py, false",
        "**/*.py, src/deep/a.py, true",
        "src/*/main.c, src/a/main.c, true",
        "src/*/main.c, src/a/b/main.c, false",
        "src/**/main.c, src/main.c, true",
        "src/**/main.c, src/a/b/main.c, true",
        "?.txt, a.txt, true",
        "?.txt, ab.txt, false",
        "**, anything/at all, true",
        "a+b(1).txt, a+b(1).txt, true",
        "a.txt, abtxt, false",
    })
    void matches(String pattern, String path, boolean expected) {
        assertEquals(expected, new PathFilter(List.of(pattern)).matches(path));
    }

    @Test
    void ofSeveralPatternsThatMatchTheLastCounts() {
        var filter = new PathFilter(List.of("**", "!docs/**", "docs/api/**", "!**/*.md"));
        assertTrue(filter.matches("src/a"));
        assertEquals(false, filter.matches("docs/a"));
        assertTrue(filter.matches("docs/api/a"));
        assertEquals(false, filter.matches("docs/api/a.md"));
    }

    @Test
    void withoutPatternsEveryFileMatches() {
        assertTrue(PathFilter.ALL.matches("a/b"));
    }

    @ParameterizedTest
    @CsvSource({"/etc", "./a", "../a", "a/../b", "!", "''"})
    void whatIsNoPathFromTheRootIsRefused(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> new PathFilter(List.of(pattern)));
    }
}
