package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code slipway resume}: the automatic takes over again. */
@CommandLine.Command(
        name = "resume",
        description = "Lifts a pause or a pin, and gives a broken app back to the automatic.",
        mixinStandardHelpOptions = true)
final class ResumeCommand extends Command {
    @Parameters(paramLabel = "APP")
    private String app = "";

    @Override
    Access access() {
        return Access.ACT;
    }

    @Override
    ExitCode run(Session session) throws DeployException {
        session.operations().resume(app);
        terminal().err(app + " follows its branch again, from the next poll on");
        return ExitCode.OK;
    }
}
