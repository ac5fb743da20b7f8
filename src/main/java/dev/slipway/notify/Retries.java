package dev.slipway.notify;

import dev.slipway.deploy.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Whether and when what could not be sent is tried again: ever more slowly, and never sooner than we were asked to wait. */
final class Retries {
    /** After this long nobody needs to hear it any more. */
    static final Duration OLDEST = Duration.ofDays(2);

    /** What is refused may be so for a token that somebody is just renewing; no longer than a quarter of an hour. */
    static final int MOST_REFUSALS = 5;

    static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final double SPREAD = 0.2;

    private final Time time;
    private final RandomGenerator random;

    Retries(Time time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    Instant now() {
        return time.now();
    }

    /** A clock that was set back must not keep anything for years. */
    Duration until(Instant next) {
        var left = Duration.between(time.now(), next);
        return left.compareTo(HttpSender.LONGEST_ASKED_FOR.plus(LONGEST_WAIT)) > 0 ? Duration.ZERO : left;
    }

    /**
     * How long to wait; empty if it is to be given up.
     *
     * @param attempts that have failed, this one among them
     * @param happened when there was something to tell
     */
    Optional<Duration> after(int attempts, Instant happened, NotSent why) {
        var tooOld = Duration.between(happened, time.now()).compareTo(OLDEST) > 0;
        return tooOld || (why.isRefused() && attempts >= MOST_REFUSALS)
                ? Optional.empty()
                : Optional.of(wait(attempts, why));
    }

    private Duration wait(int attempts, NotSent why) {
        var doubled = FIRST_WAIT.multipliedBy(1L << Math.min(attempts - 1, 10));
        var backoff = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        var wait = why.patience().compareTo(backoff) > 0 ? why.patience() : backoff;
        return wait.plusMillis((long) (wait.toMillis() * SPREAD * random.nextDouble()));
    }
}
