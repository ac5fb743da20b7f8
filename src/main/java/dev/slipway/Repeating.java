package dev.slipway;

import dev.slipway.deploy.Time;
import java.time.Duration;
import java.util.function.Supplier;

/** What is done again and again for as long as its thread is not interrupted. */
final class Repeating {
    private Repeating() {}

    /** For a thread of its own: does it after each such pause, the first time after the first. */
    static Runnable every(Duration pause, Time time, Runnable act) {
        return every(() -> pause, time, act);
    }

    /** The same with a pause that may change. */
    static Runnable every(Supplier<Duration> pause, Time time, Runnable act) {
        return () -> {
            try {
                while (true) {
                    time.sleep(pause.get());
                    act.run();
                }
            } catch (InterruptedException e) {
                // That is how it is ended.
                Thread.currentThread().interrupt();
            }
        };
    }
}
