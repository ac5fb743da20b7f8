package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.Progress;
import java.util.List;
import java.util.Optional;

/** What the engine says while it pulls an image. */
final class PullOutput {
    /** Said over and over, with the bytes so far: news for a terminal, not for a log. */
    private static final List<String> CHATTER =
            List.of("Downloading", "Extracting", "Waiting", "Pulling fs layer", "Verifying Checksum");

    private final Progress log;
    private Optional<String> error = Optional.empty();

    PullOutput(Progress log) {
        this.log = log;
    }

    void accept(JsonNode message) {
        if (message.has("error")) {
            error = Optional.of(message.path("errorDetail")
                    .path("message")
                    .asText(message.path("error").asText()));
        } else if (!CHATTER.contains(message.path("status").asText())) {
            log.line(line(message));
        }
    }

    Optional<String> error() {
        return error;
    }

    private static String line(JsonNode message) {
        var id = message.path("id").asText();
        return (id.isEmpty() ? "" : id + ": ") + message.path("status").asText();
    }
}
