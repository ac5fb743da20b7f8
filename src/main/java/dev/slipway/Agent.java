package dev.slipway;

import dev.slipway.cli.BusyException;
import dev.slipway.cli.CommandLineInterface;
import dev.slipway.cli.ControlServer;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.DockerHost;
import dev.slipway.schedule.PollScheduler;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process that stays: polls in its rhythm, carries out what clients ask for, and reads its configuration again. */
final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger("slipway");

    /** The exit code for a fault of Slipway's own. */
    private static final int FAULT = 1;

    private final Configuration started;
    private final LocalBackend backend;
    private Configuration configuration;
    private Set<Path> watched;

    Agent(Configuration configuration, LocalBackend backend) {
        this.started = configuration;
        this.configuration = configuration;
        this.watched = configuration.loaded().files();
        this.backend = backend;
    }

    /** Returns when its thread was interrupted, and what was under way is done. */
    void run() throws DeployException, BusyException {
        try (var lock = started.dataDir().lock("slipway agent", backend.time());
                var assembly = Assembly.ofAgent(started, backend.environment(), backend.time());
                var scheduler = new PollScheduler(assembly::nudge, backend.time());
                var webhook = new WebhookService(assembly, started.file(), backend.environment(), backend.time());
                var dashboard = new DashboardService(assembly, backend.time());
                var control = new ControlServer(
                        started.dataDir().socket(), assembly, backend, backend.time(), backend.environment());
                var heap = new HeapTrim(Runtime.getRuntime()::totalMemory, System::gc);
                // Last, so that it is closed first.
                var watchdog = new Watchdog(
                        () -> assembly.stale().isEmpty(),
                        () -> Runtime.getRuntime().halt(FAULT))) {
            assembly.scheduledBy(scheduler::nextPoll);
            assembly.engine().watchedBy(heap);
            greet(assembly);
            new ConfigReload(
                            started.file(),
                            this::watched,
                            () -> reload(assembly, scheduler, webhook, dashboard),
                            backend.time())
                    .begin();
            assembly.tellTheOutside();
            assembly.keepLease(assembly.engine()::recover);
            // Takes up what an earlier process left unfinished, then looks at every branch.
            assembly.engine().recover();
            scheduler.apply(started.settings().poll(), assembly.apps());
            webhook.apply(started.settings().webhook());
            dashboard.apply(started.settings().dashboard());
            watchdog.begin(backend.time());
            heap.begin(backend.time());
            awaitInterrupt();
            LOG.info("stopping: what has touched nothing is called off, a replacement that has begun is finished");
        }
        LOG.info("stopped");
    }

    private void greet(Assembly assembly) {
        LOG.info(
                "Slipway {} watches {}, {}; configuration {}, data in {}, Docker at {}",
                CommandLineInterface.version(),
                String.join(", ", assembly.apps()),
                ConfigChanges.rhythm(started.settings().poll()),
                started.file().toAbsolutePath(),
                started.settings().dataDir(),
                started.settings().used().stream().map(DockerHost::toString).collect(Collectors.joining(", ")));
        started.loaded().warnings().forEach(LOG::warn);
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // A signal: that is what is waited for, and the closing that follows must not be interrupted by it again.
            LOG.debug("a signal came");
        }
    }

    private synchronized Set<Path> watched() {
        return watched;
    }

    private synchronized void reload(
            Assembly assembly, PollScheduler scheduler, WebhookService webhook, DashboardService dashboard) {
        try {
            var newer = Configuration.load(Optional.of(started.file()), backend.environment());
            var changes = ConfigChanges.between(started.settings(), configuration.settings(), newer.settings());
            assembly.runs(newer);
            assembly.webhookState()
                    .is(newer.settings().webhook(), backend.time().now());
            assembly.tellAs(newer);
            webhook.apply(newer.settings().webhook());
            dashboard.apply(newer.settings().dashboard());
            scheduler.apply(newer.settings().poll(), assembly.apps());
            LOG.info(
                    "read {} again: {}",
                    newer.file(),
                    changes.isEmpty() ? "nothing has changed" : String.join("; ", changes));
            newer.loaded().warnings().stream()
                    .filter(warning -> !configuration.loaded().warnings().contains(warning))
                    .forEach(LOG::warn);
            assembly.notes().configTroubledBy(Optional.empty());
            configuration = newer;
            watched = newer.loaded().files();
            assembly.engine().recover();
        } catch (DeployException e) {
            var words = e.failure().what() + ", so the one read before stays in force:\n"
                    + String.join("\n", e.failure().evidence());
            assembly.notes().configTroubledBy(Optional.of(words));
            LOG.warn(words);
            watched = Configuration.filesOf(e, configuration);
        }
    }
}
