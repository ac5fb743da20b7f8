package dev.slipway.testkit;

import dev.slipway.SystemTime;
import dev.slipway.deploy.Time;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits until something is so, and fails with what was seen last if it does not come about in time. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Time TIME = new SystemTime();

    private Await() {}

    /**
     * Looks again and again until {@code wanted} accepts what was seen, and returns that. A look that throws has seen its
     * exception, and is repeated like any other.
     *
     * @param what for the message: {@code the app answers with version two}
     */
    public static <T> T until(String what, Duration patience, Callable<T> look, Predicate<? super T> wanted) {
        var deadline = TIME.elapsed().plus(patience);
        while (true) {
            Object seen;
            try {
                T value = look.call();
                if (wanted.test(value)) {
                    return value;
                }
                seen = value;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting until " + what, e);
            } catch (Exception e) {
                seen = e;
            }
            if (TIME.elapsed().compareTo(deadline) > 0) {
                throw new AssertionError(
                        "waited " + patience.toSeconds() + " s until " + what + "; seen last: " + seen);
            }
            pause(what);
        }
    }

    /** Looks again and again until {@code look} says yes. */
    public static void until(String what, Duration patience, Callable<Boolean> look) {
        until(what, patience, look, yes -> yes);
    }

    private static void pause(String what) {
        try {
            TIME.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting until " + what, e);
        }
    }
}
