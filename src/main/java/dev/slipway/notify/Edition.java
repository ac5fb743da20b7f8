package dev.slipway.notify;

import dev.slipway.deploy.Silence;
import dev.slipway.deploy.Time;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.FailureText;
import dev.slipway.model.News;
import dev.slipway.model.News.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** The words of news: what happened in the title, then what stands and what to do next. No secret is in them. */
final class Edition {
    /** Lines of a log that go with a failure. */
    static final int LOG_LINES = 15;

    private static final int LONGEST_TITLE = 120;
    private static final int LONGEST_LINE = 300;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    private final Time time;
    private final LongFunction<List<String>> lastLines;
    private final UnaryOperator<String> redaction;

    /**
     * @param lastLines of a deployment's log, oldest first, as many as there are or more than needed
     * @param redaction takes out of a text all that is secret
     */
    Edition(Time time, LongFunction<List<String>> lastLines, UnaryOperator<String> redaction) {
        this.time = time;
        this.lastLines = lastLines;
        this.redaction = redaction;
    }

    /** Of a deployment at its end; empty for one that was cancelled, which somebody did. */
    Optional<News> of(Deployment deployment) {
        var commit = deployment.commit().toString();
        return switch (deployment.phase()) {
            case SUCCEEDED -> Optional.of(ended(Kind.DEPLOYED, commit + " is live", deployment, took(deployment)));
            case FAILED -> Optional.of(ended(Kind.FAILED, commit + " failed", deployment, why(deployment)));
            case ROLLED_BACK ->
                Optional.of(ended(Kind.ROLLED_BACK, commit + " was rolled back", deployment, why(deployment)));
            case BROKEN ->
                Optional.of(ended(
                        Kind.BROKEN, "broken by " + commit + ", a person is needed", deployment, why(deployment)));
            case PLANNED, BUILDING, REPLACING, VERIFYING, ROLLING_BACK, CANCELLED -> Optional.empty();
        };
    }

    private News ended(Kind kind, String what, Deployment deployment, List<String> body) {
        var log = kind == Kind.DEPLOYED ? List.<String>of() : lastLines.apply(deployment.id());
        return news(
                kind,
                Optional.of(deployment.app()),
                deployment.app() + ": " + what,
                body,
                log,
                Optional.of(
                        new News.Deployed(deployment.id(), deployment.commit().sha())));
    }

    private static List<String> took(Deployment deployment) {
        var seconds =
                Duration.between(deployment.startedAt(), deployment.changedAt()).toSeconds();
        return List.of("deployed in " + seconds + " s: " + deployment.intent().reason());
    }

    private static List<String> why(Deployment deployment) {
        return FailureText.lines(deployment).stream().map(String::strip).toList();
    }

    News unreachable(String app, Failure failure, Instant since) {
        var body = new ArrayList<>(
                FailureText.lines(app, failure).stream().map(String::strip).toList());
        body.add("what runs is not touched; it is tried again by itself");
        return about(
                Kind.UNREACHABLE, app, "cannot be looked at since " + MINUTE.format(since.atZone(time.zone())), body);
    }

    News reachable(String app) {
        return about(Kind.RECOVERED, app, "can be looked at again", List.of("new commits are seen again"));
    }

    News notPushed(String app, Failure failure) {
        return about(
                Kind.PUSH_FAILED,
                app,
                "the image did not come to its registry",
                FailureText.lines(app, failure).stream().map(String::strip).toList());
    }

    News silent(String app, Silence silence) {
        return about(
                Kind.WEBHOOK_SILENT,
                app,
                "the webhook is silent",
                List.of(silence.words(), "polling goes on, so commits only come later"));
    }

    News heard(String app) {
        return about(Kind.RECOVERED, app, "the webhook is heard again", List.of("commits come at once again"));
    }

    News drifted(String app, String words) {
        return about(Kind.DRIFT, app, "what runs was changed by hand", List.of(words));
    }

    News driftGone(String app) {
        return about(Kind.RECOVERED, app, "what runs is again what was deployed", List.of("no drift is left"));
    }

    News diskLow(String shortage) {
        return host(
                Kind.DISK_LOW,
                "a disk is nearly full",
                List.of(
                        shortage,
                        "what runs is not touched, but nothing is built until there is room",
                        "make room (docker system df shows what Docker holds, slipway doctor looks at all), or set"
                                + " min_free_disk lower"));
    }

    News roomAgain() {
        return host(Kind.RECOVERED, "there is room on the disks again", List.of("builds go on"));
    }

    News tokenExpiring(String app, String words) {
        return about(
                Kind.TOKEN_EXPIRING,
                app,
                "the Git token ends soon",
                List.of(
                        words,
                        "make a new token that may read the repository and put it into the file that apps." + app
                                + ".git.token_file names; the agent reads it by itself"));
    }

    News tokenRenewed(String app) {
        return about(Kind.RECOVERED, app, "the Git token lasts again", List.of("it was renewed in time"));
    }

    private News about(Kind kind, String app, String what, List<String> body) {
        return news(kind, Optional.of(app), app + ": " + what, body, List.of(), Optional.empty());
    }

    private News host(Kind kind, String what, List<String> body) {
        return news(kind, Optional.empty(), "Slipway: " + what, body, List.of(), Optional.empty());
    }

    private News news(
            Kind kind,
            Optional<String> app,
            String title,
            List<String> body,
            List<String> log,
            Optional<News.Deployed> deployment) {
        var last = log.subList(Math.max(0, log.size() - LOG_LINES), log.size());
        return new News(
                kind, app, Wording.cut(clean(title), LONGEST_TITLE), lines(body), lines(last), deployment, time.now());
    }

    private List<String> lines(List<String> lines) {
        return lines.stream()
                .map(line -> Wording.cut(clean(line), LONGEST_LINE))
                .toList();
    }

    private String clean(String text) {
        return redaction
                .apply(text)
                .replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ")
                .stripTrailing();
    }
}
