package dev.slipway.cli;

import dev.slipway.cli.Table.Cell;
import dev.slipway.deploy.AppStatus;
import dev.slipway.deploy.History.Decision;
import dev.slipway.deploy.WebhookStatus;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.TagFilter;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code slipway status}, for people. */
final class StatusText {
    private static final String NONE = "-";
    private static final String INDENT = "  ";
    private static final int LABEL_WIDTH = 12;
    private static final int READABLE = 100;

    private final Style style;
    private final ZonedDateTime now;
    private final Watch watch;
    private final Function<String, Optional<Instant>> nextPoll;
    private final Optional<WebhookStatus> webhook;

    /**
     * For one moment.
     *
     * @param webhook empty if none is configured
     */
    StatusText(
            Style style,
            ZonedDateTime now,
            Watch watch,
            Function<String, Optional<Instant>> nextPoll,
            Optional<WebhookStatus> webhook) {
        this.style = style;
        this.now = now;
        this.watch = watch;
        this.nextPoll = nextPoll;
        this.webhook = webhook;
    }

    /** A row for each app; what needs a word more follows below, app by app. */
    List<String> overview(List<AppStatus> apps) {
        var pinned = apps.stream().anyMatch(status -> status.app().host().isPresent());
        var headings = new ArrayList<>(List.of("APP", "STATE", "RUNNING", followed(apps), "LAST POLL", "NEXT POLL"));
        if (pinned) {
            headings.add(1, "HOST");
        }
        var table = new Table(style, headings.toArray(String[]::new));
        for (var status : apps) {
            var cells = new ArrayList<>(List.of(
                    Cell.plain(status.app().name()),
                    state(status),
                    Cell.plain(running(status)),
                    Cell.plain(Wording.harmless(tip(status))),
                    Cell.plain(lastPoll(status)),
                    Cell.plain(nextPoll(status))));
            if (pinned) {
                cells.add(1, Cell.plain(status.app().host().orElse(NONE)));
            }
            table.row(cells.toArray(Cell[]::new));
        }
        var lines = new ArrayList<>(table.lines());
        for (var status : apps) {
            var reasons = reasons(status);
            if (!reasons.isEmpty()) {
                lines.add("");
                lines.add(status.app().name() + ":");
                reasons.forEach(reason -> lines.addAll(indented(reason)));
            }
        }
        webhook.ifPresent(it -> {
            lines.add("");
            lines.add("webhook:");
            webhookText().lines(it).forEach(line -> lines.addAll(indented(line)));
        });
        return lines;
    }

    /** All about one app. */
    List<String> detail(AppStatus status) {
        var state = state(status);
        var lines = new ArrayList<String>();
        lines.add(status.app().name() + "  " + state.colour().apply(state.text()));
        reasons(status).forEach(reason -> lines.addAll(indented(reason)));
        lines.add("");
        var git = status.app().git();
        lines.addAll(field(
                git.tag().isPresent() ? "tag" : "branch",
                git.tag().map(TagFilter::toString).orElse(git.branch()) + " of " + git.url()));
        lines.addAll(
                field("tip", tagged(Standing.tip(status).map(Commit::sha).orElse("unknown"), Standing.tipTag(status))));
        lines.addAll(field("last poll", lastPoll(status)));
        lines.addAll(field("next poll", nextPoll(status)));
        webhook.ifPresent(it -> lines.addAll(field("last nudge", lastNudge(it, status))));
        webhook.ifPresent(it -> lines.addAll(field("webhook", webhookText().listening(it))));
        status.app().host().ifPresent(host -> lines.addAll(field("host", host)));
        lines.addAll(field(
                "running",
                tagged(status.running().map(Commit::sha).orElse("nothing of Slipway's"), status.runningTag())));
        lines.addAll(
                status.app().inSwarm() || status.app().isComposed()
                        ? field(
                                status.app().isComposed() ? "project" : "service",
                                status.current().map(StatusText::service).orElse("none"))
                        : field(
                                "container",
                                status.current().map(this::container).orElse("none")));
        lines.addAll(field("swap", swap(status)));
        status.latest().ifPresent(d -> lines.addAll(field("deployment", deployment(d))));
        status.push().ifPresent(push -> lines.addAll(field("pushed", Wording.harmless(pushed(push)))));
        status.state().pinned().ifPresent(pin -> lines.addAll(field("pinned to", pin.sha())));
        status.decision()
                .ifPresent(d -> lines.addAll(
                        field("decided", Wording.when(d.at(), now) + ": " + Wording.harmless(d.reason()))));
        return lines;
    }

    private Cell state(AppStatus status) {
        var standing = Standing.of(status, watch);
        var word = standing == Standing.DEPLOYING
                ? status.underWay().map(d -> Wording.words(d.phase())).orElseThrow()
                : Wording.words(standing);
        return switch (standing) {
            case IN_SYNC -> new Cell(style.good() + " " + word, style::green);
            case BROKEN, INTERRUPTED, CONFLICT, UNWELL, UNREACHABLE -> new Cell(style.bad() + " " + word, style::red);
            case DEPLOYING, PAUSED, PINNED, UNWATCHED, HELD_BACK, NOT_DEPLOYED, BEHIND ->
                new Cell(style.pending() + " " + word, style::yellow);
        };
    }

    private static String running(AppStatus status) {
        return Wording.harmless(tagged(status.running().map(Commit::abbreviated).orElse(NONE), status.runningTag()));
    }

    private static String followed(List<AppStatus> apps) {
        return apps.stream().allMatch(each -> each.app().git().tag().isEmpty()) ? "BRANCH" : "BRANCH OR TAG";
    }

    private static String tip(AppStatus status) {
        var git = status.app().git();
        return Standing.tipTag(status)
                        .or(() -> git.tag().map(TagFilter::toString))
                        .orElse(git.branch())
                + Standing.tip(status).map(tip -> " " + tip.abbreviated()).orElse("");
    }

    private static String tagged(String commit, Optional<String> tag) {
        return commit + tag.map(name -> " (" + name + ")").orElse("");
    }

    private String lastPoll(AppStatus status) {
        return status.check()
                .map(check -> Wording.when(check.at(), now))
                .orElse(watch == Watch.AGENT ? "not yet" : "no agent");
    }

    private String lastNudge(WebhookStatus it, AppStatus status) {
        return it.lastFor(status.app().name()).map(webhookText()::nudge).orElse("not yet");
    }

    private WebhookText webhookText() {
        return new WebhookText(style, now, watch == Watch.AGENT);
    }

    private String nextPoll(AppStatus status) {
        return nextPoll.apply(status.app().name())
                .map(at -> Wording.when(at, now))
                .orElse(NONE);
    }

    /** Why it is not simply in sync. */
    private List<String> reasons(AppStatus status) {
        var reasons = new ArrayList<String>();
        var standing = Standing.of(status, watch);
        switch (standing) {
            case UNWATCHED ->
                reasons.add("no agent is running, so the "
                        + (status.app().git().tag().isPresent() ? "tags are" : "branch is")
                        + " not looked at (slipway agent)");
            case PAUSED ->
                reasons.add("paused: " + status.state().paused().orElseThrow() + " (slipway resume "
                        + status.app().name() + ")");
            case PINNED ->
                reasons.add("pinned to " + status.state().pinned().orElseThrow() + " by a rollback (slipway resume "
                        + status.app().name() + ")");
            case INTERRUPTED ->
                status.underWay()
                        .ifPresent(d -> reasons.add("deployment " + d.id()
                                + " was interrupted, and nobody has taken it up: slipway agent, or slipway poll "
                                + d.app() + ", brings it to its end"));
            case HELD_BACK -> heldBack(status).ifPresent(reasons::add);
            case DEPLOYING ->
                status.underWay()
                        .ifPresent(d -> reasons.add(
                                "deployment " + d.id() + ": " + d.intent().reason()));
            case IN_SYNC -> {
                if (!Standing.tip(status).equals(status.running())) {
                    status.decision().map(Decision::reason).ifPresent(reasons::add);
                }
            }
            case BROKEN, CONFLICT, UNWELL, UNREACHABLE, NOT_DEPLOYED, BEHIND -> {
                // The concerns say it, or there is nothing to say.
            }
        }
        status.concerns().stream()
                .filter(concern -> reasons.stream().noneMatch(reason -> reason.contains(concern)))
                .forEach(reasons::add);
        return reasons.stream().map(Wording::harmless).distinct().toList();
    }

    /** The last decision if it is about this; right after a failure there is none yet, and its own words say it. */
    private static Optional<String> heldBack(AppStatus status) {
        var failed = Standing.tipFailed(status);
        return status.decision()
                .filter(d -> d.kind() == Decision.Kind.HELD_BACK)
                .filter(d -> failed.filter(f -> f.changedAt().isAfter(d.at())).isEmpty())
                .map(Decision::reason)
                .or(() -> failed.flatMap(d -> d.failure().map(f -> d.commit() + ": " + f.what() + "; " + f.next())));
    }

    private static String service(Container service) {
        return Wording.harmless(service.name() + ": " + service.state().healthOutput());
    }

    private String container(Container container) {
        var health = container.state().health() == Container.Health.NONE
                ? ""
                : ", " + Wording.words(container.state().health());
        var since = container.isRunning()
                ? ", started " + Wording.when(container.state().startedAt(), now)
                : ", exit code " + container.state().exitCode();
        var restarts = container.state().restarts() == 0
                ? ""
                : ", restarts: " + container.state().restarts();
        return container.name() + ": " + Wording.words(container.state().status()) + health + since + restarts;
    }

    private String pushed(AppStatus.Push push) {
        return push.done()
                .map(done -> Wording.when(done.at(), now) + ": " + done.reference() + ", " + done.digest())
                .orElseGet(() -> "not yet: " + push.reference()
                        + push.failure().map(failure -> "; " + failure.next()).orElse(""));
    }

    private static String swap(AppStatus status) {
        if (status.app().inSwarm()) {
            return "rolling, by run.deploy.update_config";
        }
        if (status.app().isComposed()) {
            return "compose: the services that changed are recreated";
        }
        var configured = status.app().policy().swap();
        return configured
                .map(mode -> mode.key() + ", as configured")
                .or(() -> status.latest().map(d -> d.intent().swap().key() + ", chosen by its ports and networks"))
                .orElse("chosen by its ports and networks");
    }

    private String deployment(Deployment d) {
        return d.id() + ": " + tagged(d.commit().toString(), d.intent().tag()) + ", "
                + Wording.words(d.intent().trigger()) + ", "
                + Wording.when(d.startedAt(), now) + ", " + Wording.words(d.phase())
                + " (slipway logs " + d.id() + ")";
    }

    private List<String> field(String label, String value) {
        var lines = Wording.wrapped(value, width() - INDENT.length() - LABEL_WIDTH);
        var result = new ArrayList<String>();
        for (var line : lines) {
            var margin = result.isEmpty() ? label : "";
            result.add(INDENT + margin + " ".repeat(LABEL_WIDTH - margin.length()) + line);
        }
        return result;
    }

    private List<String> indented(String text) {
        return Wording.wrapped(text, width() - INDENT.length()).stream()
                .map(line -> INDENT + line)
                .toList();
    }

    private int width() {
        return style.columns().map(columns -> Math.min(columns, READABLE)).orElse(Integer.MAX_VALUE);
    }
}
