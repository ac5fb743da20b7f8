package dev.slipway.deploy;

import java.time.Duration;

/** How long to wait after a run of failures that were nobody's fault here. */
final class Backoff {
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private Backoff() {}

    /**
     * Nothing after the first failure, as the next poll is a wait of its own; then a minute, doubled each time, up to an
     * hour.
     *
     * @param failures in a row, at least 1
     */
    static Duration after(int failures) {
        if (failures <= 1) {
            return Duration.ZERO;
        }
        var doublings = Math.min(failures - 2, Long.SIZE - Long.numberOfLeadingZeros(LONGEST_WAIT.toMinutes()));
        var wait = FIRST_WAIT.multipliedBy(1L << doublings);
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }
}
