package dev.slipway;

import dev.slipway.cli.BusyException;
import dev.slipway.cli.ControlServer;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Request;
import dev.slipway.schedule.PollScheduler;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process that stays: polls in its rhythm, carries out what clients ask for, and heeds signals. */
final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger("slipway");

    private final LocalBackend backend;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Configuration configuration;

    Agent(Configuration configuration, LocalBackend backend) {
        this.configuration = configuration;
        this.backend = backend;
    }

    /** Returns when it was told to stop, and what was under way is done. */
    void run() throws DeployException, BusyException, InterruptedException {
        try (var lock = configuration.dataDir().lock("slipway agent", backend.time());
                var assembly = Assembly.acting(configuration, backend.environment(), backend.time());
                var scheduler = new PollScheduler(request -> submit(assembly, request), backend.time());
                var control = new ControlServer(
                        configuration.dataDir().socket(), assembly, backend, backend.time(), backend.environment())) {
            assembly.scheduledBy(scheduler::nextPoll);
            heedSignals(assembly, scheduler);
            LOG.info(
                    "Slipway watches {} by {}; data in {}",
                    assembly.apps(),
                    configuration.file(),
                    configuration.settings().dataDir());
            // Takes up what an earlier process left unfinished, then looks at every branch.
            assembly.engine().recover();
            scheduler.apply(configuration.settings().poll(), assembly.apps());
            stop.await();
            LOG.info("stopping: builds are called off, a replacement that has begun is brought to its end");
        } finally {
            stopped.countDown();
        }
        LOG.info("stopped");
    }

    private void heedSignals(Assembly assembly, PollScheduler scheduler) {
        new ConfigReload(configuration.file(), () -> reload(assembly, scheduler), backend.time()).begin();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            stop.countDown();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                // The JVM ends whatever we do.
                Thread.currentThread().interrupt();
            }
        }));
    }

    private synchronized void reload(Assembly assembly, PollScheduler scheduler) {
        try {
            var newer = Configuration.load(Optional.of(configuration.file()), backend.environment());
            assembly.catalog().replace(newer.settings().apps());
            scheduler.apply(newer.settings().poll(), assembly.apps());
            configuration = newer;
            LOG.info(
                    "read {} again; it has {}",
                    newer.file(),
                    newer.settings().apps().stream().map(App::name).toList());
            assembly.engine().recover();
        } catch (DeployException e) {
            LOG.warn(
                    "{}\n  the configuration read before stays in force",
                    e.failure().what());
        }
    }

    private static void submit(Assembly assembly, Request request) {
        try {
            var unused = assembly.engine().submit(request);
        } catch (DeployException e) {
            // The app left the configuration between the tick and now.
            LOG.debug("{}", e.failure().what());
        }
    }
}
