package dev.slipway.model;

import java.util.Objects;

/**
 * One thing that a check found out. None of its texts may hold a secret.
 *
 * @param what what is so, in one line
 * @param why why it matters; empty where it is well
 * @param next the exact next command or edit; empty where nothing is to be done
 */
public record Finding(Level level, String what, String why, String next) {
    public Finding {
        Objects.requireNonNull(level);
        Objects.requireNonNull(what);
        Objects.requireNonNull(why);
        Objects.requireNonNull(next);
    }

    /** How much it weighs, in rising order. */
    public enum Level {
        /** It is as it should be. */
        WELL,
        /** Worth knowing, and right for some. */
        NOTE,
        /** It works today, and may not tomorrow, or lets somebody in. */
        RISK,
        /** A deployment, or the webhook, fails by it. */
        WRONG
    }

    public static Finding well(String what) {
        return new Finding(Level.WELL, what, "", "");
    }

    public static Finding note(String what, String why, String next) {
        return new Finding(Level.NOTE, what, why, next);
    }

    public static Finding risk(String what, String why, String next) {
        return new Finding(Level.RISK, what, why, next);
    }

    public static Finding wrong(String what, String why, String next) {
        return new Finding(Level.WRONG, what, why, next);
    }
}
