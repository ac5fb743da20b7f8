package dev.slipway.deploy;

import dev.slipway.model.Blame;
import dev.slipway.model.Failure;

/** The one checked exception: something outside failed, and {@link #failure} says in words what, and what to do. */
public final class DeployException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public DeployException(Failure failure) {
        super(failure.what());
        this.failure = failure;
    }

    public DeployException(Failure failure, Throwable cause) {
        super(failure.what(), cause);
        this.failure = failure;
    }

    /**
     * For adapters.
     *
     * @see Failure#of
     */
    public DeployException(Blame blame, String what, String next) {
        this(Failure.of(blame, what, next));
    }

    public DeployException(Blame blame, String what, String next, Throwable cause) {
        this(Failure.of(blame, what, next), cause);
    }

    public Failure failure() {
        return failure;
    }
}
