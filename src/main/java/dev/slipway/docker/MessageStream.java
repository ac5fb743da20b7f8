package dev.slipway.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.slipway.deploy.DeployException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Calls whose answer is a stream of JSON messages, one a line: builds and pulls. */
final class MessageStream {
    private final DockerEngine engine;

    MessageStream(DockerEngine engine) {
        this.engine = engine;
    }

    /** What is done with each message. */
    @FunctionalInterface
    interface Messages {
        void accept(JsonNode message) throws IOException;
    }

    /**
     * Makes the call and hands on each message; returns when the engine has said the last one.
     *
     * @param what for messages: "build the image"
     * @return why the engine refused the call as a whole, if it did
     * @throws DeployException HOST if the engine cannot be reached, or goes away
     */
    Optional<String> run(String what, Request request, Messages messages, Cancellation cancellation)
            throws DeployException, InterruptedException {
        var http = engine.http();
        try (var response = cancellation.opened(http.execute(request))) {
            if (response.getStatusCode() >= 400) {
                return Optional.of(refusal(response));
            }
            try (var lines = new BufferedReader(new InputStreamReader(response.getBody(), StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.isBlank()) {
                        messages.accept(Raw.JSON.readTree(line));
                    }
                }
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw engine.failure(what, new IOException("its answer was cut off", e));
        } catch (IOException | RuntimeException e) {
            throw engine.failure(what, e);
        }
    }

    private static String refusal(Response response) throws IOException {
        var text = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            var said = Raw.JSON.readTree(text).path("message").asText().strip();
            return said.isEmpty() ? text : said;
        } catch (JsonProcessingException ignored) {
            return text; // not JSON after all: the text itself is what there is to say
        }
    }
}
