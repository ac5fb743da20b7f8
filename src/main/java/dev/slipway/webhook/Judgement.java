package dev.slipway.webhook;

import dev.slipway.model.Delivery;
import dev.slipway.model.Delivery.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What was made of a delivery.
 *
 * @param reason why, for the log: names what the delivery named
 * @param apps to be woken
 * @param secret fingerprint of the one that it was signed with
 */
record Judgement(
        Envelope envelope, Verdict verdict, Answer answer, String reason, List<String> apps, Optional<String> secret) {

    static Judgement rejected(Envelope envelope, Answer answer, String reason) {
        return new Judgement(envelope, Verdict.REJECTED, answer, reason, List.of(), Optional.empty());
    }

    Judgement because(String newReason) {
        return new Judgement(envelope, verdict, answer, newReason, apps, secret);
    }

    Delivery delivery(Received received) {
        return new Delivery(
                received.at(),
                envelope.forge(),
                received.from(),
                envelope.id(),
                envelope.hook(),
                envelope.event(),
                verdict,
                answer.status(),
                reason,
                apps,
                secret);
    }
}
