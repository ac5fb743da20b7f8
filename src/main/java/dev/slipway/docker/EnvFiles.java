package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment of a container: env files in their order, then {@code environment}, which wins. Read by the rules of {@code
 * docker run --env-file}: lines as they are, without quotes or interpolation; Compose's rules strip quotes and comments.
 */
final class EnvFiles {
    private final Map<String, String> own;

    /** Where a name without a value gets one: the process's own environment. */
    EnvFiles(Map<String, String> own) {
        this.own = own;
    }

    /** Sorted by name, so that a hash of it is the same each time. */
    Map<String, String> environment(App app) throws DeployException {
        var all = new TreeMap<String, String>();
        for (var file : app.run().get(RunKey.ENV_FILE).orElse(List.of())) {
            for (var line : lines(file)) {
                add(all, line, file);
            }
        }
        all.putAll(app.run().get(RunKey.ENVIRONMENT).orElse(Map.of()));
        return all;
    }

    private static List<String> lines(Run.EnvFile file) throws DeployException {
        var path = Path.of(file.path());
        if (!file.required() && !Files.exists(path)) {
            return List.of();
        }
        try {
            var text = Files.readString(path);
            return (text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new DeployException(
                    Blame.YOURS,
                    "run.env_file " + path + " cannot be read: " + e.getClass().getSimpleName(),
                    "put it there, or correct run.env_file",
                    e);
        }
    }

    private void add(Map<String, String> into, String line, Run.EnvFile file) throws DeployException {
        var entry = line.stripLeading();
        if (entry.isEmpty() || entry.startsWith("#")) {
            return;
        }
        if (file.composeFormat() && entry.startsWith("export ")) {
            entry = entry.substring("export ".length()).stripLeading();
        }
        var equals = entry.indexOf('=');
        var name = equals < 0 ? entry : entry.substring(0, equals);
        if (name.isBlank() || name.chars().anyMatch(Character::isWhitespace)) {
            throw new DeployException(
                    Blame.YOURS,
                    "run.env_file " + file.path() + " has a line whose name is empty or has a space in it",
                    "write NAME=value, one a line");
        }
        if (equals >= 0) {
            var value = entry.substring(equals + 1);
            into.put(name, file.composeFormat() ? unquoted(value) : value);
        } else if (own.containsKey(name)) {
            into.put(name, own.get(name));
        }
    }

    private static String unquoted(String value) {
        var text = value.strip();
        if (text.length() >= 2 && (text.charAt(0) == '"' || text.charAt(0) == '\'')) {
            var end = text.indexOf(text.charAt(0), 1);
            if (end > 0) {
                return text.substring(1, end);
            }
        }
        var comment = text.indexOf(" #");
        return comment < 0 ? text : text.substring(0, comment).stripTrailing();
    }
}
