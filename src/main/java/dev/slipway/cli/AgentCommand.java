package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ParentCommand;

/** {@code slipway agent}: until it is stopped. */
@CommandLine.Command(
        name = "agent",
        description = "Runs until stopped: polls and deploys.",
        mixinStandardHelpOptions = true)
final class AgentCommand implements Callable<Integer> {
    @ParentCommand
    private Main main = new Main();

    @Override
    public Integer call() {
        return run(main.context(), main.config());
    }

    static int run(Context context, Optional<Path> config) {
        var terminal = context.terminal();
        if (context.agent().isPresent()) {
            // Its attempt at the lock would let go of the one that this process holds: POSIX knows only processes.
            terminal.err("slipway agent: this is the agent; it does not begin another");
            return ExitCode.USAGE.number();
        }
        try {
            context.backend().agent(config);
            return ExitCode.OK.number();
        } catch (DeployException e) {
            terminal.err(OutcomeText.failure("slipway agent", e.failure()));
            return ExitCode.of(e.failure()).number();
        } catch (BusyException e) {
            terminal.err("slipway agent: " + e.getMessage());
            terminal.err("  one agent serves all apps of a data_dir; stop that process first");
            return ExitCode.BUSY.number();
        }
    }
}
