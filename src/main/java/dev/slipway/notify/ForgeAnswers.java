package dev.slipway.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.model.Forge;
import dev.slipway.model.Report;
import dev.slipway.model.ReportSpec;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Optional;

/** What a forge's answer means, in words that hold no secret. */
final class ForgeAnswers {
    /** What GitHub wants of who was told to slow down, but not for how long. */
    private static final Duration WHEN_TOLD_TO_SLOW_DOWN = Duration.ofMinutes(1);

    private static final Duration WHEN_DOWN = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String app;
    private final ReportSpec spec;

    ForgeAnswers(String app, ReportSpec spec) {
        this.app = app;
        this.spec = spec;
    }

    /** Its body as JSON; a missing node if it is none. */
    static JsonNode json(HttpSender.Reply reply) {
        try {
            return JSON.readTree(reply.body());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    static boolean isGood(HttpSender.Reply reply) {
        return reply.status() >= 200 && reply.status() < 300;
    }

    /** Why it is not good, of what was to be done for reports of this kind. */
    NotSent trouble(HttpSender.Reply reply, Report.Kind kind) {
        var what = words(reply);
        var limited = limit(reply);
        if (limited.isPresent()) {
            return NotSent.before(
                    limited.get(), what, "too many requests in too short a time; it is tried again by itself");
        }
        return switch (reply.status()) {
            case 401 ->
                NotSent.refused(
                        what,
                        "the token is wrong, was revoked or has expired: put a new one into " + key("token_file"));
            case 403 -> NotSent.refused(what, "the token must be allowed to: " + permission(kind));
            case 404 ->
                NotSent.refused(
                        what,
                        "look whether the repository is " + spec.repository()
                                + " and whether the token may see it and write there: " + permission(kind));
            case 301, 302, 307, 308 ->
                NotSent.refused(
                        what + ", which leads elsewhere and is not followed",
                        "the repository has perhaps moved: write where to into git.url, or into " + key("repository"));
            case 408, 425, 502, 503, 504 ->
                NotSent.before(
                        reply.patience().isPositive() ? reply.patience() : WHEN_DOWN,
                        what,
                        "look at the forge; it is tried again by itself");
            case 409, 422 ->
                NotSent.refused(
                        what,
                        "of a commit that is no longer in " + spec.repository()
                                + " nothing can be shown; otherwise compare " + key("forge")
                                + " and its siblings with docs/NOTIFICATIONS.md");
            default ->
                reply.status() >= 500
                        // It may be this one commit alone: Gitea answers so of one that it does not have.
                        ? NotSent.before(Duration.ZERO, what, "look at the forge; it is tried again by itself")
                        : NotSent.refused(what, "look whether " + key("api_url") + " is that of the forge's REST API");
        };
    }

    private String key(String name) {
        return "apps." + app + ".report." + name;
    }

    /** What the token needs, by the words of whoever makes one. */
    private String permission(Report.Kind kind) {
        if (spec.forge() == Forge.GITEA) {
            return "the scope write:repository, of a user who may write to the repository";
        }
        return switch (kind) {
            case STATUS -> "\"Commit statuses: write\" of a fine-grained token, or repo:status of a classic one";
            case DEPLOYMENT -> "\"Deployments: write\" of a fine-grained token, or repo_deployment of a classic one";
        };
    }

    /** Of any other than a good one. */
    private String words(HttpSender.Reply reply) {
        var json = json(reply);
        var said = new ArrayList<String>();
        said.add(json.path("message").asText());
        json.path("errors").forEach(error -> said.add(error.path("message").asText()));
        said.removeIf(String::isBlank);
        var quoted =
                HttpSender.line(String.join("; ", said).replace(spec.token().reveal(), "(secret)"));
        return HttpSender.site(spec.api()) + " answered " + reply.status() + (quoted.isEmpty() ? "" : ": " + quoted);
    }

    /**
     * How long to wait, where somebody who is let in was told to slow down.
     *
     * @see <a href="https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api">Rate limits</a>
     */
    private static Optional<Duration> limit(HttpSender.Reply reply) {
        var used = reply.headers()
                .firstValue("x-ratelimit-remaining")
                .filter("0"::equals)
                .isPresent();
        if (reply.status() != 429
                && (reply.status() != 403 || !(used || reply.patience().isPositive()))) {
            return Optional.empty();
        }
        if (reply.patience().isPositive()) {
            return Optional.of(reply.patience());
        }
        return Optional.of(used ? untilReset(reply.headers()) : WHEN_TOLD_TO_SLOW_DOWN);
    }

    /** By the forge's own clock, which need not go as ours does. */
    private static Duration untilReset(HttpHeaders headers) {
        try {
            var reset = Instant.ofEpochSecond(
                    Long.parseLong(headers.firstValue("x-ratelimit-reset").orElse("")));
            var now = ZonedDateTime.parse(headers.firstValue("Date").orElse(""), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            var left = Duration.between(now, reset);
            return left.isPositive() ? HttpSender.atMost(left) : WHEN_TOLD_TO_SLOW_DOWN;
        } catch (NumberFormatException | DateTimeException e) {
            return WHEN_TOLD_TO_SLOW_DOWN;
        }
    }

    /** Nobody answered, so that it need not be asked about others in the meantime. */
    static NotSent unanswered(NotSent why) {
        return NotSent.before(WHEN_DOWN, why.what(), why.next());
    }
}
