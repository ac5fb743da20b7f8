package dev.slipway.deploy;

import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.Plan;
import dev.slipway.model.Request;

/** How one request ended. */
public sealed interface Outcome {
    /** There was something to deploy; the deployment is in a terminal phase. */
    record Ended(Deployment deployment) implements Outcome {}

    /** There was nothing to deploy, or it had to wait: UpToDate or HeldBack. */
    record Nothing(String app, Plan plan) implements Outcome {}

    /** It could not even be told what to do, or the journal could not be written; no new container serves. */
    record CheckFailed(String app, Failure failure) implements Outcome {}

    /** A newer request took its place before it began. */
    record Superseded(Request by) implements Outcome {}

    /** Slipway was told to stop before the request began to change anything. */
    record Interrupted(String app) implements Outcome {}
}
