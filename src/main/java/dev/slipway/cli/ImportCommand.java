package dev.slipway.cli;

import dev.slipway.config.ImportedEntry;
import dev.slipway.config.ImportedEntry.NotUnderstood;
import dev.slipway.deploy.DeployException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code slipway import}: the entry for what runs already, so that nobody has to translate it by hand. */
@CommandLine.Command(
        name = "import",
        description = "Prints the apps: entry for a container that is there, or for a docker run line.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    private static final String FROM_STANDARD_INPUT = "-";

    @ParentCommand
    private Main main = new Main();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "a container that is there, running or not")
    private Optional<String> container = Optional.empty();

    @Option(
            names = "--run",
            paramLabel = "LINE",
            description = "a docker run line, quoted as one word; - reads it from standard input")
    private Optional<String> line = Optional.empty();

    @Option(names = "--git", paramLabel = "URL", description = "the repository, where it is known")
    private Optional<String> git = Optional.empty();

    @Option(
            names = "--env-file-out",
            paramLabel = "FILE",
            description =
                    "writes the environment to a new file, readable by its owner alone, and names it in the entry")
    private Optional<Path> envFile = Optional.empty();

    @Override
    public Integer call() throws IOException {
        var terminal = main.context().terminal();
        try {
            var entry = entry(ImportedEntry.Options.of(git, envFile));
            if (envFile.isPresent()) {
                writeEnvironment(entry, envFile.get());
            }
            terminal.out(entry.yaml().lines().toList());
            return ExitCode.OK.number();
        } catch (NotUnderstood e) {
            terminal.err("slipway import: " + Wording.harmless(String.valueOf(e.getMessage())));
            return ExitCode.USAGE.number();
        } catch (DeployException e) {
            terminal.err(OutcomeText.failure("slipway import", e.failure()));
            return ExitCode.of(e.failure()).number();
        } catch (FileAlreadyExistsException e) {
            terminal.err("slipway import: " + e.getFile() + " is there already, and was left as it is");
            terminal.err("  name another file, or remove that one if it is not needed");
            return ExitCode.USAGE.number();
        } catch (IOException e) {
            terminal.err("slipway import: the environment could not be written: " + e);
            terminal.err("  name a file in a folder that is there, and that you may write to");
            return ExitCode.USAGE.number();
        }
    }

    private ImportedEntry entry(ImportedEntry.Options options) throws NotUnderstood, DeployException, IOException {
        if (container.isPresent() == line.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "give either the NAME of a container, or a line with --run");
        }
        if (container.isPresent()) {
            return ImportedEntry.ofContainer(
                    main.context().backend().existing(main.config(), container.get()), options);
        }
        var given = line.orElseThrow();
        return ImportedEntry.ofCommandLine(given.equals(FROM_STANDARD_INPUT) ? standardInput() : given, options);
    }

    private static String standardInput() throws IOException {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Made with its permissions, so that it is never open to others, not for a moment; never in the place of another. */
    private void writeEnvironment(ImportedEntry entry, Path file) throws IOException {
        var content = entry.environmentFile();
        if (content.isEmpty()) {
            main.context()
                    .terminal()
                    .err("slipway import: there is no environment to write; " + file + " was not made");
            return;
        }
        var owners = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owners)) {
            channel.write(StandardCharsets.UTF_8.encode(content.get()));
        }
        main.context()
                .terminal()
                .err("slipway import: wrote " + file
                        + ", readable by its owner alone: let that be the user that the agent runs as");
    }
}
