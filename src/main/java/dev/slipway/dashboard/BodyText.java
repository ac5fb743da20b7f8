package dev.slipway.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.http.Waits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;

/** Reads the small JSON object that is sent along with what is to be done. */
final class BodyText {
    private static final int LIMIT = 4096;
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Waits<Connection> waits;

    BodyText(Waits<Connection> waits) {
        this.waits = waits;
    }

    /** Says why it cannot be done. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Answer answer;

        Refusal(Answer answer) {
            super(answer.body());
            this.answer = answer;
        }

        Answer answer() {
            return answer;
        }
    }

    /**
     * The object; an empty one where nothing is sent.
     *
     * @param keys that it may have, all of which are text but those that end in a question mark, which are true or false
     */
    ObjectNode read(Asked asked, Set<String> keys) throws Refusal {
        var text = text(asked);
        if (text.isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        var type = asked.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            throw new Refusal(Answer.problem(415, "type", "send the body as Content-Type: application/json"));
        }
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                for (var field : object.properties()) {
                    var isFlag = keys.contains(field.getKey() + "?");
                    if (!isFlag && !keys.contains(field.getKey())) {
                        throw new Refusal(
                                Answer.problem(422, "key", "there is no key " + shown(field.getKey()) + " here"));
                    }
                    if (!(isFlag
                            ? field.getValue().isBoolean()
                            : field.getValue().isTextual())) {
                        throw new Refusal(Answer.problem(
                                422, "value", field.getKey() + " must be " + (isFlag ? "true or false" : "text")));
                    }
                }
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new Refusal(Answer.problem(400, "malformed", "the body is no JSON"));
        }
        throw new Refusal(Answer.problem(400, "malformed", "the body is no JSON object"));
    }

    /** A text that the object may have. */
    static Optional<String> text(ObjectNode body, String key) {
        return Optional.ofNullable(body.get(key)).map(node -> node.asText());
    }

    private static String shown(String key) {
        return key.matches("\\p{Graph}{1,30}") ? "'" + key + "'" : "of that name";
    }

    private String text(Asked asked) throws Refusal {
        var connection = asked.request().getConnectionMetaData().getConnection();
        waits.begin(connection, PATIENCE, connection.getEndPoint()::close);
        try (var in = Content.Source.asInputStream(asked.request())) {
            var bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw new Refusal(Answer.problem(413, "size", "the body is larger than " + LIMIT + " bytes"));
            }
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new Refusal(Answer.problem(400, "malformed", "the body broke off"));
        } finally {
            waits.end(connection);
        }
    }
}
