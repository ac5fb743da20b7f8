package dev.slipway.deploy;

import dev.slipway.model.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: the webhook, as far as the engine must know whether it does its part. */
public interface Webhook {
    /** Where none is configured. */
    Webhook NONE = new Webhook() {
        @Override
        public Optional<Instant> expectedSince() {
            return Optional.empty();
        }

        @Override
        public List<Delivery> deliveries() {
            return List.of();
        }
    };

    /** Since when one is configured, without a break; empty if none is. */
    Optional<Instant> expectedSince() throws DeployException;

    /** All that came in and is kept, newest first. */
    List<Delivery> deliveries() throws DeployException;
}
