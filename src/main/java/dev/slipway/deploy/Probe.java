package dev.slipway.deploy;

import dev.slipway.model.Container;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.Run;

/** Port: asks a container one question, once. */
public interface Probe {
    /** Runs the command inside the container. */
    Answer run(HealthSpec.Check.Command command, Container container) throws InterruptedException;

    /** Asks a container at its own port; never by way of a published port. */
    Answer inside(HealthSpec.Check.Networked check, Reach.Way way) throws InterruptedException;

    /**
     * Asks by way of the published port behind which the check's port is, as a client would. Where this process cannot be such
     * a client, the answer says so, and is that it is well.
     */
    Answer outside(HealthSpec.Check.Networked check, Run.Port port, Reach.Way way) throws InterruptedException;

    /**
     * What came of it.
     *
     * @param said in a few words: {@code http :8000/health answered 503 "db down"}
     */
    record Answer(boolean well, String said) {}
}
