package dev.slipway.cli;

import dev.slipway.config.Suggestion;
import java.util.Locale;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what is wrong with a command line, and where to read how it should be; the whole help would bury it. */
final class UsageText {
    private UsageText() {}

    static ExitCode tell(ParameterException mistake, Terminal terminal) {
        var command = mistake.getCommandLine().getCommandSpec().qualifiedName();
        terminal.err(command + ": " + what(mistake));
        terminal.err("  see " + command + " --help");
        return ExitCode.USAGE;
    }

    private static String what(ParameterException mistake) {
        if (!(mistake instanceof UnmatchedArgumentException unmatched)) {
            return lowerCase(String.valueOf(mistake.getMessage()))
                    .replace("is not a long", "is not a number")
                    .replace("is not an int", "is not a number");
        }
        var name = Wording.harmless(unmatched.getUnmatched().getFirst());
        var line = mistake.getCommandLine();
        if (unmatched.isUnknownOption()) {
            return "there is no option '" + name + "'"
                    + Suggestion.of(name, line.getCommandSpec().optionsMap().keySet());
        }
        var commands = line.getSubcommands().keySet();
        return commands.isEmpty()
                ? "there is one argument too many: '" + name + "'"
                : "there is no command '" + name + "'" + Suggestion.of(name, commands);
    }

    private static String lowerCase(String message) {
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
