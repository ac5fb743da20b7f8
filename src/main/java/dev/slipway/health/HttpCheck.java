package dev.slipway.health;

import dev.slipway.deploy.Probe.Answer;
import dev.slipway.model.HealthSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One GET, without redirects and without a proxy; 200 to 399 is well. */
final class HttpCheck {
    private static final int QUOTED_BYTES = 200;

    private final HttpClient client;
    private final Duration attempt;

    HttpCheck(Duration attempt) {
        this.attempt = attempt;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(attempt)
                .build();
    }

    Answer ask(HealthSpec.Check.Http check, String host, int port) {
        URI uri;
        try {
            uri = URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + check.path());
        } catch (IllegalArgumentException e) {
            return new Answer(false, check + " is not a path that can be asked for: " + e.getMessage());
        }
        var request = HttpRequest.newBuilder(uri).GET().build();
        var exchange = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .thenApply(HttpCheck::read);
        try {
            // The client's own timeout ends with the headers; a body that drips must not hold us up either.
            var response = exchange.get(attempt.toMillis(), TimeUnit.MILLISECONDS);
            var well = response.status() >= 200 && response.status() < 400;
            return new Answer(well, check + " answered " + response.status() + (well ? "" : quoted(response.body())));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return new Answer(false, check + " did not answer within " + attempt.toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Answer(
                    false,
                    e.getCause() instanceof ConnectException
                            ? check + " refused the connection"
                            : check + ": " + reason(e));
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            return new Answer(false, check + ": the question was called off");
        }
    }

    private static String reason(ExecutionException e) {
        var cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private record Response(int status, String body) {}

    private static Response read(HttpResponse<InputStream> response) {
        try (var body = response.body()) {
            return new Response(
                    response.statusCode(), new String(body.readNBytes(QUOTED_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The status was read, and is what counts.
            return new Response(response.statusCode(), "");
        }
    }

    /** A first line in quotes, after a space; nothing if there is none. */
    static String quoted(String text) {
        var line = text.strip().lines().findFirst().orElse("");
        return line.isEmpty() ? "" : " \"" + line + "\"";
    }
}
