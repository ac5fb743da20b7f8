package dev.slipway.webhook;

import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Jetty refuses by itself, such as a request that it cannot parse, said in Slipway's words and without its reasons. */
final class ErrorAnswers extends ErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    private static final Set<Integer> TOO_LARGE = Set.of(
            HttpStatus.PAYLOAD_TOO_LARGE_413,
            HttpStatus.URI_TOO_LONG_414,
            HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431);

    private final Answers answers;

    ErrorAnswers(Answers answers) {
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (response.getStatus() == HttpStatus.INTERNAL_SERVER_ERROR_500) {
            log((Throwable) request.getAttribute(ERROR_EXCEPTION));
        }
        answers.send(answer(response.getStatus()), new Exchange(request, response, callback));
        return true;
    }

    private static void log(Throwable cause) {
        if (cause instanceof EofException) {
            LOG.debug("webhook: the caller went away before its answer");
        } else {
            LOG.error("webhook: a request could not be answered; this is a bug", cause);
        }
    }

    private static Answer answer(int status) {
        if (TOO_LARGE.contains(status)) {
            return Answer.error(status, "too large");
        }
        // What is broken here must say so; a version or a coding that Jetty does not know (505, 501) is the caller's
        // mistake.
        return status == HttpStatus.INTERNAL_SERVER_ERROR_500 ? Answer.error(status, "internal") : Answer.MALFORMED;
    }
}
