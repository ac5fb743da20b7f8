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

    @Parameters(paramLabel = "APP", arity = "0..1")
    private Optional<String> app = Optional.empty();

    @Option(names = "--json")
    private boolean json;

    @Option(names = "--watch", description = "prints it anew whenever it changes, until interrupted")
    private boolean watch;

    @Option(names = "--exit-code", description = "exits with 3 if an app is not in sync, or not well")
    private boolean exitCode;

    @Override
    Access access() {
        return Access.LOOK;
    }

    @Override
    ExitCode run(Session session) throws DeployException, InterruptedException {
        var shown = show(session, Optional.empty());
        var apps = shown.apps();
        while (watch) {
            context().time().sleep(BETWEEN_LOOKS);
            shown = show(session, Optional.of(shown));
        }
        return exitCode && !apps.stream().allMatch(Standing::isInSyncAndWell) ? ExitCode.ANSWERED_NO : ExitCode.OK;
    }

    /** What is printed, all but the time. */
    private record Shown(List<AppStatus> apps, Optional<WebhookStatus> webhook, List<String> notices) {}

    /** Prints what there is if it is not as {@code before}, and returns it. */
    private Shown show(Session session, Optional<Shown> before) throws DeployException {
        var apps = app.isPresent()
                ? List.of(session.operations().status(app.get()))
                : session.operations().status();
        var now = new Shown(apps, session.webhook(), session.notices());
        if (before.filter(now::equals).isEmpty()) {
            terminal().out(lines(session, now));
        }
        return now;
    }

    private List<String> lines(Session session, Shown shown) {
        if (json) {
            var root = Json.status(
                    shown.apps(), shown.webhook(), context().time().now(), session.watch(), session::nextPoll);
            return List.of(
                    Json.text(Json.noticing(root, shown.notices()), terminal().style()));
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
