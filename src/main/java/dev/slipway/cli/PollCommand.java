package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Request;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code slipway poll}: one look, for cron and task schedulers. */
@CommandLine.Command(
        name = "poll",
        description = "Looks once now, deploys what changed, waits for the end.",
        mixinStandardHelpOptions = true)
final class PollCommand extends RequestCommand {
    @Parameters(paramLabel = "APP", description = "default: all", arity = "0..*")
    private List<String> apps = new ArrayList<>();

    @Override
    ExitCode run(Session session) throws DeployException, InterruptedException {
        var names = apps.isEmpty() ? session.apps() : apps;
        return await(
                session,
                names.stream()
                        .map(app -> Request.poll(app, context().time().now()))
                        .toList());
    }
}
