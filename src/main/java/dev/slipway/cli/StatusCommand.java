package dev.slipway.cli;

import dev.slipway.deploy.AppStatus;
import dev.slipway.deploy.DeployException;
import java.time.Duration;
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
        var apps = show(session, List.of());
        var shown = apps;
        while (watch) {
            context().time().sleep(BETWEEN_LOOKS);
            shown = show(session, shown);
        }
        return exitCode && !apps.stream().allMatch(Standing::isInSyncAndWell) ? ExitCode.NOT_IN_SYNC : ExitCode.OK;
    }

    /** Prints what has changed since {@code before}, and returns what there is. */
    private List<AppStatus> show(Session session, List<AppStatus> before) throws DeployException {
        var apps = app.isPresent()
                ? List.of(session.operations().status(app.get()))
                : session.operations().status();
        if (!apps.equals(before)) {
            terminal().out(lines(session, apps));
        }
        return apps;
    }

    private List<String> lines(Session session, List<AppStatus> apps) {
        if (json) {
            return List.of(Json.text(
                    Json.status(apps, context().time().now(), session.byAgent(), session::nextPoll),
                    terminal().style()));
        }
        var text = new StatusText(terminal().style(), context().now(), session.byAgent(), session::nextPoll);
        return app.isPresent() ? text.detail(apps.getFirst()) : text.overview(apps);
    }
}
