package dev.slipway.config;

import dev.slipway.model.Placeholders;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import java.util.Locale;
import java.util.Optional;

/** What a secret may be: refuses what protects nothing, and finds what was hardly meant. */
final class SecretText {
    private SecretText() {}

    /**
     * The secret, with its origin.
     *
     * @param shown whether the origin is worth a word, being elsewhere than the key
     */
    static WebhookSecret checked(String value, String origin, boolean shown) throws Misfit {
        var where = shown ? " (" + origin + ")" : "";
        if (value.isBlank()) {
            throw new Misfit("the secret is empty" + where + "; set it or remove the key");
        }
        if (Placeholders.contain(value)) {
            throw new Misfit("'" + value.strip().toLowerCase(Locale.ROOT)
                    + "' is a placeholder that everybody knows, not a secret" + where + "; put the real one there");
        }
        return new WebhookSecret(new Secret(value), origin);
    }

    /** What looks like an accident; none of its characters are in the words. */
    static Optional<String> oddity(WebhookSecret secret) {
        var value = secret.value().reveal();
        return oddity(value)
                .map(what -> "the secret " + what + " (" + secret.origin()
                        + "), and is taken as it is; remove that there, unless the other side has it too");
    }

    private static Optional<String> oddity(String value) {
        if (value.endsWith("\r")) {
            return Optional.of("ends in a carriage return");
        }
        if (value.endsWith("\n")) {
            return Optional.of("ends in a newline");
        }
        if (!value.equals(value.stripTrailing())) {
            return Optional.of("ends in white space");
        }
        if (!value.equals(value.stripLeading())) {
            return Optional.of("begins with white space");
        }
        boolean quoted = value.length() > 1
                && value.charAt(0) == value.charAt(value.length() - 1)
                && "\"'".indexOf(value.charAt(0)) >= 0;
        return quoted ? Optional.of("has quotes around it") : Optional.empty();
    }
}
