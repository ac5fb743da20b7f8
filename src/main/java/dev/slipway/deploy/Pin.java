package dev.slipway.deploy;

import dev.slipway.model.Request;

/**
 * Keeps an app at the commit that a person asked for, so that the next poll does not undo it: a named commit pins, the tip of
 * the branch lifts the pin. Written before anything is touched; taken back if the deployment does not succeed.
 */
final class Pin {
    private final History history;
    private final String app;
    private final History.AppState before;

    Pin(History history, String app) throws DeployException {
        this.history = history;
        this.app = app;
        this.before = history.state(app);
    }

    void set(Request request) throws DeployException {
        if (request.trigger().byPerson()) {
            save(before.pinnedTo(request.commit()));
        }
    }

    void restore() throws DeployException {
        save(history.state(app).pinnedTo(before.pinned()));
    }

    private void save(History.AppState state) throws DeployException {
        if (!history.state(app).equals(state)) {
            history.save(app, state);
        }
    }
}
