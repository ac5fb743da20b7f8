package dev.slipway.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a command line is about, as far as it can be told at a glance.
 *
 * @param config the value of {@code --config}
 * @param command its first word that is no option; empty if it has none
 * @param aboutItself whether it asks for help, or the version
 */
record Words(Optional<Path> config, String command, boolean aboutItself) {
    private static final String CONFIG = "--config";
    private static final Set<String> ABOUT_ITSELF = Set.of("-h", "--help", "-V", "--version");

    static Words of(List<String> arguments) {
        Optional<Path> config = Optional.empty();
        var command = "";
        var aboutItself = false;
        for (int at = 0; at < arguments.size(); at++) {
            var argument = arguments.get(at);
            if (argument.equals(CONFIG) && at + 1 < arguments.size()) {
                at++;
                config = Optional.of(Path.of(arguments.get(at)));
            } else if (argument.startsWith(CONFIG + "=")) {
                config = Optional.of(Path.of(argument.substring(CONFIG.length() + 1)));
            } else if (argument.startsWith("-")) {
                aboutItself |= ABOUT_ITSELF.contains(argument);
            } else if (command.isEmpty()) {
                command = argument;
            }
        }
        return new Words(config, command, aboutItself);
    }
}
