package dev.slipway.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One wish to have an app looked at, and deployed if need be.
 *
 * @param commit the commit asked for; empty for the tip of the branch
 * @param retry whether a commit that failed by its own fault is tried again, and one that runs is deployed anew
 */
public record Request(String app, Trigger trigger, Optional<Commit> commit, boolean retry, Instant at) {
    public Request {
        Objects.requireNonNull(app);
        Objects.requireNonNull(trigger);
        Objects.requireNonNull(commit);
        Objects.requireNonNull(at);
    }

    public static Request poll(String app, Instant at) {
        return new Request(app, Trigger.POLL, Optional.empty(), false, at);
    }
}
