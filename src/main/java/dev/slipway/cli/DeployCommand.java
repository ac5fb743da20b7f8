package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Commit;
import dev.slipway.model.Request;
import dev.slipway.model.Trigger;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway deploy}: now, whatever holds automatic deployments back. */
@CommandLine.Command(
        name = "deploy",
        description = "Deploys the newest commit, or the one given, even if it is held back, paused or pinned.",
        mixinStandardHelpOptions = true)
final class DeployCommand extends RequestCommand {
    @Parameters(paramLabel = "APP")
    private String app = "";

    @Option(names = "--commit", paramLabel = "SHA", description = "keeps the app at this commit until resume")
    private Optional<String> commit = Optional.empty();

    @Option(names = "--retry", description = "builds and deploys it anew even if it runs already, or the app is broken")
    private boolean retry;

    @Option(names = "--dry-run", description = "only says what would be done, and why")
    private boolean dryRun;

    @Override
    ExitCode run(Session session) throws DeployException, InterruptedException {
        Optional<Commit> resolved =
                commit.isPresent() ? Optional.of(session.operations().resolve(app, commit.get())) : Optional.empty();
        var request = new Request(
                app, Trigger.MANUAL, resolved, retry, context().time().now());
        if (dryRun) {
            new OutcomeText(terminal()).tell(app, session.operations().plan(request));
            return ExitCode.OK;
        }
        return await(session, List.of(request));
    }
}
