package dev.slipway.config;

/** A value is not what its key takes. The message completes {@code apps.web.keep: …} and holds no secret. */
final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean quoting;

    /** The message says all. */
    Misfit(String message) {
        this(message, false);
    }

    private Misfit(String message, boolean quoting) {
        super(message, null, false, false);
        this.quoting = quoting;
    }

    /** For values that may be shown: {@code must be a port}, to which is added what was written instead. */
    static Misfit mustBe(String what) {
        return new Misfit("must be " + what, true);
    }

    String message(String written) {
        return getMessage() + (quoting ? ", not '" + written + "'" : "");
    }
}
