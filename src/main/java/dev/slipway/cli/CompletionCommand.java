package dev.slipway.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code slipway completion}: a script for the shell to source. */
@CommandLine.Command(
        name = "completion",
        description = "Prints a script that completes commands and options: source <(slipway completion bash)",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
    /** The shells that the one script serves. */
    enum Shell {
        bash,
        zsh
    }

    @ParentCommand
    private Main main = new Main();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "bash|zsh")
    private Shell shell = Shell.bash;

    @Override
    public Integer call() {
        if (shell == Shell.zsh) {
            main.context().terminal().out("autoload -U +X bashcompinit && bashcompinit");
        }
        main.context().terminal().out(AutoComplete.bash("slipway", spec.root().commandLine()));
        return ExitCode.OK.number();
    }
}
