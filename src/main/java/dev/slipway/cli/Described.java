package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Commit;
import dev.slipway.model.CommitWords;
import java.util.Optional;

/** Adds to a status what is said of the commits in it: {@code running_commit} and {@code tip_commit}, null if nothing is known. */
final class Described {
    private Described() {}

    static ObjectNode by(Session session, ObjectNode status) {
        for (var each : status.get("apps")) {
            var app = (ObjectNode) each;
            for (var key : new String[] {"running", "tip"}) {
                var words = words(session, app.get("app").asText(), app.get(key));
                app.set(key + "_commit", words.map(Described::node).orElse(JsonNodeFactory.instance.nullNode()));
            }
        }
        return status;
    }

    private static Optional<CommitWords> words(Session session, String app, JsonNode sha) {
        return sha.isTextual() ? session.words(app, new Commit(sha.asText())) : Optional.empty();
    }

    private static JsonNode node(CommitWords words) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("subject", words.subject())
                .put("author", words.author());
    }
}
