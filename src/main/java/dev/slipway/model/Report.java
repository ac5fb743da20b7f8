package dev.slipway.model;

import java.time.Instant;
import java.util.Objects;

/**
 * What a forge is to show of a deployment. Its words hold no secret, and whoever may read the repository may read them.
 *
 * @param startedAt when the deployment began, which tells it from one with the same id of another {@code data_dir}
 * @param words one line, of 140 characters at most
 * @param at since when it is so
 */
public record Report(
        String app, long deployment, Commit commit, Instant startedAt, State state, String words, Instant at) {
    /** The longest words that GitHub takes, in characters. */
    public static final int LONGEST_WORDS = 140;

    public Report {
        Objects.requireNonNull(app);
        Objects.requireNonNull(commit);
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(state);
        Objects.requireNonNull(words);
        Objects.requireNonNull(at);
        if (words.length() > LONGEST_WORDS) {
            throw new IllegalArgumentException("too long for a forge: " + words);
        }
    }

    /** Whether it says the same of the same deployment, if perhaps since another time. */
    public boolean saysAs(Report other) {
        return deployment == other.deployment && state == other.state && words.equals(other.words);
    }

    /** The ways in which a forge shows it. */
    public enum Kind {
        /** A mark at the commit. */
        STATUS("commit status"),
        /** An entry in the list of an environment. */
        DEPLOYMENT("deployment");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** How a deployment stands, as far as forges know it. */
    public enum State {
        PENDING,
        SUCCESS,
        /** By the commit's fault, or the configuration's. */
        FAILURE,
        /** By another's. */
        ERROR,
        CANCELLED;

        /** Whether nothing comes after it. */
        public boolean isFinal() {
            return this != PENDING;
        }
    }
}
