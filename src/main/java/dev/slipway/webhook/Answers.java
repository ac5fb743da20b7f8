package dev.slipway.webhook;

import dev.slipway.deploy.Time;
import dev.slipway.http.Allowance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Sends answers, each with the header by which one knows that Slipway answered. Refusals are limited in number, whoever is
 * refused, since behind a tunnel all requests come from one address; beyond the limit each is "too many". What is signed with
 * the right secret is no refusal, so strangers cannot use up what a forge needs.
 */
final class Answers {
    private static final String SIGN = "X-Slipway";

    private final String version;
    private final Allowance refusals;

    Answers(String version, Limits limits, Time time) {
        this.version = version;
        this.refusals = new Allowance(time, limits.refusals(), limits.refusalEvery());
    }

    /** Whether any refusal now would be "too many". */
    boolean isFlooded() {
        return refusals.isUsedUp();
    }

    void send(Answer answer, Exchange exchange) {
        write(answer.isRefusal() && !refusals.take() ? Answer.TOO_MANY : answer, exchange);
    }

    private void write(Answer answer, Exchange exchange) {
        var response = exchange.response();
        var body = answer.json().getBytes(StandardCharsets.UTF_8);
        response.setStatus(answer.status());
        var headers = response.getHeaders();
        headers.put(SIGN, version);
        headers.put(HttpHeader.CONTENT_TYPE, "application/json");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        if (answer.equals(Answer.TOO_MANY)) {
            headers.put(HttpHeader.RETRY_AFTER, 1);
        }
        if (answer.isRefusal()) {
            headers.put(HttpHeader.CONNECTION, "close"); // whoever is refused need not be listened to any longer
        }
        response.write(true, ByteBuffer.wrap(body), exchange.callback());
    }
}
