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

    /**
     * So that the output serves as a file {@code _slipway} too, in a folder of {@code fpath}; picocli's script calls {@code compopt},
     * which zsh has not.
     */
    private static final String ZSH_BEGIN = """
            #compdef slipway
            autoload -U +X bashcompinit && bashcompinit
            whence compopt >/dev/null || compopt() { :; }
            """;

    /** Such a file is read at the first Tab, which is to complete already. */
    private static final String ZSH_END = """
            [[ ${funcstack[1]} != _slipway ]] || _bash_complete -o default -F _complete_slipway
            """;

    @ParentCommand
    private Main main = new Main();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "bash|zsh")
    private Shell shell = Shell.bash;

    @Override
    public Integer call() {
        String script = AutoComplete.bash("slipway", spec.root().commandLine());
        main.context().terminal().out(shell == Shell.zsh ? ZSH_BEGIN + script + "\n" + ZSH_END : script);
        return ExitCode.OK.number();
    }
}
