package dev.slipway.schedule;

import dev.slipway.deploy.Time;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices, within seconds, that somebody has set the clock back. One that was set forward, or that went on while the machine
 * slept, needs no watching: what became due by it is due.
 */
final class ClockWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
    /** Less is a correction of the time servers, by which polls come that much later. */
    private static final Duration WORTH_IT = Duration.ofSeconds(5);

    private final Time time;
    private final Runnable setBack;
    private final Thread watching;

    ClockWatch(Time time, Runnable setBack) {
        this.time = time;
        this.setBack = setBack;
        var wall = time.now();
        var elapsed = time.elapsed();
        this.watching = Thread.ofPlatform().daemon().name("clock-watch").start(() -> watch(wall, elapsed));
    }

    /** Each look is the next one's beginning: a clock that is set between two readings would else not be noticed. */
    private void watch(Instant begunAt, Duration begun) {
        try {
            var wall = begunAt;
            var elapsed = begun;
            while (true) {
                time.sleep(BETWEEN_LOOKS);
                var wallNow = time.now();
                var elapsedNow = time.elapsed();
                if (wallNow.isBefore(wall.plus(elapsedNow.minus(elapsed)).minus(WORTH_IT))) {
                    tell();
                }
                wall = wallNow;
                elapsed = elapsedNow;
            }
        } catch (InterruptedException e) {
            // Closed.
            Thread.currentThread().interrupt();
        }
    }

    private void tell() {
        try {
            setBack.run();
        } catch (RuntimeException | Error e) {
            // The watch goes on; so does polling, if late.
            LOG.error("the clock was set back, and polls could not be scheduled anew", e);
        }
    }

    @Override
    public void close() {
        watching.interrupt();
    }
}
