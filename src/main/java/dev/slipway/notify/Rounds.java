package dev.slipway.notify;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries something out again and again, each time that there is something new, or that a while has passed. */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Round round;
    private final Semaphore work = new Semaphore(0);
    private volatile boolean ended;

    /** One time. */
    interface Round {
        /** Returns how long to wait before there is more. */
        Duration carryOut() throws InterruptedException;
    }

    Rounds(Round round) {
        this.round = round;
    }

    /** There is something new. */
    void wake() {
        work.release();
    }

    /** Once more, and then no more. */
    void end() {
        ended = true;
        work.release();
    }

    /** For a thread of its own, until it is ended or interrupted. */
    void run() {
        try {
            var last = false;
            while (!last) {
                last = ended;
                var pause = carriedOut();
                if (!last) {
                    var unused = work.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                    work.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            // That is how it is ended; what was not done is on disk.
            Thread.currentThread().interrupt();
        }
    }

    private Duration carriedOut() throws InterruptedException {
        try {
            return round.carryOut();
        } catch (RuntimeException e) {
            // The thread must not end by one that cannot be done.
            LOG.error("what is to be told could not be sent", e);
            return Retries.LONGEST_WAIT;
        }
    }
}
