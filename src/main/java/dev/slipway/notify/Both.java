package dev.slipway.notify;

import dev.slipway.deploy.History;
import dev.slipway.deploy.Notifier;
import dev.slipway.deploy.Silence;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import java.util.Optional;

/** Tells two, the first one first. */
record Both(Notifier one, Notifier other) implements Notifier {
    @Override
    public void changed(Deployment deployment) {
        one.changed(deployment);
        other.changed(deployment);
    }

    @Override
    public void checkFailed(String app, Failure failure) {
        one.checkFailed(app, failure);
        other.checkFailed(app, failure);
    }

    @Override
    public void checkRecovered(String app) {
        one.checkRecovered(app);
        other.checkRecovered(app);
    }

    @Override
    public void notWritten(String app, String decided, Failure why) {
        one.notWritten(app, decided, why);
        other.notWritten(app, decided, why);
    }

    @Override
    public void pushed(History.Push push) {
        one.pushed(push);
        other.pushed(push);
    }

    @Override
    public void pushFailed(String app, Failure failure) {
        one.pushFailed(app, failure);
        other.pushFailed(app, failure);
    }

    @Override
    public void webhookSilent(String app, Silence silence) {
        one.webhookSilent(app, silence);
        other.webhookSilent(app, silence);
    }

    @Override
    public void webhookHeard(String app) {
        one.webhookHeard(app);
        other.webhookHeard(app);
    }

    @Override
    public void looked(String app, Optional<Failure> failure) {
        one.looked(app, failure);
        other.looked(app, failure);
    }

    @Override
    public void drifted(String app, String words) {
        one.drifted(app, words);
        other.drifted(app, words);
    }

    @Override
    public void driftGone(String app) {
        one.driftGone(app);
        other.driftGone(app);
    }
}
