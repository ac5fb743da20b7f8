package dev.slipway.cli;

import dev.slipway.deploy.AppStatus;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.WebhookStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway status}: what runs, what the branch has, and why. */
@CommandLine.Command(
        name = "status",
        description = "What runs, what the branch has, and why they differ if they do.",
        mixinStandardHelpOptions = true)
final class StatusCommand extends Command {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    /** The cursor to the upper left, and all below it gone (ECMA-48, CUP and ED). */
    private static final String CLEARED = "\u001b[H\u001b[2J";

    @Parameters(paramLabel = "APP", arity = "0..1")
    private Optional<String> app = Optional.empty();

    @Option(names = "--json")
    private boolean json;

    @Option(
            names = "--watch",
            description =
                    "keeps the screen up to date until interrupted; off a terminal prints it anew whenever it changes")
    private boolean watch;

    @Option(names = "--exit-code", description = "exits with 3 if an app is not in sync, or not well")
    private boolean exitCode;

    @Override
    Access access() {
        return Access.LOOK;
    }

    @Override
    ExitCode run(Session session) throws DeployException, InterruptedException {
        var shown = look(session);
        var apps = shown.apps();
        if (watch && !json && terminal().style().colour()) {
            redraw(session);
        }
        terminal().out(lines(session, shown));
        while (watch) {
            context().time().sleep(BETWEEN_LOOKS);
            var now = look(session);
            if (!now.equals(shown)) {
                terminal().out(lines(session, now));
            }
            shown = now;
        }
        return exitCode && !apps.stream().allMatch(Standing::isInSyncAndWell) ? ExitCode.ANSWERED_NO : ExitCode.OK;
    }

    /** On a screen the ages of what is shown count too. */
    private void redraw(Session session) throws DeployException, InterruptedException {
        var before = List.<String>of();
        while (true) {
            var now = lines(session, look(session));
            if (!now.equals(before)) {
                var screen = new ArrayList<>(now);
                screen.set(0, CLEARED + screen.getFirst());
                terminal().out(screen);
                before = now;
            }
            context().time().sleep(BETWEEN_LOOKS);
        }
    }

    /** What is printed, all but the time. */
    private record Shown(List<AppStatus> apps, Optional<WebhookStatus> webhook, List<String> notices) {}

    private Shown look(Session session) throws DeployException {
        var apps = app.isPresent()
                ? List.of(session.operations().status(app.get()))
                : session.operations().status();
        return new Shown(apps, session.webhook(), session.notices());
    }

    private List<String> lines(Session session, Shown shown) {
        if (json) {
            var root = Json.status(
                    shown.apps(), shown.webhook(), context().time().now(), session.watch(), session::nextPoll);
            return List.of(Json.text(
                    Json.noticing(Described.by(session, root), shown.notices()),
                    terminal().style()));
        }
        var text = new StatusText(
                terminal().style(), context().now(), session.watch(), session::nextPoll, shown.webhook());
        var lines =
                new ArrayList<>(app.isPresent() ? text.detail(shown.apps().getFirst()) : text.overview(shown.apps()));
        for (var notice : shown.notices()) {
            lines.add("");
            lines.addAll(("note: " + notice).lines().map(Wording::harmless).toList());
        }
        return lines;
    }
}
