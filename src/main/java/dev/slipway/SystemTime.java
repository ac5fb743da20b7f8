package dev.slipway;

import dev.slipway.deploy.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The machine's clock; the one place in the project that reads it or sleeps. */
public final class SystemTime implements Time {
    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public ZoneId zone() {
        return ZoneId.systemDefault();
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime());
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }
}
