package dev.slipway.config;

import dev.slipway.config.EnvironmentRows.Format;
import dev.slipway.model.EnvText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** The rows {@code env_file} and {@code env_format} of the whole file: where {@code ${NAME}} is looked up beside the environment. */
final class EnvironmentFiles {
    /** As Compose has it. */
    private static final String USUAL = ".env";

    static final Field<List<Entry>> ENV_FILE = Field.optional(
            "env_file",
            FormsShape.scalarOrList(entry().then((entry, in) -> List.of(entry)), new ListShape<>(entry())),
            "files of NAME=value lines that ${NAME} in this file is looked up in where the environment does not have it;"
                    + " of several the last wins; left out: .env beside this file, if it is there");

    static final Field<Format> ENV_FORMAT = Field.withDefault(
            "env_format",
            Scalars.choice(EnvironmentRows.FORMATS),
            "docker",
            "how env_file is read: as docker run does (no quotes, no variables), or as Compose does");

    private EnvironmentFiles() {}

    /**
     * One file.
     *
     * @param written as the configuration names it
     */
    record Entry(String written, Path path) {}

    /**
     * Reads them, and reports what is wrong with them.
     *
     * @param tree the file as it is with the environment of the process alone
     * @param in the root
     */
    static void load(Yaml tree, Reading in) {
        if (!(tree instanceof Yaml.Entries root)) {
            return;
        }
        var own = new Yaml.Entries(
                root.at(),
                List.of(ENV_FILE, ENV_FORMAT).stream()
                        .flatMap(field -> root.find(field.name()).stream())
                        .toList());
        var fields = new Fields(own, in);
        fields.read(ENV_FILE);
        fields.read(ENV_FORMAT);
        if (!fields.isSound()) {
            return;
        }
        var compose = fields.get(ENV_FORMAT) == Format.COMPOSE;
        var given = fields.find(ENV_FILE);
        for (var entry :
                given.orElseGet(() -> List.of(new Entry(USUAL, in.sources().sibling(USUAL))))) {
            load(entry, compose, in)
                    .ifPresent(problem -> in.problems()
                            .report(
                                    root.find(ENV_FILE.name())
                                            .map(found -> found.value().at())
                                            .orElse(Yaml.Spot.START),
                                    ENV_FILE.name() + ": " + problem));
        }
    }

    /** What is wrong, if anything; a usual file that is not there is not. */
    private static Optional<String> load(Entry entry, boolean compose, Reading in) {
        var path = entry.path();
        in.sources().note(path);
        try {
            var values = new HashMap<String, Variables.Value>();
            EnvText.parse(Files.readAllBytes(path), compose, in.variables().texts())
                    .forEach((name, value) -> values.put(
                            name, new Variables.Value(value.text(), entry.written() + " line " + value.line())));
            in.variables().add(path.toString(), values);
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return path.equals(in.sources().sibling(USUAL))
                    ? Optional.empty()
                    : Optional.of("there is no file " + path + "; create it, or correct the path");
        } catch (CharacterCodingException e) {
            return Optional.of(path + " is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            return Optional.of(path + " cannot be read (" + e + "); let the user that runs Slipway read it");
        } catch (EnvText.Malformed e) {
            return Optional.of(path + " line " + e.line() + ": " + e.getMessage() + "; " + e.next());
        }
    }

    private static Shape<Entry> entry() {
        return Scalars.name().then((written, in) -> new Entry(written, in.resolve(written)));
    }
}
