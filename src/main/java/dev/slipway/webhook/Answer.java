package dev.slipway.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;

/**
 * A status and a JSON body, as docs/REFERENCE.md has them. None says 403, so that a 403 was somebody else's, and none repeats
 * what a stranger wrote.
 */
record Answer(int status, String json) {
    static final Answer WELL = new Answer(200, "{\"status\":\"ok\"}");
    static final Answer UNWELL = new Answer(503, "{\"status\":\"stale\"}");
    static final Answer PONG = new Answer(200, "{\"status\":\"pong\"}");
    static final Answer SIGNATURE = error(401, "signature");
    static final Answer MALFORMED = error(400, "malformed");
    static final Answer NOT_FOUND = error(404, "not found");
    static final Answer METHOD = error(405, "method");
    static final Answer LATE = error(408, "timeout");
    static final Answer TOO_LARGE = error(413, "too large");
    static final Answer NOT_JSON = error(415, "not JSON");
    static final Answer TOO_MANY = error(429, "too many requests");

    private static final int FIRST_REFUSAL = 400;

    static Answer error(int status, String error) {
        return new Answer(status, "{\"error\":\"" + error + "\"}");
    }

    /**
     * To one who has signed.
     *
     * @param delivery what the forge calls it
     */
    static Answer accepted(Optional<String> delivery, List<String> apps) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("status", "accepted");
        json.put("delivery", delivery.orElse(""));
        var names = json.putArray("apps");
        apps.forEach(names::add);
        return new Answer(202, json.toString());
    }

    /**
     * To one who has signed.
     *
     * @param reason in words of ours alone
     */
    static Answer ignored(String reason) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("status", "ignored");
        json.put("reason", reason);
        return new Answer(202, json.toString());
    }

    boolean isRefusal() {
        return status >= FIRST_REFUSAL;
    }
}
