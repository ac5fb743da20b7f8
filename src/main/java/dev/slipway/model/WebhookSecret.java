package dev.slipway.model;

import java.util.Objects;

/**
 * A secret in force, and where it came from.
 *
 * @param origin for a person who has to mend it: {@code WEBHOOK_SECRET of the environment}, {@code .env line 7}, {@code
 *     /run/secrets/webhook}
 */
public record WebhookSecret(Secret value, String origin) {
    public WebhookSecret {
        Objects.requireNonNull(value);
        Objects.requireNonNull(origin);
    }
}
