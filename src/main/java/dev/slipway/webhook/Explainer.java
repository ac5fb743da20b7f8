package dev.slipway.webhook;

import dev.slipway.model.Forge;
import java.util.Optional;

/** Tells why a delivery was not believed; asked after it was answered, a few times a minute at most. */
interface Explainer {
    /**
     * The likeliest cause, in one line for the log: no character of a secret and no expected signature is in it.
     *
     * @param proof what the delivery offered; empty if nothing, or nothing well-formed
     */
    String cause(Received received, Forge forge, Optional<Proof> proof);
}
