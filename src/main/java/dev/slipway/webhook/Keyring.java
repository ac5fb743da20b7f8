package dev.slipway.webhook;

import dev.slipway.model.WebhookSecret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The secrets in force, each of which opens; several while one replaces another. */
record Keyring(List<WebhookSecret> secrets) {
    /** Before the Base64 of a key, as GitLab makes its signing tokens; source: standardwebhooks.com, "Signature scheme". */
    private static final String ENCODED_KEY = "whsec_";

    /** The secret that whoever offers the proof knows. */
    Optional<WebhookSecret> match(Proof proof) {
        return secrets.stream()
                .filter(secret -> verifies(proof, secret.value().reveal()))
                .findFirst();
    }

    private static boolean verifies(Proof proof, String secret) {
        return proof.verifies(secret.getBytes(StandardCharsets.UTF_8))
                || decoded(secret).filter(proof::verifies).isPresent();
    }

    private static Optional<byte[]> decoded(String secret) {
        if (!secret.startsWith(ENCODED_KEY)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(secret.substring(ENCODED_KEY.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a secret that only looks like one of these; it was tried as it is
        }
    }
}
