package dev.slipway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the configuration file: {@code --config}, {@code $SLIPWAY_CONFIG}, then the two usual places. */
public final class ConfigFile {
    private static final String VARIABLE = "SLIPWAY_CONFIG";
    private static final String DATA_DIR = "data_dir:";
    private static final List<Path> USUAL_PLACES =
            List.of(Path.of("config", "slipway.yaml"), Path.of("/etc/slipway/slipway.yaml"));

    private ConfigFile() {}

    /**
     * The first that is named or exists.
     *
     * @param option value of {@code --config}
     * @throws InvalidConfigException if a named file or both usual ones are not there; says where it looked
     */
    public static Path locate(Optional<Path> option, Map<String, String> env) throws InvalidConfigException {
        return locate(option, env, USUAL_PLACES);
    }

    /** Whether there is one, or one was named, be it there or not. */
    public static boolean isExpected(Optional<Path> option, Map<String, String> env) {
        return option.isPresent()
                || !env.getOrDefault(VARIABLE, "").isEmpty()
                || USUAL_PLACES.stream().anyMatch(Files::exists);
    }

    /**
     * The {@code data_dir} of the file that {@link #locate} finds, where it is an absolute path, written plainly in a line of its own: no
     * line that begins like that can be anything else in YAML, but a multi-document file, which no reading accepts. Empty for any other
     * spelling, and wherever a whole reading has something to say.
     */
    public static Optional<Path> plainDataDir(Optional<Path> option, Map<String, String> env) {
        try {
            var found = Optional.<Path>empty();
            for (var line : Files.readAllLines(locate(option, env))) {
                if (line.startsWith(DATA_DIR + " ")) {
                    var value = line.substring(DATA_DIR.length())
                            .replaceFirst("\\s#.*", "")
                            .strip();
                    if (found.isPresent() || !isPlainPath(value)) {
                        return Optional.empty();
                    }
                    found = Optional.of(Path.of(value).normalize());
                }
            }
            return found;
        } catch (InvalidConfigException | IOException e) {
            return Optional.empty(); // Whoever reads it whole meets the same, and says so.
        }
    }

    private static boolean isPlainPath(String value) {
        return value.startsWith("/")
                && value.chars()
                        .allMatch(c -> Character.isLetterOrDigit(c) || c == '/' || c == '.' || c == '_' || c == '-');
    }

    static Path locate(Optional<Path> option, Map<String, String> env, List<Path> usualPlaces)
            throws InvalidConfigException {
        if (option.isPresent()) {
            return existing(option.get(), "named by --config");
        }
        var named = env.getOrDefault(VARIABLE, "");
        if (!named.isEmpty()) {
            return existing(Path.of(named), "named by $" + VARIABLE);
        }
        var looked = new ArrayList<String>();
        for (var place : usualPlaces) {
            if (Files.exists(place)) {
                return place;
            }
            looked.add(place.toString());
        }
        throw new InvalidConfigException(List.of(new Problem(
                usualPlaces.getFirst().toString(),
                1,
                1,
                "no configuration file found; looked at --config (not given), $" + VARIABLE + " (not set), "
                        + String.join(", ", looked) + "; copy config/slipway.yaml of the distribution to one of these"
                        + " places and adapt it")));
    }

    private static Path existing(Path file, String how) throws InvalidConfigException {
        if (!Files.exists(file)) {
            throw new InvalidConfigException(
                    List.of(new Problem(file.toString(), 1, 1, "there is no such file; it was " + how)));
        }
        return file;
    }
}
