package dev.slipway.deploy;

import dev.slipway.model.Container;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.Run;

/** Port: asks a container one question, once. */
public interface Probe {
    /** Asks the container itself, at its own address and port; never by way of a published port. */
    Answer inside(HealthSpec.Check check, Container container) throws InterruptedException;

    /**
     * Asks by way of the published port, as a client would.
     *
     * @param check Http or Tcp, on the port's container side
     */
    Answer outside(HealthSpec.Check check, Run.Port port) throws InterruptedException;

    /**
     * What came of it.
     *
     * @param said in a few words: {@code http :8000/health answered 503 "db down"}
     */
    record Answer(boolean well, String said) {}
}
