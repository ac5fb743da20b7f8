package dev.slipway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** The deployments of an app, newest first, as {@code history --json} has them. */
final class Deployments {
    private Deployments() {}

    static JsonNode in(Command.Result history) throws IOException {
        return new ObjectMapper().readTree(history.expecting(0).out()).get("deployments");
    }

    /** Waits until the newest is in that phase. */
    static JsonNode await(String app, String phase, Duration patience, Callable<JsonNode> deployments) {
        return Await.until(
                app + " is in phase " + phase,
                patience,
                () -> deployments.call().path(0),
                deployment -> deployment.path("phase").asText().equals(phase));
    }
}
