package dev.slipway.webhook;

import dev.slipway.model.Forge;
import java.util.Optional;

/**
 * What the headers of a delivery say about it, fit to be shown.
 *
 * @param event in the forge's word; empty if none was named
 * @param id what the forge calls this delivery
 * @param hook what the forge calls the hook that it came from
 * @param proof empty if none was offered, or none that is well-formed
 */
record Envelope(Forge forge, String event, Optional<String> id, Optional<String> hook, Optional<Proof> proof) {
    static Envelope of(Headers headers, Body body) {
        var dialect = Dialect.of(headers);
        return new Envelope(
                dialect.forge(),
                dialect.event(headers).map(SafeText::of).orElse(""),
                dialect.id(headers).flatMap(SafeText::identifier),
                dialect.hook(headers),
                dialect.proof(headers, body));
    }
}
