package dev.slipway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words by which a commit asks not to be deployed, and such as only look like them. */
class SkipMarkerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[skip deploy]",
                "[deploy skip]",
                "[no deploy]",
                "[skip ci]",
                "[ci skip]",
                "[no ci]",
                "[skip actions]",
                "[actions skip]",
                "[SKIP CI]",
                "skip-checks: true",
                "skip-checks:true"
            })
    void isFoundAnywhereInTheMessage(String marker) {
        assertEquals(Optional.of(marker), SkipMarker.in("Fix it\n\nAt length.\n" + marker + "\n"));
        assertEquals(Optional.of(marker), SkipMarker.in(marker));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "skip ci",
                "[skip cider]",
                "Do not [skip tests]",
                "(skip ci)",
                "see skip-checks: true",
                "[skip  ci]"
            })
    void otherWordsAreNone(String message) {
        assertEquals(Optional.empty(), SkipMarker.in(message));
    }
}
