package dev.slipway.deploy;

import dev.slipway.model.Deployment;
import dev.slipway.model.Request;

/** Port: sees all that happens, also what nobody is notified of. Never throws, never waits. */
public interface Watcher {
    /** A deployment has entered another phase. */
    void changed(Deployment deployment);

    /** A request was carried out, whatever came of it. */
    void carriedOut(Request request, Outcome outcome);

    /** A person has paused the app, or lifted that. */
    void stateSet(String app);
}
