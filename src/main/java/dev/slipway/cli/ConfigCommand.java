package dev.slipway.cli;

import dev.slipway.config.ConfigFile;
import dev.slipway.config.ConfigReader;
import dev.slipway.config.ConfigSchema;
import dev.slipway.config.InvalidConfigException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParentCommand;

/** {@code slipway config}: reads, explains and shows the configuration, without an agent. */
@CommandLine.Command(
        name = "config",
        description = "Checks and shows the configuration.",
        mixinStandardHelpOptions = true)
final class ConfigCommand {
    @ParentCommand
    private Main main = new Main();

    @CommandLine.Command(name = "validate", description = "Says everything that is wrong with the file, in one go.")
    int validate() {
        return read((reader, file) -> {
            var warnings = reader.load(file).warnings();
            main.context().terminal().err(warnings);
            main.context().terminal().err(file + ": valid" + (warnings.isEmpty() ? "" : ", but see above"));
        });
    }

    @CommandLine.Command(name = "show", description = "Prints the configuration in force, without its secrets.")
    int show() {
        return read((reader, file) ->
                main.context().terminal().out(reader.show(file).stripTrailing()));
    }

    @CommandLine.Command(name = "schema", description = "Prints the JSON Schema of the file, for editors.")
    int schema() {
        main.context().terminal().out(ConfigSchema.json().stripTrailing());
        return ExitCode.OK.number();
    }

    /** Something that is done with the file. */
    @FunctionalInterface
    private interface Use {
        void of(ConfigReader reader, Path file) throws InvalidConfigException;
    }

    private int read(Use use) {
        var context = main.context();
        try {
            var file = ConfigFile.locate(main.config(), context.environment());
            use.of(new ConfigReader(context.environment(), context.backend()::cronProblem), file);
            return ExitCode.OK.number();
        } catch (InvalidConfigException e) {
            context.terminal().err(String.valueOf(e.getMessage()));
            return ExitCode.USAGE.number();
        }
    }
}
