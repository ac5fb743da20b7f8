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
    /** The shells that there is a script for; bash's serves zsh too. */
    enum Shell {
        bash,
        zsh,
        fish
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

    @Parameters(paramLabel = "bash|zsh|fish")
    private Shell shell = Shell.bash;

    @Override
    public Integer call() {
        main.context().terminal().out(script());
        return ExitCode.OK.number();
    }

    private String script() {
        return switch (shell) {
            case bash -> AutoComplete.bash("slipway", spec.root().commandLine());
            case zsh -> ZSH_BEGIN + AutoComplete.bash("slipway", spec.root().commandLine()) + "\n" + ZSH_END;
            case fish -> FishCompletion.of(spec.root());
        };
    }
}
