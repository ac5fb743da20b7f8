package dev.slipway.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How Compose runs an app that has more services than one.
 *
 * @param files Compose files, by their paths in the repository; a later one adds to those before it
 * @param envFiles of this machine, whose variables the Compose files may use
 * @param environment further variables for the Compose files; they win over {@code envFiles}
 * @param profiles that are active
 * @param project the name by which Compose knows the app's containers, networks and volumes
 * @param timeout limit of the build of all services, and of the pull of their images
 */
public record ComposeSpec(
        List<String> files,
        List<Run.EnvFile> envFiles,
        Map<String, String> environment,
        List<String> profiles,
        String project,
        Duration timeout) {
    /** Compose's own rule for the name of a project. */
    public static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]*");

    public ComposeSpec {
        files = List.copyOf(files);
        envFiles = List.copyOf(envFiles);
        environment = Sorted.copyOf(environment);
        profiles = List.copyOf(profiles);
        Objects.requireNonNull(project);
        Objects.requireNonNull(timeout);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a project has at least one Compose file");
        }
    }

    /** Shows no value of the environment. */
    @Override
    public String toString() {
        return "ComposeSpec[" + project + ", " + files + ", " + profiles + ", " + environment.keySet() + "]";
    }
}
