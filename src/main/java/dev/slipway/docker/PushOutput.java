package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.Progress;
import java.util.List;
import java.util.Optional;

/** What the engine says while it pushes an image. With wrong credentials, too, it ends like any other push: by its words alone. */
final class PushOutput {
    /** Said over and over, with the bytes so far. */
    private static final List<String> CHATTER = List.of("Preparing", "Pushing");

    private final PullOutput said;
    private Optional<String> digest = Optional.empty();

    PushOutput(Progress log) {
        this.said = new PullOutput(log);
    }

    void accept(JsonNode message) {
        var known = message.path("aux").path("Digest").asText();
        if (!known.isEmpty()) {
            digest = Optional.of(known);
        } else if (!CHATTER.contains(message.path("status").asText())) {
            said.accept(message);
        }
    }

    Optional<String> error() {
        return said.error();
    }

    /** What the registry knows the image by; empty until it has all of it. */
    Optional<String> digest() {
        return digest;
    }
}
