package dev.slipway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.deploy.Time;
import dev.slipway.model.WebhookSpec;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Sends the webhook a signed ping, as a forge would, and says who answered and what that means. */
public final class SelfTest {
    static final String EVENT = "X-Slipway-Event";
    static final String DELIVERY = "X-Slipway-Delivery";

    /** As long as GitHub waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** For what somebody has to say; the status is known by then. */
    private static final Duration FOR_THE_BODY = Duration.ofSeconds(1);

    private static final int BEGINNING = 4096;
    private static final String PING = "{\"zen\":\"Slipway tests itself.\"}";

    private final WebhookSpec spec;
    private final String version;
    private final Time time;
    private final SSLContext tls;
    private final Duration patience;

    /**
     * Of the webhook that is configured.
     *
     * @param version of this program
     */
    public SelfTest(WebhookSpec spec, String version, Time time) {
        this(spec, version, time, defaultTls(), PATIENCE);
    }

    SelfTest(WebhookSpec spec, String version, Time time, SSLContext tls, Duration patience) {
        this.spec = spec;
        this.version = version;
        this.time = time;
        this.tls = tls;
        this.patience = patience;
    }

    /**
     * What came of it.
     *
     * @param well whether Slipway answered, and with a pong
     * @param lines what happened, what it means, what to do next
     */
    public record Result(boolean well, List<String> lines) {
        public Result {
            lines = List.copyOf(lines);
        }
    }

    /** To the address at which the agent listens, without anything in between. */
    public Result onLoopback() throws InterruptedException {
        return ask(Destination.onLoopback(spec, secret()));
    }

    /** By {@code public_url}, the way that the forge takes. */
    public Result publicly() throws InterruptedException {
        var url = spec.publicUrl();
        return url.isPresent()
                ? ask(new Destination(url.get(), true, spec, secret()))
                : result(Finding.bad(
                        "webhook.public_url is not set",
                        "Slipway does not know by which address the forge reaches it",
                        "set it to the URL that is entered at the forge, such as https://webhook.example.com/webhook"));
    }

    private Result ask(Destination to) throws InterruptedException {
        // A client of its own: no connection of an earlier test is used again, and none is left over.
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(to.isPublic() ? ProxySelector.getDefault() : HttpClient.Builder.NO_PROXY)
                .connectTimeout(patience)
                .sslContext(tls)
                .build();
        try {
            return result(ask(client, to));
        } finally {
            client.shutdownNow();
        }
    }

    private Finding ask(HttpClient client, Destination to) throws InterruptedException {
        var begun = time.elapsed();
        var exchange = client.sendAsync(ping(to.url()), BodyHandlers.ofInputStream());
        try {
            // Twice the time, so that a connection that cannot be made is told from an answer that does not come.
            var response = exchange.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
            return meaning(answer(response, time.elapsed().minus(begun)), to);
        } catch (ExecutionException | TimeoutException e) {
            return new NoAnswer(to, patience).because(e);
        }
    }

    private HttpRequest ping(URI url) {
        var key = spec.secrets().getFirst().value().reveal().getBytes(UTF_8);
        var signature = HexFormat.of().formatHex(Proof.Signature.of(key, Body.of(PING)));
        return HttpRequest.newBuilder(url)
                .timeout(patience)
                .header("User-Agent", "Slipway/" + version)
                .header("Content-Type", "application/json")
                .header(EVENT, "ping")
                .header(DELIVERY, UUID.randomUUID().toString())
                .header("X-Hub-Signature-256", "sha256=" + signature)
                .POST(HttpRequest.BodyPublishers.ofString(PING))
                .build();
    }

    private Reply answer(HttpResponse<InputStream> response, Duration took) throws InterruptedException {
        var headers = new Headers();
        response.headers().map().forEach((name, values) -> values.forEach(value -> headers.with(name, value)));
        return new Reply(response.statusCode(), headers, beginning(response.body()), took);
    }

    private static String beginning(InputStream body) throws InterruptedException {
        var reading = new FutureTask<>(() -> new String(body.readNBytes(BEGINNING), UTF_8));
        Thread.ofVirtual().start(reading);
        try {
            return reading.get(FOR_THE_BODY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // A body that breaks off or does not end: the head tells enough.
            return "";
        }
    }

    private Finding meaning(Reply answer, Destination to) {
        return OwnAnswer.read(answer, to, version)
                .or(() -> CloudflareAnswer.read(answer, to))
                .orElseGet(() -> new StrangeAnswer(answer, to).finding());
    }

    private String secret() {
        return KnownSecrets.shown(spec.secrets().getFirst());
    }

    private static Result result(Finding finding) {
        return new Result(finding.well(), finding.lines());
    }

    private static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has TLS", e);
        }
    }
}
