package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Deployment;
import dev.slipway.model.Difference;
import dev.slipway.model.Failure;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import dev.slipway.model.Request;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Slipway's engine: takes requests, carries them out one at a time for each app, and tells how things stand. */
public final class Engine implements Operations, AutoCloseable {
    private static final int DEPLOYMENTS_READ = 200;

    private final AppCatalog apps;
    private final Herald herald;
    private final Hosts hosts;
    private final Function<Ports, ImagePush> pushes;
    /** By the name of their host; made when the first app of it is looked at. */
    private final Map<Optional<String>, Crew> crews = new ConcurrentHashMap<>();
    /** Of which only that is used which is the same for all hosts. */
    private final Ports ports;

    private final RemotePatience patience;
    private final Verdicts verdicts;
    private final SilenceWatch silence;
    private final UnderWay underWay;
    private final Dispatcher dispatcher = new Dispatcher(this::attend);

    /** For a process that ends with its requests. */
    public Engine(AppCatalog apps, Hosts hosts) {
        this(apps, hosts, ImagePush::within);
    }

    /** The same with one host, on which all apps run. */
    Engine(AppCatalog apps, Ports outside) {
        this(apps, name -> outside);
    }

    /** For one that stays. */
    public static Engine ofAgent(AppCatalog apps, Hosts hosts) {
        return new Engine(apps, hosts, ImagePush::beside);
    }

    private Engine(AppCatalog apps, Hosts hosts, Function<Ports, ImagePush> pushes) {
        var outside = hosts.of(Optional.empty());
        this.apps = apps;
        this.hosts = hosts;
        this.pushes = pushes;
        this.herald = new Herald(outside.notifier());
        this.ports = outside.telling(herald);
        this.patience = new RemotePatience(ports.time(), RandomGenerator.getDefault());
        this.silence = new SilenceWatch(ports);
        this.verdicts = new Verdicts(ports, silence);
        this.underWay = new UnderWay(ports.time());
    }

    /** Who looks after the app. */
    private Crew crew(App app) {
        return crew(app.host());
    }

    private Crew crew(Optional<String> host) {
        return crews.computeIfAbsent(
                host, each -> new Crew(hosts.of(each).telling(herald), patience, verdicts, pushes));
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
            var crew = crew(app.get());
            var outcome = verdicts.note(crew.deployer().handle(app.get(), request, cancellation));
            crew.pushes().consider(app.get(), request, cancellation);
            return outcome;
        });
    }

    @Override
    public Plan plan(Request request) throws DeployException, InterruptedException {
        var app = app(request.app());
        var crew = crew(app);
        OwnContainer.refuse(app, crew.ports().containers(), crew.ports().reach());
        return crew.survey().plan(app, request);
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
        var own = crew(app).ports();
        var current = Lineup.of(app, own).current();
        return current.isPresent() ? own.drifts().of(app, current.get()) : List.of();
    }

    @Override
    public Pruning prune(boolean dryRun) throws DeployException {
        return new Roundup(apps.all(), ports.time()).prune(app -> crew(app).ports(), dryRun);
    }

    @Override
    public List<AppStatus> status() throws DeployException {
        return new Roundup(apps.all(), ports.time()).status(this::status, this::unseen);
    }

    @Override
    public AppStatus status(String name) throws DeployException {
        return status(app(name));
    }

    private AppStatus status(App app) throws DeployException {
        return crew(app).status(app, silence.of(app.name()));
    }

    private AppStatus unseen(App app, Failure why) throws DeployException {
        return crew(app).unseen(app, silence.of(app.name()), why);
    }

    /** The Docker hosts that manage a swarm for an app, or did before. */
    public Set<Optional<String>> swarms() {
        var named = apps.all().stream().filter(App::inSwarm).map(App::host);
        return Stream.concat(named, crews.keySet().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Keeps the lease of a host's swarm, or watches it; does nothing where no app is for that.
     *
     * @return whether this process may act for the swarm from now on, and could not before
     */
    public boolean tendLease(Optional<String> host) throws DeployException {
        var lease = crew(host).ports().lease();
        if (on(host, apps.all()).stream().noneMatch(App::inSwarm)) {
            lease.release();
            return false;
        }
        return lease.tend();
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
                        app.name(),
                        nextPoll.apply(app.name()),
                        underWay.of(app.name()),
                        Freshness.atMost(app, on(app.host(), all))))
                .toList();
        return Freshness.stale(ports.time().now(), pulses);
    }

    private static List<App> on(Optional<String> host, List<App> all) {
        return all.stream().filter(app -> app.host().equals(host)).toList();
    }

    @Override
    public History history() {
        return ports.history();
    }

    /** Takes nothing new; what has not touched anything is called off, the rest comes to its end first. */
    @Override
    public void close() {
        dispatcher.close();
        crews.values().forEach(Crew::close);
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
