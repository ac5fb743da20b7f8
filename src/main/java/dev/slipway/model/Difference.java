package dev.slipway.model;

import java.util.Objects;

/**
 * One thing in which a running container is not what was deployed. Holds no secret.
 *
 * @param what for a person: {@code /app/main.py was changed in the container}
 */
public record Difference(Kind kind, String what) {
    public Difference {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(what);
    }

    /** What it is about. */
    public enum Kind {
        /** A setting of the container that Docker lets one change while it runs. */
        SETTING,
        /** The name of the image leads to another one now. */
        IMAGE,
        /** A file that came with the image was changed or removed. */
        FILE,
        /** A file that the image did not have: most apps write some, so it is no sign of a hand. */
        NEW_FILE,
        /** The configuration, or an env file, is not what it was: the next poll deploys it. */
        CONFIG
    }

    /** Whether somebody's hand did it, which a new container from the same image undoes. */
    public boolean isDrift() {
        return kind == Kind.SETTING || kind == Kind.FILE || kind == Kind.IMAGE;
    }
}
