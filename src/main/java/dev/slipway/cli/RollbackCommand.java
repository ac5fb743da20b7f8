package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Request;
import dev.slipway.model.Trigger;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code slipway rollback}: back to what ran well, and stay there. */
@CommandLine.Command(
        name = "rollback",
        description = "Goes back to the previous good deployment, or the one given, and stays there until resume.",
        mixinStandardHelpOptions = true)
final class RollbackCommand extends RequestCommand {
    @Parameters(index = "0", paramLabel = "APP")
    private String app = "";

    @Parameters(index = "1", paramLabel = "SHA", arity = "0..1")
    private Optional<String> sha = Optional.empty();

    @Override
    ExitCode run(Session session) throws DeployException, InterruptedException {
        var target = session.operations().rollbackTarget(app, sha).commit();
        var code = await(
                session,
                List.of(new Request(
                        app,
                        Trigger.ROLLBACK,
                        Optional.of(target),
                        false,
                        context().time().now())));
        if (code == ExitCode.OK) {
            terminal().err(app + " stays at " + target + " until: slipway resume " + app);
        }
        return code;
    }
}
