package dev.slipway.dashboard;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty refuses by itself, such as a request that it cannot parse, in the form of all other answers. */
final class ErrorAnswers extends ErrorHandler {
    private final Counter counter;

    ErrorAnswers(Counter counter) {
        this.counter = counter;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var status = response.getStatus();
        var title = status == HttpStatus.INTERNAL_SERVER_ERROR_500 ? "internal" : "malformed";
        counter.send(Answer.problem(status, title, HttpStatus.getMessage(status)), request, response, callback);
        return true;
    }
}
