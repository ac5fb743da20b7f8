package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway pause}: look, but do not deploy. */
@CommandLine.Command(
        name = "pause",
        description = "Automatic deployments of the app wait; its branch is still looked at.",
        mixinStandardHelpOptions = true)
final class PauseCommand extends Command {
    @Parameters(paramLabel = "APP")
    private String app = "";

    @Option(names = "--reason", paramLabel = "TEXT")
    private String reason = "by hand";

    @Override
    Access access() {
        return Access.ACT;
    }

    @Override
    ExitCode run(Session session) throws DeployException {
        session.operations().pause(app, reason);
        terminal().err(app + " is paused until: slipway resume " + app);
        return ExitCode.OK;
    }
}
