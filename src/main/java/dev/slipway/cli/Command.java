package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that works on {@code data_dir}: by way of the agent where one runs, else in this process. */
abstract class Command implements Callable<Integer> {
    @ParentCommand
    private Main main = new Main();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What it does to {@code data_dir}. */
    abstract Access access();

    abstract ExitCode run(Session session) throws DeployException, InterruptedException;

    Context context() {
        return main.context();
    }

    Terminal terminal() {
        return context().terminal();
    }

    @Override
    public final Integer call() throws InterruptedException {
        try {
            var byAgent = context().agent().isPresent()
                    ? Optional.<Integer>empty()
                    : ControlClient.call(context(), main.config(), main.arguments());
            return byAgent.isPresent() ? byAgent.get() : here("slipway " + String.join(" ", main.arguments()));
        } catch (DeployException e) {
            if (Thread.currentThread().isInterrupted()) {
                // What was interrupted failed for that reason, whatever it says.
                throw new InterruptedException();
            }
            terminal().err(OutcomeText.failure("slipway " + spec.name(), e.failure()));
            return ExitCode.of(e.failure()).number();
        } catch (BusyException e) {
            terminal().err("slipway " + spec.name() + ": " + e.getMessage());
            terminal().err("  wait until it is done, or stop it");
            return ExitCode.BUSY.number();
        }
    }

    private int here(String command) throws DeployException, BusyException, InterruptedException {
        try (var session = context().open(access(), config(), command)) {
            return run(session).number();
        }
    }

    Optional<Path> config() {
        return main.config();
    }
}
