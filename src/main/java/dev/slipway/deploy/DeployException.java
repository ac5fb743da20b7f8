package dev.slipway.deploy;

import dev.slipway.model.Blame;
import dev.slipway.model.Failure;
import java.time.Duration;

/** The one checked exception: something outside failed, and {@link #failure} says in words what, and what to do. */
public final class DeployException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final Duration patience;

    public DeployException(Failure failure) {
        super(failure.what());
        this.failure = failure;
        this.patience = Duration.ZERO;
    }

    public DeployException(Failure failure, Throwable cause) {
        this(failure, cause, Duration.ZERO);
    }

    private DeployException(Failure failure, Throwable cause, Duration patience) {
        super(failure.what(), cause);
        this.failure = failure;
        this.patience = patience;
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

    /** The same, from one who asks not to be tried again so soon. */
    public DeployException askingPatience(Duration wait) {
        var asking = new DeployException(failure, getCause() == null ? this : getCause(), wait);
        asking.setStackTrace(getStackTrace());
        return asking;
    }

    /** How long nothing but a person should try the same again; zero if nobody minds. */
    public Duration patience() {
        return patience;
    }
}
