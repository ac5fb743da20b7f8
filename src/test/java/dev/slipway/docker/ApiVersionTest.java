package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionTest {
    @ParameterizedTest(name = "{0} ({1} to {2}) is spoken to in {3}")
    @CsvSource({
        "Docker 18.09,                1.12, 1.39, 1.39",
        "Docker 19.03,                1.12, 1.40, 1.40",
        "Docker 20.10,                1.12, 1.41, 1.41",
        "Docker 24.0,                 1.12, 1.43, 1.43",
        "Docker 25.0,                 1.24, 1.44, 1.44",
        "Docker 28.5,                 1.24, 1.51, 1.45",
        "Docker 29,                   1.44, 1.52, 1.45",
        "one that left ours behind,   1.53, 1.60, 1.53",
        "one of a next major version, 2.0,  2.1,  2.0",
    })
    void speaksTheNewestThatBothKnow(String engine, String min, String max, String spoken) {
        assertEquals(
                Optional.of(ApiVersion.parse(spoken)),
                ApiVersion.negotiate(ApiVersion.parse(min), ApiVersion.parse(max)),
                engine);
    }

    @Test
    void refusesAnEngineThatIsTooOld() {
        assertEquals(Optional.empty(), ApiVersion.negotiate(ApiVersion.parse("1.12"), ApiVersion.parse("1.38")));
    }

    @Test
    void ordersByNumberAndNotByText() {
        assertTrue(ApiVersion.parse("1.9").isOlderThan(ApiVersion.parse("1.39")));
        assertTrue(ApiVersion.parse("1.44").isAtLeast(1, 44));
        assertTrue(ApiVersion.parse("2.0").isAtLeast(1, 44));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "v1.41", "1.41.2", "1.x", "-1.2", "1.99999999999"})
    void refusesWhatIsNoVersion(String text) {
        assertThrows(IllegalArgumentException.class, () -> ApiVersion.parse(text));
    }
}
