package dev.slipway.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code slipway} itself: the options that every command takes. */
@CommandLine.Command(
        name = "slipway",
        description = "Watches Git branches and deploys what they have, or keeps what runs.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
final class Main {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "default: $SLIPWAY_CONFIG, ./config/slipway.yaml, /etc/slipway/slipway.yaml",
            scope = CommandLine.ScopeType.INHERIT)
    private Optional<Path> config = Optional.empty();

    private Optional<Context> context = Optional.empty();
    private List<String> arguments = List.of();

    static Main with(Context context, List<String> arguments) {
        var main = new Main();
        main.context = Optional.of(context);
        main.arguments = arguments;
        return main;
    }

    Context context() {
        return context.orElseThrow();
    }

    List<String> arguments() {
        return arguments;
    }

    Optional<Path> config() {
        return config;
    }
}
