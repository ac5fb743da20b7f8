package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({"10s, PT10S", "1m30s, PT1M30S", "2h0m5s, PT2H5S", "500ms, PT0.5S", "1.5s, PT1S"})
    void readsWhatGoWrites(String text, Duration duration) {
        assertEquals(Optional.of(duration), GoDuration.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "s", "10s and more", "-1s"})
    void readsNothingElse(String text) {
        assertEquals(Optional.empty(), GoDuration.parse(text));
    }

    @Test
    void anEmptyTextIsNone() {
        assertEquals(Optional.empty(), GoDuration.parse(""));
    }
}
