package dev.slipway.dashboard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests in and hands answers out. What is asked may wait for the engine, so each is answered on a virtual thread of its
 * own, and no more than so many at once.
 */
final class Counter extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Counter.class);
    private static final int MOST_AT_ONCE = 32;
    /** Nothing from elsewhere, and nothing that stands in the page itself. */
    private static final String CONTENT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Desk desk;
    private final Streams streams;
    private final String version;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    Counter(Desk desk, Streams streams, String version) {
        this.desk = desk;
        this.streams = streams;
        this.version = version;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (places.tryAcquire()) {
            Thread.ofVirtual().name("dashboard-request").start(() -> attend(request, response, callback));
        } else {
            send(Answer.problem(503, "busy", "too many requests at once; ask again"), request, response, callback);
        }
        return true;
    }

    private void attend(Request request, Response response, Callback callback) {
        Answer answer;
        try {
            answer = admitted(answer(request));
            if (answer.feed().isEmpty()) {
                send(answer, request, response, callback);
            }
        } finally {
            places.release();
        }
        answer.feed().ifPresent(feed -> {
            response.setStatus(answer.status());
            head(answer, response);
            response.getHeaders().put("X-Accel-Buffering", "no"); // nginx would hold back what it is told
            streams.serve(feed, request, response, callback);
        });
    }

    private Answer admitted(Answer answer) {
        return answer.feed().isEmpty() || streams.admit()
                ? answer
                : Answer.problem(503, "busy", "too many listen already; ask again later");
    }

    private Answer answer(Request request) {
        var asked = new Asked(request);
        try {
            return desk.answer(asked);
        } catch (RuntimeException | Error e) {
            LOG.error("dashboard: {} could not be answered; this is a bug", asked.path(), e);
            return Answer.problem(500, "internal", "a fault of Slipway's own; its log says more");
        }
    }

    private static Optional<String> header(Request request, HttpHeader name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    void send(Answer answer, Request request, Response response, Callback callback) {
        var plain = answer.body().getBytes(StandardCharsets.UTF_8);
        var small = Compression.of(
                plain, header(request, HttpHeader.ACCEPT_ENCODING).orElse(""));
        var body = small.orElse(plain);
        response.setStatus(answer.status());
        head(answer, response);
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        headers.put(HttpHeader.VARY, "Accept-Encoding");
        small.ifPresent(ignored -> headers.put(HttpHeader.CONTENT_ENCODING, "gzip"));
        if (answer.status() == 304) {
            headers.remove(HttpHeader.CONTENT_LENGTH); // that of the file is meant, which is not sent
        }
        if (answer.status() == 405 || answer.status() == 503 || request.getLength() != 0) {
            headers.put(HttpHeader.CONNECTION, "close"); // a body that nobody reads must not be taken for a request
        }
        var head = request.getMethod().equals("HEAD");
        response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body), callback);
    }

    private void head(Answer answer, Response response) {
        var headers = response.getHeaders();
        headers.put("X-Slipway", version);
        headers.put(HttpHeader.CONTENT_TYPE, answer.type());
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Content-Security-Policy", CONTENT);
        answer.headers().forEach(headers::put);
    }
}
