package dev.slipway.model;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One application that Slipway keeps deployed: where its commits come from, how its image is built, how its
 * container is run, and what counts as well.
 *
 * @param name {@code [a-z0-9][a-z0-9_.-]{0,62}}: part of image tags, labels and file names
 */
public record App(String name, GitSpec git, BuildSpec build, RunSpec run, HealthSpec health, DeployPolicy policy) {
    /** What an app's name must match: the intersection of what image tags, container names and file names allow. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");

    public App {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not an app name: " + name);
        }
        Objects.requireNonNull(git);
        Objects.requireNonNull(build);
        Objects.requireNonNull(run);
        Objects.requireNonNull(health);
        Objects.requireNonNull(policy);
    }

    /** The name that the container bears while it serves; the app's own name unless {@code run.container_name} is set. */
    public String containerName() {
        return run.get(RunKey.CONTAINER_NAME).orElse(name);
    }

    /** The name of a container on its way in, proven or not. */
    public String nextName() {
        return containerName() + ".next";
    }

    /** The name of the container that served before, kept until the new one has succeeded. */
    public String previousName() {
        return containerName() + ".previous";
    }
}
