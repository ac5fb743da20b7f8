package dev.slipway.deploy;

import dev.slipway.model.Delivery;
import java.util.List;
import java.util.Optional;

/**
 * How the webhook stands.
 *
 * @param listen where it listens, or is to: {@code host:port}
 * @param trouble why it does not; empty if nothing is known to be wrong
 * @param deliveries that came in and are kept, newest first
 */
public record WebhookStatus(String listen, Optional<String> trouble, List<Delivery> deliveries) {
    public WebhookStatus {
        deliveries = List.copyOf(deliveries);
    }

    /** The last that proved that the way from the forge to here, and the secret, are right. */
    public Optional<Delivery> lastVerified() {
        return deliveries.stream().filter(Delivery::isVerified).findFirst();
    }

    /** The last verified one that named the app. */
    public Optional<Delivery> lastFor(String app) {
        return deliveries.stream()
                .filter(delivery -> delivery.isVerified() && delivery.apps().contains(app))
                .findFirst();
    }

    /** The newest that was rejected, as long as none that is right came after it. */
    public Optional<Delivery> rejection() {
        return deliveries.stream()
                .takeWhile(delivery -> !delivery.isVerified())
                .filter(delivery -> delivery.verdict() == Delivery.Verdict.REJECTED)
                .findFirst();
    }
}
