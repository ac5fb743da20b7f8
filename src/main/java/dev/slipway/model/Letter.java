package dev.slipway.model;

import java.time.Instant;
import java.util.Objects;

/**
 * News on its way to one recipient.
 *
 * @param id unique within a {@code data_dir}, rising
 * @param recipient by a name that stays the same as long as the entry of the configuration does
 * @param attempts that failed
 * @param next not to be tried before
 * @param trouble what the last attempt failed with; empty before the first
 */
public record Letter(long id, String recipient, News news, int attempts, Instant next, String trouble) {
    public Letter {
        Objects.requireNonNull(recipient);
        Objects.requireNonNull(news);
        Objects.requireNonNull(next);
        Objects.requireNonNull(trouble);
    }

    /** After one more attempt. */
    public Letter failed(Instant nextAttempt, String why) {
        return new Letter(id, recipient, news, attempts + 1, nextAttempt, why);
    }
}
