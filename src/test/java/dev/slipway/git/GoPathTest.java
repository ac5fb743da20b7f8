package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoPathTest {
    /** The examples of Go's own documentation and tests. */
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "'', .",
        "., .",
        "abc, abc",
        "abc/def, abc/def",
        "/abc, /abc",
        "/, /",
        "abc/, abc",
        "abc//def//ghi, abc/def/ghi",
        "//abc, /abc",
        "abc//, abc",
        "./abc, abc",
        "abc/./def, abc/def",
        "abc/def/ghi/../jkl, abc/def/jkl",
        "abc/def/.., abc",
        "abc/def/../.., .",
        "/abc/def/../.., /",
        "abc/def/../../.., ..",
        "/abc/def/../../.., /",
        "abc/def/../../../ghi/jkl/../../../mno, ../../mno",
        "/../abc, /abc",
        "../../abc, ../../abc",
    })
    void cleansAsGoDoes(String path, String cleaned) {
        assertEquals(cleaned, GoPath.clean(path));
    }

    @ParameterizedTest(name = "{0} well-formed: {1}")
    @CsvSource({
        "abc, true",
        "'*?', true",
        "'[a-c]', true",
        "'[^a-c]', true",
        "'[\\]a]', true",
        "'[\\-x]', true",
        "'[x\\-]', true",
        "']', true",
        "'[é-ü]', true",
        "'[😀]', true",
        "'[]a]', false",
        "'[-]', false",
        "'[x-]', false",
        "'[-x]', false",
        "'[a-b-c]', false",
        "'[', false",
        "'[^', false",
        "'[^bc', false",
        "'a[', false",
        "'[a', false",
        "'[\\', false",
        "'a\\', false",
    })
    void knowsABadPatternAsGoDoes(String pattern, boolean good) {
        assertEquals(good, GoPath.syntaxError(pattern).isEmpty());
    }
}
