package dev.slipway;

import dev.slipway.deploy.Notifier;
import dev.slipway.deploy.Silence;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;

/** For a process that somebody waits for: the command itself tells what comes of it, and would be doubled by a log. */
final class Untold implements Notifier {
    @Override
    public void changed(Deployment deployment) {
        // The command looks into the journal.
    }

    @Override
    public void checkFailed(String app, Failure failure) {
        // It is the command's outcome.
    }

    @Override
    public void checkRecovered(String app) {
        // As above.
    }

    @Override
    public void webhookSilent(String app, Silence silence) {
        // The status says it.
    }

    @Override
    public void webhookHeard(String app) {
        // As above.
    }
}
