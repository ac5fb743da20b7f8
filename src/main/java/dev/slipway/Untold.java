package dev.slipway;

import dev.slipway.deploy.History;
import dev.slipway.deploy.Notifier;
import dev.slipway.deploy.Silence;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.FailureText;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For a process that somebody waits for: the command itself tells what comes of it, and would be doubled by a log. */
final class Untold implements Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Untold.class);

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
    public void notWritten(String app, String decided, Failure why) {
        // It is in nothing that the command says.
        LOG.warn("{}: could not write down \"{}\": {}", app, decided, why.what());
    }

    @Override
    public void pushed(History.Push push) {
        // The history has it.
    }

    @Override
    public void pushFailed(String app, Failure failure) {
        // The deployment succeeded, and so does the command.
        LOG.warn("{}", String.join("\n", FailureText.lines(app, failure)));
    }

    @Override
    public void webhookSilent(String app, Silence silence) {
        // The status says it.
    }

    @Override
    public void webhookHeard(String app) {
        // As above.
    }

    @Override
    public void looked(String app, Optional<Failure> failure) {
        // It is the command's outcome.
    }

    @Override
    public void drifted(String app, String words) {
        LOG.warn("{}: {}", app, words);
    }

    @Override
    public void driftGone(String app) {
        // The status says it.
    }
}
