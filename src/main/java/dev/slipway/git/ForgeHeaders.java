package dev.slipway.git;

import dev.slipway.deploy.Time;
import dev.slipway.model.GitSpec;
import dev.slipway.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a forge says beside its answers: its clock, and, as GitHub does of a token that lasts for a time only, when it ends.
 *
 * @see <a href="https://docs.github.com/en/rest/authentication/token-expiration-and-revocation">Token expiration</a>
 */
final class ForgeHeaders {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Set<String> GITHUB = Set.of("github.com", "www.github.com");
    private static final String EXPIRATION = "github-authentication-token-expiration";
    private static final DateTimeFormatter NAMED_ZONE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT);

    private final HttpClient client;
    private final Time time;

    ForgeHeaders(HttpClient client, Time time) {
        this.client = client;
        this.time = time;
    }

    /**
     * What was said, as far as it was.
     *
     * @param clock the forge's, to the second
     * @param heardAt by our own clock
     */
    record Said(Optional<Instant> tokenExpires, Optional<Instant> clock, Instant heardAt) {}

    /** Asks, if it is a forge that is asked over HTTP; one that does not answer has said nothing, and the branch itself was asked before. */
    Said ask(GitSpec git) throws InterruptedException {
        var nothing = new Said(Optional.empty(), Optional.empty(), time.now());
        if (!git.url().startsWith("http://") && !git.url().startsWith("https://")) {
            return nothing;
        }
        try {
            var url = place(URI.create(git.url()));
            var request = HttpRequest.newBuilder(url).timeout(PATIENCE).GET();
            // Only to the site that the token is for: GitHub's API is GitHub's, and any other is the server itself.
            git.token().ifPresent(token -> request.header("Authorization", basic(git.username(), token)));
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.discarding());
            return read(answer.headers(), time.now());
        } catch (IOException | IllegalArgumentException e) {
            return nothing;
        }
    }

    private static String basic(String user, Secret token) {
        var pair = user + ":" + token.reveal();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** GitHub says it in its API alone. */
    static URI place(URI url) {
        return GITHUB.contains(String.valueOf(url.getHost()))
                ? URI.create("https://api.github.com/rate_limit")
                : URI.create(url.toString().replaceFirst("/+$", "") + "/info/refs?service=git-upload-pack");
    }

    static Said read(HttpHeaders headers, Instant heardAt) {
        return new Said(
                headers.firstValue(EXPIRATION).flatMap(ForgeHeaders::expiration),
                headers.firstValue("Date").flatMap(text -> parsed(text, DateTimeFormatter.RFC_1123_DATE_TIME)),
                heardAt);
    }

    private static Optional<Instant> expiration(String text) {
        return parsed(text, NAMED_ZONE).or(() -> parsed(text, OFFSET));
    }

    private static Optional<Instant> parsed(String text, DateTimeFormatter format) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), format).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
