package dev.slipway.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the reading of a file is, and what the file may refer to.
 *
 * @param path of the value that is being read, such as {@code apps.web.run}; empty for the root
 * @param key the last part of it
 * @param folder of the file, absolute; relative paths start here
 * @param cronProblem what is wrong with a cron expression, if anything
 */
record Reading(
        Problems problems,
        String path,
        String key,
        Path folder,
        Map<String, String> env,
        Function<String, Optional<String>> cronProblem) {
    Reading in(String next) {
        return new Reading(problems, path.isEmpty() ? next : path + "." + next, next, folder, env, cronProblem);
    }

    /** Reports, and gives what a {@link Shape} then returns. */
    <T> Optional<T> refuse(Yaml node, String message) {
        if (!(node instanceof Yaml.Unreadable)) {
            problems.report(node.at(), path.isEmpty() ? message : path + ": " + message);
        }
        return Optional.empty();
    }

    /** The file that a path in the configuration means: absolute, {@code ~/…}, or relative to the configuration's folder. */
    Path resolve(String written) throws Misfit {
        if (written.indexOf('\0') >= 0) {
            throw new Misfit("a path cannot hold a NUL character");
        }
        if (written.equals("~") || written.startsWith("~/")) {
            var home = env.getOrDefault("HOME", "");
            if (home.isEmpty()) {
                throw new Misfit("'~' needs the environment variable HOME, which is not set; write the whole path");
            }
            return Path.of(home + written.substring(1)).normalize();
        }
        if (written.startsWith("~")) {
            throw new Misfit("only '~/' is understood, not another user's home; write the whole path");
        }
        return folder.resolve(written).normalize();
    }
}
