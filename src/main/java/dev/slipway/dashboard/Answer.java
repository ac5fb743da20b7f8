package dev.slipway.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A status and a body.
 *
 * @param headers beside those that every answer has
 * @param feed tells what there is to tell in the place of the body, which is then empty
 */
record Answer(int status, String type, String body, Map<String, String> headers, Optional<Feed> feed) {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    Answer {
        headers = Map.copyOf(headers);
    }

    Answer(int status, String type, String body) {
        this(status, type, body, Map.of(), Optional.empty());
    }

    /** Goes on for as long as somebody listens. */
    static Answer events(Feed feed) {
        return new Answer(200, "text/event-stream", "", Map.of(), Optional.of(feed));
    }

    static Answer json(int status, JsonNode node) {
        return new Answer(status, JSON, node.toString());
    }

    /** A document that there is. */
    static Answer json(String document) {
        return new Answer(200, JSON, document);
    }

    static Answer text(String text) {
        return new Answer(200, "text/plain; charset=utf-8", text);
    }

    /** As RFC 9457 has it. */
    static Answer problem(int status, String title, String detail) {
        var node = JsonNodeFactory.instance.objectNode();
        node.put("title", title).put("status", status).put("detail", detail);
        return new Answer(status, PROBLEM, node.toString());
    }

    /** To a monitor: whether polls come. */
    static Answer health(boolean alive) {
        var node = JsonNodeFactory.instance.objectNode().put("status", alive ? "ok" : "stale");
        return json(alive ? 200 : 503, node);
    }

    /** To a monitor: why Slipway cannot do its work, if it cannot. */
    static Answer readiness(List<String> reasons) {
        var node = JsonNodeFactory.instance.objectNode().put("status", reasons.isEmpty() ? "ready" : "not ready");
        var list = node.putArray("reasons");
        reasons.forEach(list::add);
        return json(reasons.isEmpty() ? 200 : 503, node);
    }

    /** The same with one more header. */
    Answer with(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new Answer(status, type, body, more, feed);
    }
}
