package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.slipway.model.App;
import dev.slipway.model.RunKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder with a configuration file in it, to be read. */
final class Yard {
    /** What every app needs; what tests add begins in line 5. */
    static final String APP = """
            apps:
              web:
                git:
                  url: https://example.com/web.git
            """;

    private final Path folder;
    private final Map<String, String> env = new HashMap<>();

    Yard(Path folder) {
        this.folder = folder;
    }

    Yard with(String name, String value) {
        env.put(name, value);
        return this;
    }

    Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Settings read(String yaml) {
        return loaded(yaml).settings();
    }

    List<String> warnings(String yaml) {
        return loaded(yaml).warnings();
    }

    Loaded loaded(String yaml) {
        try {
            return reader().load(file("slipway.yaml", yaml));
        } catch (InvalidConfigException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    String show(String yaml) {
        try {
            return reader().show(file("slipway.yaml", yaml));
        } catch (InvalidConfigException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** The app {@code web} with further lines, each indented by four spaces here. */
    App app(String more) {
        return read(APP + more.indent(4)).apps().getFirst();
    }

    /** The normal form of one key of {@code run}, written on one line. */
    <T> Optional<T> run(RunKey<T> key, String value) {
        return app("run:\n  " + key.name() + ": " + value).run().get(key);
    }

    /** Each as {@code line:column: message}. */
    List<String> problems(String yaml) {
        return invalid(yaml).problems().stream()
                .map(problem -> problem.toString().replace(folder.resolve("slipway.yaml") + ":", ""))
                .toList();
    }

    InvalidConfigException invalid(String yaml) {
        var file = file("slipway.yaml", yaml);
        return assertThrows(InvalidConfigException.class, () -> reader().read(file));
    }

    List<String> appProblems(String more) {
        return problems(APP + more.indent(4));
    }

    private ConfigReader reader() {
        return new ConfigReader(
                env,
                expression -> expression.endsWith("?")
                        ? Optional.empty()
                        : Optional.of("day of week and day of month are both given"));
    }
}
