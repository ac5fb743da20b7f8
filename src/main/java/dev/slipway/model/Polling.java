package dev.slipway.model;

import java.time.Duration;
import java.util.Objects;

/** When Slipway asks the remotes whether there is something new. */
public sealed interface Polling {
    /** Again and again, with this pause. */
    record Every(Duration interval) implements Polling {
        public Every {
            if (interval.isZero() || interval.isNegative()) {
                throw new IllegalArgumentException("a polling interval must be longer than nothing: " + interval);
            }
        }
    }

    /** At the times of a Quartz cron expression, such as {@code 0 0/5 * * * ?}. */
    record Cron(String expression) implements Polling {
        public Cron {
            Objects.requireNonNull(expression);
        }
    }
}
