package dev.slipway.model;

import java.util.EnumSet;
import java.util.Set;

/** Where a deployment stands. The arrows are the whole state machine; docs/STATES.md is held to them by a test. */
public enum Phase {
    /** Decided upon; nothing has been touched. */
    PLANNED,
    /** The commit is fetched and its image built; the old container is untouched. */
    BUILDING,
    /** The new container is created and proven as far as its mode can, and takes the old one's place. */
    REPLACING,
    /** The new container is in place and must stay well. */
    VERIFYING,
    /** The host is put back to what it was. */
    ROLLING_BACK,
    /** The new container runs; the old one is gone or about to be swept. */
    SUCCEEDED,
    /** Nothing was touched: what ran before still runs. */
    FAILED,
    /** The host is as it was before. */
    ROLLED_BACK,
    /** Called off before anything was touched. */
    CANCELLED,
    /** A person is needed; nothing automatic touches the app. */
    BROKEN;

    /** The phases that may follow this one; empty for a terminal phase. */
    public Set<Phase> next() {
        return switch (this) {
            case PLANNED -> EnumSet.of(BUILDING, FAILED, CANCELLED);
            case BUILDING -> EnumSet.of(REPLACING, FAILED, CANCELLED);
            case REPLACING -> EnumSet.of(VERIFYING, ROLLING_BACK);
            case VERIFYING -> EnumSet.of(SUCCEEDED, ROLLING_BACK);
            case ROLLING_BACK -> EnumSet.of(ROLLED_BACK, BROKEN);
            case SUCCEEDED, FAILED, ROLLED_BACK, CANCELLED, BROKEN -> EnumSet.noneOf(Phase.class);
        };
    }

    public boolean isTerminal() {
        return next().isEmpty();
    }
}
