package dev.slipway.model;

import java.util.Locale;
import java.util.Objects;

/**
 * When the engine starts a container again by itself.
 *
 * @param maximumRetries only for ON_FAILURE; 0 for no limit
 */
public record RestartPolicy(Kind kind, int maximumRetries) {
    public static final RestartPolicy NO = new RestartPolicy(Kind.NO, 0);

    public RestartPolicy {
        Objects.requireNonNull(kind);
    }

    /** Docker's and Compose's names. */
    public enum Kind {
        NO,
        ALWAYS,
        ON_FAILURE,
        UNLESS_STOPPED;

        /** As Docker's API and Compose write it, such as {@code on-failure}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
