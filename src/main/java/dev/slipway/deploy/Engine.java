package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Deployment;
import dev.slipway.model.Difference;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import dev.slipway.model.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Slipway's engine: takes requests, carries them out one at a time for each app, and tells how things stand. */
public final class Engine implements Operations, AutoCloseable {
    private static final int DEPLOYMENTS_READ = 200;

    private final AppCatalog apps;
    private final Herald herald;
    private final Ports ports;
    private final Survey survey;
    private final Deployer deployer;
    private final Verdicts verdicts;
    private final SilenceWatch silence;
    private final UnderWay underWay;
    private final ImagePush pushes;
    private final Dispatcher dispatcher = new Dispatcher(this::attend);

    /** For a process that ends with its requests. */
    public Engine(AppCatalog apps, Ports outside) {
        this(apps, outside, ImagePush::within);
    }

    /** For one that stays. */
    public static Engine ofAgent(AppCatalog apps, Ports outside) {
        return new Engine(apps, outside, ImagePush::beside);
    }

    private Engine(AppCatalog apps, Ports outside, Function<Ports, ImagePush> pushes) {
        this.apps = apps;
        this.herald = new Herald(outside.notifier());
        this.ports = outside.telling(herald);
        this.survey = new Survey(ports);
        this.silence = new SilenceWatch(ports);
        this.verdicts = new Verdicts(ports, silence);
        this.underWay = new UnderWay(ports.time());
        this.deployer = new Deployer(ports, survey, verdicts);
        this.pushes = pushes.apply(ports);
    }

    /** Shows this one, too, all that happens from now on. */
    public void watchedBy(Watcher watcher) {
        herald.watchedBy(watcher);
    }

    /** Has every app looked at now: unfinished deployments are taken up, then the branches are asked. */
    public void recover() {
        for (var app : apps.all()) {
            var unused = dispatcher.submit(Request.poll(app.name(), ports.time().now()));
        }
    }

    @Override
    public CompletableFuture<Outcome> submit(Request request) throws DeployException {
        app(request.app());
        return dispatcher.submit(request);
    }

    private Outcome attend(Request request, Cancellation cancellation) {
        var outcome = carryOut(request, cancellation);
        herald.carriedOut(request, outcome);
        return outcome;
    }

    private Outcome carryOut(Request request, Cancellation cancellation) {
        // Between submission and now the configuration may have been reloaded.
        var app = apps.find(request.app());
        if (app.isEmpty()) {
            return new Outcome.CheckFailed(request.app(), unknown(request.app()).failure());
        }
        return underWay.during(request.app(), () -> {
            var outcome = verdicts.note(deployer.handle(app.get(), request, cancellation));
            pushes.consider(app.get(), request, cancellation);
            return outcome;
        });
    }

    @Override
    public Plan plan(Request request) throws DeployException, InterruptedException {
        var app = app(request.app());
        OwnContainer.refuse(app, ports.containers(), ports.reach());
        return survey.plan(app, request);
    }

    @Override
    public Deployment rollbackTarget(String name, Optional<String> sha) throws DeployException {
        var running = status(name).running();
        return ports.history().of(name, DEPLOYMENTS_READ).stream()
                .filter(d -> d.phase() == Phase.SUCCEEDED)
                .filter(d -> sha.isPresent()
                        ? d.commit().sha().startsWith(sha.get().toLowerCase(Locale.ROOT))
                        : running.filter(d.commit()::equals).isEmpty())
                .findFirst()
                .orElseThrow(() -> new DeployException(
                        Blame.YOURS,
                        sha.map(s -> "no deployment of " + name + " with commit " + s + " ever succeeded")
                                .orElse("no other commit of " + name + " ever ran well here"),
                        "see slipway history " + name));
    }

    @Override
    public Commit resolve(String name, String sha) throws DeployException {
        app(name);
        var wanted = sha.toLowerCase(Locale.ROOT);
        if (Commit.isFull(wanted)) {
            return new Commit(wanted);
        }
        var matches = ports.history().of(name, DEPLOYMENTS_READ).stream()
                .map(Deployment::commit)
                .filter(commit -> commit.sha().startsWith(wanted))
                .distinct()
                .toList();
        if (matches.size() == 1) {
            return matches.getFirst();
        }
        throw new DeployException(
                Blame.YOURS,
                matches.isEmpty()
                        ? "no commit that begins with " + sha + " was ever deployed to " + name
                        : sha + " is the beginning of " + matches.size() + " commits",
                "give the full commit id, as git rev-parse prints it");
    }

    @Override
    public void pause(String name, String reason) throws DeployException {
        app(name);
        ports.history().save(name, ports.history().state(name).pausedBecause(Optional.of(reason)));
        herald.stateSet(name);
    }

    @Override
    public void resume(String name) throws DeployException {
        app(name);
        var latest = ports.history().of(name, 1);
        var acknowledged = latest.isEmpty() ? 0 : latest.getFirst().id();
        ports.history().save(name, History.AppState.FREE.acknowledging(acknowledged));
        herald.stateSet(name);
    }

    @Override
    public List<Difference> differences(String name) throws DeployException {
        var app = app(name);
        var current = Lineup.of(app, ports).current();
        return current.isPresent() ? ports.drifts().of(app, current.get()) : List.of();
    }

    @Override
    public List<Pruned> prune(boolean dryRun) throws DeployException {
        return new Housekeeping(ports).prune(apps.all(), dryRun);
    }

    @Override
    public List<AppStatus> status() throws DeployException {
        var all = new ArrayList<AppStatus>();
        for (var app : apps.all()) {
            all.add(status(app));
        }
        return all;
    }

    @Override
    public AppStatus status(String name) throws DeployException {
        return status(app(name));
    }

    private AppStatus status(App app) throws DeployException {
        var standing = Lineup.standing(app, ports);
        var current = standing.lineup().flatMap(Lineup::current);
        return new AppStatus(
                app,
                current,
                standing.conflict(),
                ports.history().state(app.name()),
                ports.history().of(app.name(), 1).stream().findFirst(),
                ports.history().decisions(app.name(), 1).stream().findFirst(),
                survey.lastCheck(app.name()),
                pushes.of(app, current),
                silence.of(app.name()),
                survey.runningTag(current),
                new GateKeeper(ports).trouble(app, current));
    }

    /**
     * Keeps the lease of the swarm, or watches it; does nothing where no app is for a swarm.
     *
     * @return whether this process may act for the swarm from now on, and could not before
     */
    public boolean tendLease() throws DeployException {
        if (apps.all().stream().noneMatch(App::inSwarm)) {
            ports.lease().release();
            return false;
        }
        return ports.lease().tend();
    }

    /**
     * Why polling is stale, in words; empty while it is alive.
     *
     * @param nextPoll when the schedule looks at an app next
     */
    public List<String> stale(Function<String, Optional<Instant>> nextPoll) {
        var all = apps.all();
        var pulses = all.stream()
                .map(app -> new Freshness.Pulse(
                        app.name(), nextPoll.apply(app.name()), underWay.of(app.name()), Freshness.atMost(app, all)))
                .toList();
        return Freshness.stale(ports.time().now(), pulses);
    }

    @Override
    public History history() {
        return ports.history();
    }

    /** Takes nothing new; what has not touched anything is called off, the rest comes to its end first. */
    @Override
    public void close() {
        dispatcher.close();
        // Only now: what was under way needed it.
        ports.lease().close();
        pushes.close();
        herald.close();
    }

    private App app(String name) throws DeployException {
        return apps.find(name).orElseThrow(() -> unknown(name));
    }

    private DeployException unknown(String name) {
        var known = apps.all().stream().map(App::name).toList();
        return new DeployException(
                Blame.YOURS, "the configuration has no app " + name, "it has " + String.join(", ", known));
    }
}
