package dev.slipway.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the reading of a file is, and what the file may refer to.
 *
 * @param path of the value that is being read, such as {@code apps.web.run}; empty for the root
 * @param key the last part of it
 * @param sources the file, and those that it refers to
 * @param variables what {@code ${NAME}} stands for
 * @param cronProblem what is wrong with a cron expression, if anything
 */
record Reading(
        Problems problems,
        String path,
        String key,
        Sources sources,
        Variables variables,
        Function<String, Optional<String>> cronProblem) {
    Reading in(String next) {
        return new Reading(problems, path.isEmpty() ? next : path + "." + next, next, sources, variables, cronProblem);
    }

    /** Tells of something that is allowed, but probably not meant. */
    void warn(Yaml node, String message) {
        problems.warn(node.at(), path + ": " + message);
    }

    /** Tells what a value came to. */
    void note(Yaml node, String message) {
        problems.note(node.at(), path + ": " + message);
    }

    /** Reports, and gives what a {@link Shape} then returns. */
    <T> Optional<T> refuse(Yaml node, String message) {
        if (!(node instanceof Yaml.Unreadable)) {
            problems.report(node.at(), path.isEmpty() ? message : path + ": " + message);
        }
        return Optional.empty();
    }

    /** The file that a path in the configuration means, see {@link Sources#resolve}. */
    Path resolve(String written) throws Misfit {
        return sources.resolve(written);
    }
}
