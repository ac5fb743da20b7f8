package dev.slipway.model;

import java.util.Objects;

/**
 * How the image of a commit is called at the registry to which it is pushed once it has run well.
 *
 * @param pattern a name with {@link PullSpec#FULL} or {@link PullSpec#SHORT} in it, such as {@code registry.example/app:{sha}}
 */
public record PushSpec(String pattern) {
    public PushSpec {
        Objects.requireNonNull(pattern);
    }

    /** The name of this commit's image. */
    public String reference(Commit commit) {
        return pattern.replace(PullSpec.FULL, commit.sha()).replace(PullSpec.SHORT, commit.abbreviated());
    }

    /** What the names of all commits begin with. */
    public String prefix() {
        return pattern.substring(0, pattern.indexOf('{'));
    }
}
