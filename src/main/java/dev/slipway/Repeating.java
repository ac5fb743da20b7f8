package dev.slipway;

import dev.slipway.deploy.Time;
import java.time.Duration;

/** What is done again and again for as long as its thread is not interrupted. */
final class Repeating {
    private Repeating() {}

    /** For a thread of its own: does it after each such pause, the first time after the first. */
    static Runnable every(Duration pause, Time time, Runnable act) {
        return () -> {
            try {
                while (true) {
                    time.sleep(pause);
                    act.run();
                }
            } catch (InterruptedException e) {
                // That is how it is ended.
                Thread.currentThread().interrupt();
            }
        };
    }
}
