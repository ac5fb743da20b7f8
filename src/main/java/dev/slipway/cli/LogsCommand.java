package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway logs}: what a deployment's build and swap said. */
@CommandLine.Command(name = "logs", description = "A deployment's build and swap log.", mixinStandardHelpOptions = true)
final class LogsCommand extends Command {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    @Parameters(paramLabel = "DEPLOYMENT", description = "its number, as in slipway history")
    private long id;

    @Option(
            names = {"-f", "--follow"},
            description = "until the deployment ends")
    private boolean follow;

    @Override
    Access access() {
        return Access.LOOK;
    }

    @Override
    ExitCode run(Session session) throws DeployException, InterruptedException {
        var history = session.operations().history();
        var deployment = find(session);
        var text = new HistoryText(terminal().style(), context().now());
        text.heading(HistoryText.Entry.of(deployment, history)).forEach(terminal()::err);
        var file = session.logFile(id);
        if (!Files.exists(file)) {
            throw new DeployException(Blame.HOST, "the log " + file + " is not there (any more)", "");
        }
        try (var log = new LogTail(file)) {
            LogTail.Line out = terminal()::out;
            log.newLines(out);
            while (follow && !find(session).phase().isTerminal()) {
                context().time().sleep(BETWEEN_LOOKS);
                log.newLines(out);
            }
            log.rest(out);
        } catch (IOException e) {
            throw new DeployException(Blame.HOST, "the log " + file + " cannot be read: " + e.getMessage(), "", e);
        }
        return ExitCode.OK;
    }

    private Deployment find(Session session) throws DeployException {
        return session.operations()
                .history()
                .find(id)
                .orElseThrow(
                        () -> new DeployException(Blame.YOURS, "there is no deployment " + id, "see slipway history"));
    }
}
