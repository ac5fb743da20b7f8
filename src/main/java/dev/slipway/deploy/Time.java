package dev.slipway.deploy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** Port: the clock. */
public interface Time {
    /** The wall clock, which may jump. For records; never for measuring how long something takes. */
    Instant now();

    /** The zone in which people on this machine read times. */
    ZoneId zone();

    /** Time since some fixed moment, which only goes forward. */
    Duration elapsed();

    void sleep(Duration duration) throws InterruptedException;
}
