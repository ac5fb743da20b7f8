package dev.slipway.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.deploy.ManualTime;
import dev.slipway.model.Finding;
import dev.slipway.model.Polling;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the clock and its zone mean for a configuration. */
class ZoneCheckTest {
    private static final Polling EVERY = new Polling.Every(Duration.ofMinutes(1));
    private final ManualTime time = new ManualTime();

    @Test
    void anIntervalKnowsNoHours() {
        assertEquals(Finding.Level.WELL, level(EVERY));
    }

    @Test
    void hoursOfUtcAreNoted() {
        assertEquals(Finding.Level.NOTE, level(new Polling.Cron("0 0 3 * * ?")));
    }

    @Test
    void aClockThatWasNeverSetIsWrong() {
        time.jump(Duration.ofDays(-20_000));
        assertEquals(Finding.Level.WRONG, level(EVERY));
    }

    private Finding.Level level(Polling polling) {
        return new ZoneCheck(polling, List.of(), time).look().getFirst().level();
    }
}
