package dev.slipway;

import dev.slipway.cli.Session;
import dev.slipway.cli.Watch;
import dev.slipway.dashboard.Readiness;
import dev.slipway.deploy.AppCatalog;
import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Engine;
import dev.slipway.deploy.History;
import dev.slipway.deploy.Hosts;
import dev.slipway.deploy.Notifier;
import dev.slipway.deploy.Operations;
import dev.slipway.deploy.Time;
import dev.slipway.deploy.WebhookStatus;
import dev.slipway.git.JGitSource;
import dev.slipway.git.TokenLife;
import dev.slipway.history.HistoryFile;
import dev.slipway.history.LogFiles;
import dev.slipway.history.SqliteHistory;
import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.CommitWords;
import dev.slipway.model.Request;
import dev.slipway.model.Secret;
import dev.slipway.notify.LogNotifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The object graph of one process: every adapter, connected to one engine. */
final class Assembly implements Session {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    /** What is not sent by then is sent by the next agent or command. */
    private static final Duration AT_THE_AGENTS_END = Duration.ofSeconds(5);

    private static final Duration AT_A_COMMANDS_END = Duration.ofSeconds(20);

    private final AppCatalog apps;
    private final Path configFile;
    private final Path historyFile;
    private final History history;
    private final LogFiles logs;
    private final JGitSource source;
    private final EngineHosts hosts;
    private final Engine engine;
    private final WebhookState webhook;
    private final Notices notices;
    private final Time time;
    private Optional<DataDir.Lock> lock = Optional.empty();
    private Optional<NewsService> news = Optional.empty();
    private Optional<LeaseKeeper> leaseKeeper = Optional.empty();
    private Optional<HostWatch> hostWatch = Optional.empty();
    private Function<String, Optional<Instant>> schedule = app -> Optional.empty();
    private Supplier<Watch> watch = () -> Watch.ANOTHER;

    private Assembly(
            Configuration configuration,
            Identity identity,
            History history,
            Notifier notifier,
            Map<String, String> environment,
            Time time,
            BiFunction<AppCatalog, Hosts, Engine> engine) {
        this.apps = new AppCatalog(configuration.settings().apps());
        this.configFile = configuration.file();
        this.historyFile = configuration.dataDir().history();
        this.history = history;
        this.time = time;
        this.webhook = new WebhookState(history, configuration.settings().webhook());
        this.logs = new LogFiles(configuration.dataDir().logs(), this::secrets, time);
        this.notices = new Notices(historyFile, history, time);
        this.hosts = new EngineHosts(configuration, identity, environment, time);
        this.source = new JGitSource(configuration.dataDir().clones(), JGitSource.Limits.DEFAULT, hosts::reserve);
        this.engine = engine.apply(apps, name -> hosts.of(name).ports(source, history, notifier, webhook, logs));
    }

    /** For the agent, which holds the lock of {@code data_dir} and tells what happens in its log. */
    static Assembly ofAgent(Configuration configuration, Map<String, String> environment, Time time)
            throws DeployException {
        var history = HistoryFile.openOrBeginAnew(configuration.dataDir().history(), time.now());
        history.expectDeliveries(configuration.settings().webhook().isPresent(), time.now());
        var news = new NewsService(configuration, history, environment, AT_THE_AGENTS_END, time);
        var assembly = new Assembly(
                configuration,
                Identity.acting(configuration),
                history,
                news.beside(new LogNotifier()),
                environment,
                time,
                Engine::ofAgent);
        assembly.news = Optional.of(news);
        assembly.source.keepOnly(Set.copyOf(assembly.apps()));
        return assembly;
    }

    /** For a command that holds the lock of {@code data_dir}, which is let go when the assembly is closed. */
    static Assembly acting(Configuration configuration, DataDir.Lock lock, Map<String, String> environment, Time time)
            throws DeployException {
        var history = HistoryFile.openOrBeginAnew(configuration.dataDir().history(), time.now());
        var news = new NewsService(configuration, history, environment, AT_A_COMMANDS_END, time);
        var assembly = new Assembly(
                configuration,
                Identity.acting(configuration),
                history,
                news.beside(new Untold()),
                environment,
                time,
                Engine::new);
        assembly.news = Optional.of(news);
        assembly.lock = Optional.of(lock);
        news.begin();
        assembly.keepLease(() -> {});
        return assembly;
    }

    /** For a process that only looks; where nothing was ever done it finds nothing, and makes nothing. */
    static Assembly looking(Configuration configuration, Map<String, String> environment, Time time)
            throws DeployException {
        var file = configuration.dataDir().history();
        var history = Files.exists(file) ? SqliteHistory.openReadOnly(file) : new NoHistory();
        var assembly =
                new Assembly(configuration, Identity.looking(), history, new Untold(), environment, time, Engine::new);
        assembly.watch = () -> configuration.dataDir().isHeld() ? Watch.ANOTHER : Watch.NOBODY;
        return assembly;
    }

    /** Makes it the agent's. */
    void scheduledBy(Function<String, Optional<Instant>> nextPoll) {
        schedule = nextPoll;
        watch = () -> Watch.AGENT;
    }

    @Override
    public List<String> stale() {
        return engine.stale(schedule);
    }

    /** Whether the agent can do its work now. */
    Readiness readiness() {
        return new Readiness(this::stale, hosts::ping, this::readJournal);
    }

    /** What is to be known of the machine, by a process that began now. */
    HostFacts host() {
        return new HostFacts(hosts, webhook::publicUrl, time.now(), time);
    }

    private void readJournal() throws DeployException {
        HistoryFile.requireThere(historyFile);
        var unused = history.newest(1);
    }

    /** Begins to send news; by then the agent has all that it needs to go on without. */
    void tellTheOutside() {
        news.ifPresent(service -> {
            service.begin();
            var watching = new HostWatch(hosts::shortages, apps::all, new TokenLife(time), service.notifications());
            watching.begin(time);
            hostWatch = Optional.of(watching);
        });
    }

    /**
     * Renews the leases of the swarms, if there are any, until it is closed.
     *
     * @param taken what is to be done once this process acts in the place of another
     */
    void keepLease(Runnable taken) {
        var keeper = new LeaseKeeper(engine, hosts.of(Optional.empty()).lease()::pause, taken);
        keeper.begin(time);
        leaseKeeper = Optional.of(keeper);
    }

    /** Tells as this configuration wants it from now on. */
    void tellAs(Configuration newer) {
        news.ifPresent(service -> service.is(newer));
    }

    /** From now on the apps are those of this configuration, on its hosts, and as much must be free before a build. */
    void runs(Configuration newer) {
        hosts.is(newer);
        apps.replace(newer.settings().apps());
    }

    Engine engine() {
        return engine;
    }

    /** Hands on what nobody waits for. */
    void nudge(Request request) {
        try {
            var unused = engine.submit(request);
        } catch (DeployException e) {
            // The app left the configuration between the tick, or the delivery, and now.
            LOG.debug("{}", e.failure().what());
        }
    }

    AppCatalog catalog() {
        return apps;
    }

    private Collection<Secret> secrets() {
        return Stream.concat(apps.all().stream().flatMap(App::secrets), webhook.secrets())
                .toList();
    }

    @Override
    public Operations operations() {
        return engine;
    }

    @Override
    public List<String> apps() {
        return apps.all().stream().map(App::name).toList();
    }

    @Override
    public Path logFile(long deployment) {
        return logs.file(deployment);
    }

    @Override
    public Optional<Instant> nextPoll(String app) {
        return schedule.apply(app);
    }

    @Override
    public Deliveries deliveries() {
        return webhook.book();
    }

    @Override
    public Optional<WebhookStatus> webhook() throws DeployException {
        return webhook.status();
    }

    @Override
    public Optional<CommitWords> words(String app, Commit commit) {
        return source.words(app, commit);
    }

    WebhookState webhookState() {
        return webhook;
    }

    /** What is told of this process beside its apps. */
    Notices notes() {
        return notices;
    }

    @Override
    public List<String> notices() throws DeployException {
        return notices.all();
    }

    @Override
    public Path configFile() {
        return configFile;
    }

    @Override
    public Watch watch() {
        return watch.get();
    }

    @Override
    public void close() {
        engine.close();
        leaseKeeper.ifPresent(LeaseKeeper::close);
        hostWatch.ifPresent(HostWatch::close);
        // By now the engine has told all that it had to tell.
        news.ifPresent(NewsService::close);
        hosts.close();
        try {
            if (history instanceof SqliteHistory file) {
                file.close();
            }
        } catch (DeployException e) {
            // What was under way has come to its end, and all that matters of it is on disk.
            LOG.warn("not everything could be closed: {}", e.toString());
        }
        lock.ifPresent(DataDir.Lock::close);
    }
}
