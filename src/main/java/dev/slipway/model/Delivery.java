package dev.slipway.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One request to the webhook and what came of it; never its body. All text is the caller's or made from it, and may be shown:
 * it holds no control characters and no secret.
 *
 * @param from the caller's address, as the socket has it
 * @param id what the forge calls this delivery; a redelivery keeps it
 * @param hook what the forge calls the hook that it came from
 * @param event in the forge's word, such as {@code push}; empty if none was named
 * @param verdict what was made of it
 * @param status of the HTTP answer
 * @param reason why, in one line
 * @param apps that were woken by it
 * @param secret fingerprint of the secret that it was signed with; empty if with none in force
 */
public record Delivery(
        Instant at,
        Forge forge,
        String from,
        Optional<String> id,
        Optional<String> hook,
        String event,
        Verdict verdict,
        int status,
        String reason,
        List<String> apps,
        Optional<String> secret) {

    /** What was made of a delivery. */
    public enum Verdict {
        /** It woke an app. */
        ACCEPTED,
        /** It was a signed ping. */
        PONG,
        /** It was signed, but is about nothing that is watched. */
        IGNORED,
        /** It was not believed, or not understood. */
        REJECTED
    }

    public Delivery {
        Objects.requireNonNull(at);
        Objects.requireNonNull(forge);
        Objects.requireNonNull(from);
        Objects.requireNonNull(id);
        Objects.requireNonNull(hook);
        Objects.requireNonNull(event);
        Objects.requireNonNull(verdict);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(secret);
        apps = List.copyOf(apps);
    }

    /**
     * Whether it came from a forge and its signature was right, so that the way from there to here, and the secret that it has,
     * are right.
     */
    public boolean isVerified() {
        return secret.isPresent() && forge != Forge.SLIPWAY;
    }
}
