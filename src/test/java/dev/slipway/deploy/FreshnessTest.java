package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Apps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    /** Seconds until the next poll, minutes for which something has been under way, minutes that it may be; - is none. */
    @ParameterizedTest(name = "due in {0} s, busy for {1} min of {2}")
    @CsvSource({
        "30, -, 60, ''",
        "0, -, 60, ''",
        "-120, -, 60, ''",
        "-121, -, 60, web: the poll that was due 2 min ago has not come",
        "-7200, -, 60, web: the poll that was due 2 h ago has not come",
        "-, -, 60, ''",
        "30, 0, 60, ''",
        "30, 60, 60, ''",
        "30, 61, 60, 'web: what was begun 61 min ago has not ended, though it may take at most 60 min'",
        "-, 600, 300, 'web: what was begun 10 h ago has not ended, though it may take at most 5 h'",
    })
    void tellsWhatIsStale(String due, String busy, int atMost, String words) {
        var stale = Freshness.stale(NOW, List.of(pulse("web", due, busy, atMost)));

        assertEquals(words.isEmpty() ? List.of() : List.of(words), stale);
    }

    @Test
    void tellsOfEachAppAndEachWay() {
        var pulses = List.of(pulse("web", "-300", "90", 60), pulse("api", "5", "1", 60), pulse("db", "-300", "-", 60));

        assertEquals(
                List.of(
                        "web: the poll that was due 5 min ago has not come",
                        "web: what was begun 90 min ago has not ended, though it may take at most 60 min",
                        "db: the poll that was due 5 min ago has not come"),
                Freshness.stale(NOW, pulses));
    }

    @Test
    void nothingToPollIsNotStale() {
        assertEquals(List.of(), Freshness.stale(NOW, List.of()));
    }

    @Test
    void aRequestMayWaitForTheBuildsOfAllApps() {
        var web = Apps.app("web");
        var api = Apps.app("api");
        var alone = Freshness.atMost(web, List.of(web));
        var together = Freshness.atMost(web, List.of(web, api));

        assertTrue(alone.compareTo(web.build().options().timeout()) > 0);
        assertTrue(
                together.minus(alone).compareTo(api.build().options().timeout()) > 0,
                "the other's build and fetch: " + together.minus(alone));
    }

    @Test
    void whatHasEndedIsUnderWayNoMoreEvenIfItThrew() {
        var time = new ManualTime();
        var underWay = new UnderWay(time);

        var seen = underWay.during("web", () -> {
            time.pass(Duration.ofMinutes(3));
            return underWay.of("web");
        });
        assertEquals(Optional.of(Duration.ofMinutes(3)), seen);
        assertEquals(Optional.empty(), underWay.of("web"));
        try {
            underWay.during("web", () -> {
                throw new IllegalStateException("as any bug");
            });
        } catch (IllegalStateException e) {
            assertEquals(Optional.empty(), underWay.of("web"));
        }
    }

    private static Freshness.Pulse pulse(String app, String due, String busy, int atMost) {
        return new Freshness.Pulse(
                app,
                number(due).map(seconds -> NOW.plusSeconds(seconds)),
                number(busy).map(Duration::ofMinutes),
                Duration.ofMinutes(atMost));
    }

    private static Optional<Long> number(String text) {
        return text.equals("-") ? Optional.empty() : Optional.of(Long.valueOf(text));
    }
}
