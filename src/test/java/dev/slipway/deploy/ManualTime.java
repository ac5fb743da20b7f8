package dev.slipway.deploy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until somebody sleeps or moves it. */
public final class ManualTime implements Time {
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private Duration elapsed = Duration.ZERO;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public ZoneId zone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Duration elapsed() {
        return elapsed;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pass(duration);
    }

    public void pass(Duration duration) {
        now = now.plus(duration);
        elapsed = elapsed.plus(duration);
    }

    /** As when somebody sets the clock: the wall clock jumps, nothing has passed. */
    public void jump(Duration duration) {
        now = now.plus(duration);
    }
}
