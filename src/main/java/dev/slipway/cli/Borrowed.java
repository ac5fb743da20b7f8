package dev.slipway.cli;

import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Operations;
import dev.slipway.deploy.WebhookStatus;
import dev.slipway.model.Commit;
import dev.slipway.model.CommitWords;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A session that a command uses, but does not own. */
record Borrowed(Session owner) implements Session {
    @Override
    public Operations operations() {
        return owner.operations();
    }

    @Override
    public List<String> apps() {
        return owner.apps();
    }

    @Override
    public Path logFile(long deployment) {
        return owner.logFile(deployment);
    }

    @Override
    public Optional<Instant> nextPoll(String app) {
        return owner.nextPoll(app);
    }

    @Override
    public Deliveries deliveries() {
        return owner.deliveries();
    }

    @Override
    public Optional<WebhookStatus> webhook() throws DeployException {
        return owner.webhook();
    }

    @Override
    public Optional<CommitWords> words(String app, Commit commit) {
        return owner.words(app, commit);
    }

    @Override
    public List<String> notices() throws DeployException {
        return owner.notices();
    }

    @Override
    public List<String> stale() {
        return owner.stale();
    }

    @Override
    public Path configFile() {
        return owner.configFile();
    }

    @Override
    public Watch watch() {
        return owner.watch();
    }

    @Override
    public void close() {
        // The owner closes it.
    }
}
