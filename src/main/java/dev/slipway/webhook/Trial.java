package dev.slipway.webhook;

import dev.slipway.model.WebhookSecret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** One proof that was refused, and the tries at finding what it was made with. */
final class Trial {
    private final Proof proof;
    private final Body body;
    private final Budget budget;

    Trial(Proof proof, Body body, Budget budget) {
        this.proof = proof;
        this.body = body;
        this.budget = budget;
    }

    /** "signature" or "token". */
    String subject() {
        return isToken() ? "token" : "signature";
    }

    boolean isToken() {
        return proof instanceof Proof.Token;
    }

    boolean fits(byte[] key) {
        return budget.spend(isToken() ? 0 : body.length()) && proof.verifies(key);
    }

    boolean fits(String secret) {
        return fits(bytes(secret));
    }

    boolean fits(WebhookSecret secret) {
        return fits(secret.value().reveal());
    }

    /** The first slip that explains the proof. */
    Optional<Variant> slipIn(WebhookSecret secret) {
        return SecretVariants.of(secret.value().reveal()).stream()
                .filter(variant -> fits(variant.key()))
                .findFirst();
    }

    /** The first change of the body that explains the proof, if it was made with one of these secrets. */
    Optional<BodyVariant> changeOfBody(List<WebhookSecret> secrets) {
        if (!(proof instanceof Proof.Signature signature)) {
            return Optional.empty();
        }
        Predicate<Body> fits = other -> secrets.stream()
                .anyMatch(secret -> budget.spend(other.length())
                        && signature.over(other).verifies(bytes(secret.value().reveal())));
        return BodyVariants.of(body)
                .filter(variant -> budget.spend(body.length())
                        && variant.body().filter(fits).isPresent())
                .findFirst();
    }

    /** Whether some causes were not tried. */
    boolean isCutShort() {
        return budget.isOverdrawn();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
