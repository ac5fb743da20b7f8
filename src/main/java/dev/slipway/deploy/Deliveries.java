package dev.slipway.deploy;

import dev.slipway.model.Delivery;
import java.util.List;
import java.util.Optional;

/** Port: what came in by the webhook. A disk that refuses is a {@link DeployException} of HOST. */
public interface Deliveries {
    /** How many are kept. */
    int KEPT = 200;

    /** Enters one; the oldest beyond {@link #KEPT} go, but never the last that was verified, of all or of an app. */
    void add(Delivery delivery) throws DeployException;

    /** Newest first. */
    List<Delivery> newest(int limit) throws DeployException;

    /** The newest whose signature was right, whatever came of it. */
    Optional<Delivery> lastVerified() throws DeployException;
}
