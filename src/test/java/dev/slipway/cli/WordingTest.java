package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "0, now",
        "1, 1 s ago",
        "40, 40 s ago",
        "119, 119 s ago",
        "120, 2 min ago",
        "7199, 119 min ago",
        "7200, 2 h ago",
        "86399, 23 h ago",
        "86400, 2026-11-23 13:00",
        "-20, in 20 s",
        "-7200, in 2 h",
        "-86400, 2026-11-25 13:00"
    })
    void timesAreSaidFromNowAndFromADayOnByTheClockOnTheWall(long secondsAgo, String said) {
        assertEquals(said, Wording.when(Given.NOW.minusSeconds(secondsAgo), Given.NOW.atZone(BERLIN)));
    }

    @ParameterizedTest
    @CsvSource({
        "-5000, 0 s",
        "0, 0.0 s",
        "3249, 3.2 s",
        "10000, 10 s",
        "59999, 59 s",
        "60000, 1 min",
        "80000, 1 min 20 s",
        "3600000, 1 h",
        "7500000, 2 h 5 min"
    })
    void durationsAreAsExactAsTheyMatter(long millis, String said) {
        assertEquals(said, Wording.took(Duration.ofMillis(millis)));
    }

    @Test
    void machinesGetUtcToTheMillisecond() {
        assertEquals("2026-11-24T12:00:00.123Z", Wording.iso(Instant.parse("2026-11-24T12:00:00.123456Z")));
    }

    @Test
    void controlCharactersFromOutsideAreDropped() {
        assertEquals("a[31mb\tc", Wording.harmless("a\u001b[31mb\tc\r\u009b\u0000"));
        assertEquals("héllo 你好 🚢", Wording.harmless("héllo 你好 🚢"));
    }

    @Test
    void linesAreBrokenAtSpacesAndNeverWithinAWord() {
        assertEquals(
                List.of("one two", "three", "aVeryLongWord", "x"), Wording.wrapped("one two three aVeryLongWord x", 8));
        assertEquals(List.of(""), Wording.wrapped("", 8));
    }

    @Test
    void whatIsTooLongIsCutByCharactersNotByHalvesOfThem() {
        assertEquals("🚢🚢…", new Style(Optional.of(3), false, true).cut("🚢🚢🚢🚢", 3));
        assertEquals("abc", Style.PLAIN.cut("abc", 3));
        assertEquals("a...", new Style(Optional.empty(), false, false).cut("abcde", 4));
    }

    @Test
    void colourIsOnlyForATerminalThatDidNotAskForNone() {
        assertEquals(true, style(Map.of(), true).colour());
        assertEquals(true, style(Map.of("NO_COLOR", ""), true).colour());
        assertEquals(false, style(Map.of("NO_COLOR", "1"), true).colour());
        assertEquals(false, style(Map.of("TERM", "dumb"), true).colour());
        assertEquals(false, style(Map.of(), false).colour());
    }

    @Test
    void offATerminalNothingIsCut() {
        assertEquals(Optional.empty(), style(Map.of("COLUMNS", "40"), false).columns());
        assertEquals(Optional.of(40), style(Map.of("COLUMNS", "40"), true).columns());
        assertEquals(Optional.of(80), style(Map.of("COLUMNS", "-1"), true).columns());
        assertEquals(Optional.of(80), style(Map.of("COLUMNS", "wide"), true).columns());
    }

    @Test
    void whereTheLocaleHasNoSignsTheyAreAscii() {
        assertEquals("✔", style(Map.of(), true).good());
        assertEquals(
                "+",
                ProcessTerminal.style(Map.of(), true, StandardCharsets.US_ASCII).good());
        assertEquals(
                "+",
                ProcessTerminal.style(Map.of(), true, StandardCharsets.ISO_8859_1)
                        .good());
    }

    private static Style style(Map<String, String> environment, boolean interactive) {
        return ProcessTerminal.style(environment, interactive, StandardCharsets.UTF_8);
    }
}
