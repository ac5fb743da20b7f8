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
    public final Integer call() {
        return Endings.of(terminal(), spec.name(), () -> {
                    var byAgent = context().agent().isPresent()
                            ? Optional.<Integer>empty()
                            : ControlClient.call(context(), main.config(), main.arguments());
                    return byAgent.isPresent()
                            ? byAgent
                            : Optional.of(here("slipway " + String.join(" ", main.arguments())));
                })
                .orElseThrow();
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
