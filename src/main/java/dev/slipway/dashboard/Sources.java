package dev.slipway.dashboard;

import dev.slipway.deploy.Operations;
import java.util.Objects;

/** Where the dashboard has from what it tells, and who does what is asked of it. */
public record Sources(Readiness readiness, Facts facts, Changes changes, Metrics metrics, Operations operations) {
    public Sources {
        Objects.requireNonNull(readiness);
        Objects.requireNonNull(facts);
        Objects.requireNonNull(changes);
        Objects.requireNonNull(metrics);
        Objects.requireNonNull(operations);
    }
}
