package dev.slipway.health;

import dev.slipway.deploy.Probe.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One GET by HTTP/1.1, without proxy, redirects, cookies or credentials. */
final class HttpQuestion {
    private static final int FIRST_WELL = 200;
    private static final int FIRST_UNWELL = 400;
    /** For what an unwell container has to say; its status is known by then. */
    private static final Duration FOR_THE_BODY = Duration.ofMillis(500);

    private final String name;
    private final Duration timeout;

    HttpQuestion(String name, Duration timeout) {
        this.name = name;
        this.timeout = timeout;
    }

    Answer ask(String host, int port, String path) throws InterruptedException {
        URI uri;
        try {
            uri = URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + path);
        } catch (IllegalArgumentException e) {
            return no(" cannot be asked: " + e.getMessage());
        }
        // A client of its own, so that no connection is left over from before the port moved to another container.
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
        try {
            return ask(
                    client,
                    HttpRequest.newBuilder(uri).header("User-Agent", "Slipway").build());
        } finally {
            client.shutdownNow();
        }
    }

    private Answer ask(HttpClient client, HttpRequest request) throws InterruptedException {
        var answer = new CompletableFuture<Begun>();
        var exchange = client.sendAsync(request, head -> {
            var body = new Beginning();
            answer.complete(new Begun(head.statusCode(), body));
            return body;
        });
        try {
            exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return no(Reasons.late(timeout));
        } catch (ExecutionException e) {
            // A body that breaks off may fail the exchange although the status was read, and it is what counts.
            if (!answer.isDone()) {
                return no(Reasons.of(e));
            }
        }
        return judge(answer.join());
    }

    /** An answer of which the status has come. */
    private record Begun(int status, Beginning body) {}

    private Answer no(String why) {
        return new Answer(false, name + why);
    }

    private Answer judge(Begun answer) throws InterruptedException {
        var status = answer.status();
        if (status >= FIRST_WELL && status < FIRST_UNWELL) {
            return new Answer(true, name + " answered " + status);
        }
        return no(" answered " + status + Quote.beginningOf(answer.body().within(FOR_THE_BODY)));
    }
}
