package dev.slipway.dashboard;

import java.util.Objects;

/** Where the dashboard has from what it tells. */
public record Sources(Readiness readiness, Facts facts, Changes changes) {
    public Sources {
        Objects.requireNonNull(readiness);
        Objects.requireNonNull(facts);
        Objects.requireNonNull(changes);
    }
}
