package dev.slipway.model;

/** Whose move it is after a failure; this alone decides log level and retry. */
public enum Blame {
    /** The commit's or the configuration's author: not tried again until either changes. */
    YOURS,
    /** The Git server's or a registry's: tried again, ever more slowly. */
    REMOTE,
    /** This machine's or its Docker engine's: tried again, ever more slowly. */
    HOST,
    /** Slipway's own: a bug. */
    OURS
}
