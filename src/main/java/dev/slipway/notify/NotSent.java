package dev.slipway.notify;

import java.time.Duration;

/** Why a message was not taken, in words that hold no secret. */
final class NotSent extends Exception {
    private static final long serialVersionUID = 1L;

    private final String next;
    private final boolean refused;
    private final Duration patience;

    private NotSent(String what, String next, boolean refused, Duration patience) {
        super(what);
        this.next = next;
        this.refused = refused;
        this.patience = patience;
    }

    /** It may well be taken later. */
    static NotSent yet(String what, String next) {
        return new NotSent(what, next, false, Duration.ZERO);
    }

    /** The same, and not before so long. */
    static NotSent before(Duration patience, String what, String next) {
        return new NotSent(what, next, false, patience);
    }

    /** It will not be taken as it is, or only once somebody has changed something. */
    static NotSent refused(String what, String next) {
        return new NotSent(what, next, true, Duration.ZERO);
    }

    /** What failed. */
    String what() {
        return String.valueOf(getMessage());
    }

    /** What to do about it. */
    String next() {
        return next;
    }

    boolean isRefused() {
        return refused;
    }

    /** How long we were asked to wait; zero if we were not. */
    Duration patience() {
        return patience;
    }
}
