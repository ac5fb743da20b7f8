package dev.slipway.cli;

import dev.slipway.deploy.AppStatus;
import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.FakeDeliveries;
import dev.slipway.deploy.History;
import dev.slipway.deploy.Images;
import dev.slipway.deploy.Operations;
import dev.slipway.deploy.Outcome;
import dev.slipway.deploy.WebhookStatus;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Deployment;
import dev.slipway.model.Difference;
import dev.slipway.model.Failure;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import dev.slipway.model.Request;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine that ends each request as a test wants, and remembers what it was asked. */
final class FakeOperations implements Operations, Session {
    Watch watch = Watch.AGENT;
    List<String> stale = List.of();
    final List<String> notices = new ArrayList<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();
    final List<String> said = new CopyOnWriteArrayList<>();
    final Map<String, AppStatus> apps = new LinkedHashMap<>();
    final List<Deployment> deployments = new ArrayList<>();
    final List<Difference> differences = new ArrayList<>();
    final FakeDeliveries deliveries = new FakeDeliveries();
    Optional<WebhookStatus> webhook = Optional.empty();
    private final Path logs;
    private CompletableFuture<Outcome> end = new CompletableFuture<>();

    FakeOperations(Path logs) {
        this.logs = logs;
        apps.put("web", Given.status("web", Given.OLD, Given.NEW));
    }

    /** Every request ends so. */
    void endsWith(Outcome outcome) {
        end = CompletableFuture.completedFuture(outcome);
    }

    /** No request ends by itself. */
    CompletableFuture<Outcome> neverEnds() {
        end = new CompletableFuture<>();
        return end;
    }

    @Override
    public CompletableFuture<Outcome> submit(Request request) throws DeployException {
        status(request.app());
        requests.add(request);
        return end;
    }

    @Override
    public Plan plan(Request request) throws DeployException {
        status(request.app());
        return new Plan.Deploy(Given.deployment().intent());
    }

    @Override
    public Deployment rollbackTarget(String app, Optional<String> sha) throws DeployException {
        status(app);
        return Given.deployment(Phase.BUILDING, Phase.REPLACING, Phase.VERIFYING, Phase.SUCCEEDED);
    }

    @Override
    public Commit resolve(String app, String sha) throws DeployException {
        if (!Given.NEW.sha().startsWith(sha)) {
            throw new DeployException(Blame.YOURS, "no commit begins with " + sha, "give the full id");
        }
        return Given.NEW;
    }

    @Override
    public List<Difference> differences(String app) throws DeployException {
        status(app);
        return differences;
    }

    @Override
    public void pause(String app, String reason) {
        said.add("pause " + app + ": " + reason);
    }

    @Override
    public void resume(String app) {
        said.add("resume " + app);
    }

    /** Why the images of a Docker host were not looked at. */
    List<Failure> missed = List.of();

    @Override
    public Pruning prune(boolean dryRun) {
        said.add("prune" + (dryRun ? " --dry-run" : ""));
        return new Pruning(List.of(new Pruned("web", new Images.Unneeded("slipway/web:1", 3 << 20))), missed);
    }

    @Override
    public List<AppStatus> status() {
        return List.copyOf(apps.values());
    }

    @Override
    public AppStatus status(String app) throws DeployException {
        if (!apps.containsKey(app)) {
            throw new DeployException(Blame.YOURS, "the configuration has no app " + app, "it has " + apps.keySet());
        }
        return apps.get(app);
    }

    @Override
    public History history() {
        return new FakeJournal(deployments);
    }

    @Override
    public Operations operations() {
        return this;
    }

    @Override
    public List<String> apps() {
        return List.copyOf(apps.keySet());
    }

    @Override
    public Path logFile(long deployment) {
        return logs.resolve(deployment + ".log");
    }

    @Override
    public Optional<Instant> nextPoll(String app) {
        return Optional.of(Given.NOW.plusSeconds(20));
    }

    @Override
    public Deliveries deliveries() {
        return deliveries;
    }

    @Override
    public Optional<WebhookStatus> webhook() {
        return webhook;
    }

    @Override
    public List<String> notices() {
        return notices;
    }

    @Override
    public Path configFile() {
        return logs.resolve("slipway.yaml");
    }

    @Override
    public Watch watch() {
        return watch;
    }

    @Override
    public List<String> stale() {
        return stale;
    }

    @Override
    public void close() {
        said.add("closed");
    }
}
