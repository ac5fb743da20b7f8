package dev.slipway.schedule;

import java.time.Duration;

/** Spreads polls, so that neither the apps of one box nor many boxes ask a forge at the same moment. */
final class Jitter {
    /** A tenth of the interval, either way. */
    private static final int SHARE = 10;

    private Jitter() {}

    /** Within 10 % of the interval, the same for the same app on the same run. */
    static Duration period(Duration interval, String app) {
        var widest = interval.toMillis() / SHARE;
        return interval.plusMillis(Math.floorMod(salted(app), 2 * widest + 1) - widest);
    }

    /** Some moment within the first interval. */
    static Duration firstWait(Duration interval, String app) {
        return Duration.ofMillis(1 + Math.floorMod(salted(app), interval.toMillis()));
    }

    /** Differs from process to process. */
    private static long salted(String app) {
        return app.hashCode() * 31L + ProcessHandle.current().pid() * 7919L;
    }
}
