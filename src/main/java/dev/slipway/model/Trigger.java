package dev.slipway.model;

/** What made Slipway look at an app. */
public enum Trigger {
    POLL,
    WEBHOOK,
    MANUAL,
    ROLLBACK;

    /** Whether a person asked. What a person asks for overrides what only holds automatic deployments back. */
    public boolean byPerson() {
        return this == MANUAL || this == ROLLBACK;
    }
}
