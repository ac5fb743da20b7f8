package dev.slipway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code slipway man}: the manual page, for who has no package that brought it. */
@CommandLine.Command(
        name = "man",
        description = "Prints the manual page: slipway man | man -l -",
        mixinStandardHelpOptions = true)
final class ManCommand implements Callable<Integer> {
    @ParentCommand
    private Main main = new Main();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        main.context().terminal().out(ManualPage.of(spec.root()));
        return ExitCode.OK.number();
    }
}
