package dev.slipway.webhook;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The two paths that there are. They are compared as they came, neither decoded nor normalised. A query is ignored: it names
 * nothing here, and forges keep one that somebody has put behind the URL.
 */
final class Intake extends Handler.Abstract {
    private final Reception reception;
    private final BooleanSupplier alive;
    private final Answers answers;

    Intake(Reception reception, BooleanSupplier alive, Answers answers) {
        this.reception = reception;
        this.alive = alive;
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var exchange = new Exchange(request, response, callback);
        switch (Optional.ofNullable(request.getHttpURI().getPath()).orElse("")) {
            case "/webhook" -> only("POST", exchange, () -> reception.receive(exchange));
            case "/healthz" ->
                only("GET", exchange, () -> answers.send(alive.getAsBoolean() ? Answer.WELL : Answer.UNWELL, exchange));
            default -> answers.send(Answer.NOT_FOUND, exchange);
        }
        return true;
    }

    private void only(String method, Exchange exchange, Runnable action) {
        if (exchange.request().getMethod().equals(method)) {
            action.run();
        } else {
            exchange.response().getHeaders().put(HttpHeader.ALLOW, method);
            answers.send(Answer.METHOD, exchange);
        }
    }
}
