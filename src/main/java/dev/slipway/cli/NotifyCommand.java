package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code slipway notify}: finds out whether news would come through. */
@CommandLine.Command(name = "notify", description = "Tries out who is told of news.", mixinStandardHelpOptions = true)
final class NotifyCommand {
    @ParentCommand
    private Main main = new Main();

    @CommandLine.Command(
            name = "test",
            description =
                    "Sends a message to every entry of notify, asks the forge of every app that has report, and says who took it.",
            mixinStandardHelpOptions = true)
    int test(
            @Parameters(
                            paramLabel = "N|TYPE|APP",
                            arity = "0..1",
                            description =
                                    "only the Nth entry, those of a type such as ntfy or github, or the forge of this app")
                    Optional<String> which)
            throws InterruptedException {
        var terminal = main.context().terminal();
        try {
            var answer = main.context().backend().notifyTools().test(main.config(), which);
            terminal.out(answer.lines().stream().map(Wording::harmless).toList());
            return (answer.well() ? ExitCode.OK : ExitCode.ANSWERED_NO).number();
        } catch (DeployException e) {
            terminal.err(OutcomeText.failure("slipway notify test", e.failure()));
            return ExitCode.of(e.failure()).number();
        }
    }
}
