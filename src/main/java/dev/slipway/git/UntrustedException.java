package dev.slipway.git;

import java.io.Serial;

/** A commit is not to be believed; says why, and what its owner can do about it. */
final class UntrustedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String next;

    UntrustedException(String what, String next) {
        super(what);
        this.next = next;
    }

    String next() {
        return next;
    }
}
