package dev.slipway.notify;

import dev.slipway.model.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Sends one request and says what came of it. Redirects are not followed: what is sent, and often the URL itself, is for one
 * server. Each request has a client of its own, so that between two of them there are no threads and no connections.
 */
final class HttpSender {
    static final Duration PATIENCE = Duration.ofSeconds(15);
    /** What a server may ask for; a day would be a mistake. */
    static final Duration LONGEST_ASKED_FOR = Duration.ofHours(1);

    private static final int MOST_READ = 2048;
    private static final int MOST_QUOTED = 160;
    private static final int SHORTEST_HIDDEN = 4;

    private final Duration patience;

    HttpSender(Duration patience) {
        this.patience = patience;
    }

    /** An answer: its status, and the beginning of what was said. */
    record Answer(int status, String said) {}

    /**
     * Posts a message.
     *
     * @throws NotSent unless the status is 2xx
     */
    Answer post(Post post) throws NotSent, InterruptedException {
        var request = HttpRequest.newBuilder(post.url()).POST(HttpRequest.BodyPublishers.ofString(post.body()));
        post.headers().forEach(request::header);
        return send(request, post.url(), post.secrets());
    }

    /**
     * Calls a URL.
     *
     * @throws NotSent unless the status is 2xx
     */
    Answer get(URI url, List<Secret> secrets) throws NotSent, InterruptedException {
        return send(HttpRequest.newBuilder(url).GET(), url, secrets);
    }

    private Answer send(HttpRequest.Builder request, URI url, List<Secret> secrets)
            throws NotSent, InterruptedException {
        return judged(exchange(request, MOST_READ), url, secrets);
    }

    /**
     * What came back.
     *
     * @param body as much of it as was to be read
     */
    record Reply(int status, HttpHeaders headers, String body) {
        /** How long it asks to wait; zero if it does not. */
        Duration patience() {
            return asked(headers);
        }
    }

    /**
     * Sends a request, whatever the status of its answer.
     *
     * @param mostRead of the answer's body, in bytes
     * @throws NotSent if there is no answer
     */
    Reply exchange(HttpRequest.Builder request, int mostRead) throws NotSent, InterruptedException {
        var complete = request.timeout(patience).header("User-Agent", "Slipway").build();
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        try (client) {
            try {
                var answer = client.sendAsync(complete, head -> new Beginning(mostRead))
                        .get(patience.toMillis(), TimeUnit.MILLISECONDS);
                return new Reply(answer.statusCode(), answer.headers(), answer.body());
            } catch (ExecutionException e) {
                throw unanswered(
                        complete.uri(),
                        Optional.<Throwable>ofNullable(e.getCause()).orElse(e));
            } catch (TimeoutException e) {
                throw unanswered(complete.uri(), e);
            } finally {
                // Closing waits for what is under way, and one that hangs is given up.
                client.shutdownNow();
            }
        }
    }

    private static Answer judged(Reply answer, URI url, List<Secret> secrets) throws NotSent {
        var status = answer.status();
        var said = quoted(answer.body(), url, secrets);
        var words = site(url) + " answered " + status + (said.isEmpty() ? "" : ": " + said);
        if (status >= 200 && status < 300) {
            return new Answer(status, said);
        }
        if (status >= 300 && status < 400) {
            throw NotSent.refused(
                    words + ", which leads elsewhere and is not followed",
                    "write the URL that it leads to into the configuration");
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            throw NotSent.before(answer.patience(), words, "look at the service; it is tried again by itself");
        }
        throw NotSent.refused(
                words,
                status == 401 || status == 403
                        ? "look whether token and URL are right, and whether they may write there"
                        : status == 404 || status == 410
                                ? "look whether the URL is right, and whether what it names is still there"
                                : "compare the entry with docs/NOTIFICATIONS.md and with what the service says");
    }

    private static Duration asked(HttpHeaders headers) {
        var seconds = headers.firstValue("Retry-After").map(String::strip).orElse("");
        if (!seconds.matches("[0-9]{1,6}([.][0-9]+)?")) {
            return Duration.ZERO;
        }
        return atMost(Duration.ofSeconds((long) Math.ceil(Double.parseDouble(seconds))));
    }

    static Duration atMost(Duration asked) {
        return asked.compareTo(LONGEST_ASKED_FOR) < 0 ? asked : LONGEST_ASKED_FOR;
    }

    private NotSent unanswered(URI url, Throwable cause) {
        var words = switch (cause) {
            case TimeoutException ignored -> "did not answer within " + patience.toSeconds() + " s";
            case java.net.http.HttpTimeoutException ignored -> "did not answer within " + patience.toSeconds() + " s";
            case SSLException tls -> "cannot be spoken to by TLS: " + line(String.valueOf(tls.getMessage()));
            case ConnectException connecting ->
                connecting.getCause() instanceof UnresolvedAddressException
                        ? "has no known address"
                        : "cannot be reached: the connection failed";
            case UnresolvedAddressException ignored -> "has no known address";
            case IOException broken -> "broke the connection: " + line(String.valueOf(broken.getMessage()));
            default -> "cannot be asked: " + cause.getClass().getSimpleName();
        };
        return NotSent.yet(
                site(url) + " " + words, "look whether this machine reaches it; it is tried again by itself");
    }

    /** As much of a URL as may be told. */
    static String site(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /** What was answered, in one line, without what we had sent to be let in. */
    private static String quoted(String answer, URI url, List<Secret> secrets) {
        var text = answer;
        for (var hidden : hidden(url, secrets)) {
            text = text.replace(hidden, "(secret)");
        }
        return line(text);
    }

    private static List<String> hidden(URI url, List<Secret> secrets) {
        var hidden = new ArrayList<String>();
        secrets.forEach(secret -> hidden.add(secret.reveal()));
        hidden.add(url.toString());
        hidden.add(url.getRawPath());
        Optional.ofNullable(url.getRawQuery()).ifPresent(hidden::add);
        hidden.addAll(List.of(url.getRawPath().split("/")));
        hidden.removeIf(text -> text.length() < SHORTEST_HIDDEN);
        hidden.sort(Comparator.comparingInt(String::length).reversed());
        return hidden;
    }

    static String line(String text) {
        var line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]+", " ")
                .strip();
        return line.length() <= MOST_QUOTED ? line : line.substring(0, MOST_QUOTED) + "…";
    }

    /** Reads no more than the beginning of an answer. */
    private static final class Beginning implements HttpResponse.BodySubscriber<String> {
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int most;
        private Optional<Flow.Subscription> subscription = Optional.empty();

        Beginning(int most) {
            this.most = most;
        }

        @Override
        public CompletionStage<String> getBody() {
            return text;
        }

        @Override
        public void onSubscribe(Flow.Subscription flow) {
            subscription = Optional.of(flow);
            flow.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (var buffer : buffers) {
                var some = new byte[Math.min(buffer.remaining(), most - bytes.size())];
                buffer.get(some);
                bytes.writeBytes(some);
            }
            if (bytes.size() == most) {
                subscription.ifPresent(Flow.Subscription::cancel);
                onComplete();
            }
        }

        /** The status has come, and it is what counts. */
        @Override
        public void onError(Throwable failure) {
            onComplete();
        }

        @Override
        public void onComplete() {
            text.complete(bytes.toString(StandardCharsets.UTF_8));
        }
    }
}
