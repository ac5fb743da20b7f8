package dev.slipway.webhook;

import dev.slipway.model.WebhookSecret;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The secrets that Slipway knows, at the moment of one diagnosis.
 *
 * @param inForce at least one
 * @param onDisk what a restart would put in force, as far as it is not
 * @param elsewhere others that the forge may have been given, as far as they are neither
 */
record KnownSecrets(List<WebhookSecret> inForce, List<WebhookSecret> onDisk, List<WebhookSecret> elsewhere) {
    KnownSecrets {
        inForce = List.copyOf(inForce);
        onDisk = without(inForce, onDisk);
        elsewhere = without(onDisk, without(inForce, elsewhere));
    }

    /** "(.env line 7, fingerprint 1a2b3c4d, 40 characters)", for each in force. */
    String shown() {
        return inForce.stream().map(KnownSecrets::shown).collect(Collectors.joining(" or "));
    }

    static String shown(WebhookSecret secret) {
        return "(" + secret.origin() + ", fingerprint " + secret.value().fingerprint() + ")";
    }

    boolean areInForce(String fingerprint) {
        return inForce.stream().anyMatch(each -> each.value().fingerprint().equals(fingerprint));
    }

    private static List<WebhookSecret> without(List<WebhookSecret> these, List<WebhookSecret> secrets) {
        var values = these.stream().map(WebhookSecret::value).collect(Collectors.toSet());
        return secrets.stream()
                .filter(Predicate.not(each -> values.contains(each.value())))
                .toList();
    }
}
