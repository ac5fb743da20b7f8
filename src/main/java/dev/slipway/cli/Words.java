package dev.slipway.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a command line is about, as far as it can be told at a glance.
 *
 * @param config the value of {@code --config}
 * @param command its first word that is no option; empty if it has none
 * @param rest what else there is
 */
record Words(Optional<Path> config, String command, List<String> rest) {
    private static final String CONFIG = "--config";
    private static final Set<String> ABOUT_ITSELF = Set.of("-h", "--help", "-V", "--version");

    static Words of(List<String> arguments) {
        Optional<Path> config = Optional.empty();
        var command = "";
        var rest = new ArrayList<String>();
        for (int at = 0; at < arguments.size(); at++) {
            var argument = arguments.get(at);
            if (argument.equals(CONFIG) && at + 1 < arguments.size()) {
                at++;
                config = Optional.of(Path.of(arguments.get(at)));
            } else if (argument.startsWith(CONFIG + "=")) {
                config = Optional.of(Path.of(argument.substring(CONFIG.length() + 1)));
            } else if (command.isEmpty() && !argument.startsWith("-")) {
                command = argument;
            } else {
                rest.add(argument);
            }
        }
        return new Words(config, command, rest);
    }

    /** Whether it asks for help, or the version. */
    boolean aboutItself() {
        return rest.stream().anyMatch(ABOUT_ITSELF::contains);
    }

    /** Whether it is this command, and nothing else is said but where the configuration is. */
    boolean isOnly(String name) {
        return command.equals(name) && rest.isEmpty();
    }
}
