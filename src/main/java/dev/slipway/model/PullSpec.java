package dev.slipway.model;

import java.time.Duration;
import java.util.Objects;

/**
 * How the image of a commit is called that somebody else builds and pushes, CI for instance.
 *
 * @param pattern a name with {@link #FULL} or {@link #SHORT} in it, such as {@code docker.io/me/app:{sha}}
 * @param timeout how long the image of a commit may be waited for, and how long its pull may take
 */
public record PullSpec(String pattern, Duration timeout) {
    /** Stands for the full commit id. */
    public static final String FULL = "{sha}";

    /** Stands for its first seven digits. */
    public static final String SHORT = "{short}";

    public PullSpec {
        Objects.requireNonNull(pattern);
        Objects.requireNonNull(timeout);
    }

    /** The name of this commit's image. */
    public String reference(Commit commit) {
        return pattern.replace(FULL, commit.sha()).replace(SHORT, commit.abbreviated());
    }

    /** Whether each commit has a name of its own. */
    public boolean tellsCommitsApart() {
        return pattern.contains(FULL) || pattern.contains(SHORT);
    }
}
