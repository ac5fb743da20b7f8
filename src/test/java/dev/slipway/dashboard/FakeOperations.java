package dev.slipway.dashboard;

import dev.slipway.deploy.AppStatus;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.History;
import dev.slipway.deploy.Operations;
import dev.slipway.deploy.Outcome;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Deployment;
import dev.slipway.model.Difference;
import dev.slipway.model.Plan;
import dev.slipway.model.Request;
import dev.slipway.model.SwapMode;
import dev.slipway.model.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Knows one app, {@code web}, which can go back to one commit, and remembers in words what it was asked to do. */
final class FakeOperations implements Operations {
    static final String GOOD = "a".repeat(40);
    final List<String> asked = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<Outcome> submit(Request request) throws DeployException {
        require(request.app());
        asked.add(request.trigger() + " " + request.app()
                + request.commit().map(commit -> " " + commit.sha()).orElse("") + (request.retry() ? " again" : ""));
        return new CompletableFuture<>();
    }

    private static void require(String app) throws DeployException {
        if (!app.equals("web")) {
            throw new DeployException(Blame.YOURS, "the configuration has no app " + app, "it has web");
        }
    }

    @Override
    public Plan plan(Request request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Deployment rollbackTarget(String app, Optional<String> sha) throws DeployException {
        var intent =
                new Deployment.Intent(app, resolve(app, sha.orElse("aaaa")), Trigger.POLL, "h", SwapMode.TRIAL, "r");
        return Deployment.planned(3, intent, Instant.EPOCH);
    }

    @Override
    public Commit resolve(String app, String sha) throws DeployException {
        require(app);
        if (!GOOD.startsWith(sha)) {
            throw new DeployException(Blame.YOURS, "no commit that begins with " + sha, "give the full id");
        }
        return new Commit(GOOD);
    }

    @Override
    public void pause(String app, String reason) throws DeployException {
        require(app);
        asked.add("pause " + app + ": " + reason);
    }

    @Override
    public void resume(String app) throws DeployException {
        require(app);
        asked.add("resume " + app);
    }

    @Override
    public List<Difference> differences(String app) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Pruning prune(boolean dryRun) {
        return new Pruning(List.of(), List.of());
    }

    @Override
    public List<AppStatus> status() {
        throw new UnsupportedOperationException();
    }

    @Override
    public AppStatus status(String app) {
        throw new UnsupportedOperationException();
    }

    @Override
    public History history() {
        throw new UnsupportedOperationException();
    }
}
