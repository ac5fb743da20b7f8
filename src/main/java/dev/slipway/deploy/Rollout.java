package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.PullSpec;
import dev.slipway.model.RunKey;
import dev.slipway.model.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows what a swarm makes of a deployment, to its end, or has it go back. It remembers nothing: each look tells all. */
final class Rollout {
    /** So many tasks that failed are a crash loop, where the swarm has nothing to go back to by itself. */
    static final int CRASH_LOOP = 3;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int LOG_LINES = 20;

    private final Services services;
    private final SwarmLease lease;
    private final Time time;

    Rollout(Ports ports) {
        this.services = ports.services();
        this.lease = ports.lease();
        this.time = ports.time();
    }

    /**
     * Waits until the swarm calls its update complete, and all tasks have run for the settle time.
     *
     * @param say is told of progress
     * @return how it was found well, for the log
     * @throws DeployException YOURS if tasks fail; HOST if the swarm gets no further, or somebody else changed the service; REMOTE
     *     if nodes cannot pull the image
     */
    String await(App app, Deployment deployment, Consumer<String> say) throws DeployException, InterruptedException {
        var watch = new Watch(app, deployment, say);
        while (true) {
            var result = watch.look();
            if (result.isPresent()) {
                return result.get();
            }
            time.sleep(BETWEEN_LOOKS);
        }
    }

    /**
     * Has the swarm go back to what ran before a deployment, unless it does so or did already; removes a service that was new.
     *
     * @return whether the service had been touched
     * @throws DeployException HOST if the way back does not come to its end
     */
    boolean undo(App app, Deployment deployment) throws DeployException, InterruptedException {
        var service = services.of(app);
        if (service.isEmpty()) {
            if (deployment.previous().isPresent()) {
                throw new DeployException(
                        Blame.HOST,
                        "service " + app.name() + " is gone, so it cannot be put back",
                        "deploy a commit by hand");
            }
            return false;
        }
        if (service.get().isOf(deployment)) {
            lease.require();
            if (deployment.previous().isEmpty()) {
                services.remove(service.get());
                return true;
            }
            services.rollBack(service.get());
        }
        awaitWayBack(app);
        return service.get().bearsTracesOf(deployment);
    }

    private void awaitWayBack(App app) throws DeployException, InterruptedException {
        var stall = new Stall(app);
        while (true) {
            var service = services.of(app);
            if (service.isEmpty()) {
                throw removed(app);
            }
            switch (service.get().update()) {
                case ROLLBACK_PAUSED ->
                    throw new DeployException(
                            Blame.HOST,
                            "the swarm stopped on its way back: "
                                    + service.get().asContainer().state().healthOutput(),
                            "see docker service ps " + app.name());
                case ROLLING_BACK -> {
                    var words = service.get().asContainer().state().healthOutput();
                    if (stall.isOver(service.get(), service.get().wanted())) {
                        throw new DeployException(
                                Blame.HOST,
                                "the swarm's way back has got no further for " + stall.inWords() + ": " + words,
                                "see docker service ps " + app.name());
                    }
                }
                case NONE, UPDATING, PAUSED, COMPLETED, ROLLED_BACK -> {
                    return;
                }
            }
            time.sleep(BETWEEN_LOOKS);
        }
    }

    static DeployException removed(App app) {
        return new DeployException(
                Blame.HOST,
                "service " + app.name() + " was removed by somebody",
                "deploy it again: slipway deploy " + app.name());
    }

    /** One deployment under watch. */
    private final class Watch {
        private final App app;
        private final Deployment deployment;
        private final Consumer<String> say;
        private final Stall stall;
        private Optional<Duration> wellSince = Optional.empty();
        private String said = "";

        Watch(App app, Deployment deployment, Consumer<String> say) {
            this.app = app;
            this.deployment = deployment;
            this.say = say;
            this.stall = new Stall(app);
        }

        /** Empty while it cannot be told yet. */
        Optional<String> look() throws DeployException {
            Optional<Service> found;
            try {
                found = services.of(app);
            } catch (DeployException e) {
                // A manager that restarts, or a swarm that elects another leader, is away for a moment.
                if (stall.isOver()) {
                    throw e;
                }
                return Optional.empty();
            }
            var service = found.orElseThrow(() -> removed(app));
            refuseUndone(service);
            refuseCrashLoop(service);
            int running = service.running(deployment.id());
            int wanted = service.replicas().isPresent() ? service.wanted() : Math.max(1, service.wanted());
            progress(running + " of " + wanted + " tasks run");
            if (stall.isOver(service, running)) {
                throw failed(service, "the update has got no further for " + stall.inWords() + ": " + said);
            }
            return verdict(service, running, wanted);
        }

        private Optional<String> verdict(Service service, int running, int wanted) {
            var now = time.elapsed();
            if (running < wanted) {
                wellSince = Optional.empty();
                return Optional.empty();
            }
            if (wellSince.isEmpty()) {
                wellSince = Optional.of(now);
            }
            var settled = now.minus(wellSince.get());
            return service.update().isUnderWay()
                            || settled.compareTo(app.health().settle()) < 0
                    ? Optional.empty()
                    : Optional.of(said + ", and did so for " + settled.toSeconds() + " s");
        }

        private void progress(String words) {
            if (!words.equals(said)) {
                said = words;
                say.accept(words);
            }
        }

        private void refuseUndone(Service service) throws DeployException {
            if (service.isOf(deployment)) {
                if (service.update() == Service.Update.PAUSED) {
                    throw failed(service, "the swarm paused the update");
                }
                return;
            }
            if (service.update().isBack()) {
                throw failed(service, "the swarm rolled the update back");
            }
            throw new DeployException(
                    Blame.HOST,
                    "service " + app.name() + " was changed by somebody else during the update",
                    "see docker service inspect " + app.name() + " and docker events for who it was");
        }

        /** During an update the swarm counts itself. */
        private void refuseCrashLoop(Service service) throws DeployException {
            if (service.update() == Service.Update.NONE && service.failed(deployment.id()) >= CRASH_LOOP) {
                throw failed(service, "crash loop");
            }
        }

        private DeployException failed(Service service, String what) {
            var troubles = service.troubles(deployment.id());
            var blame = blame(service, troubles);
            var next = switch (blame) {
                case YOURS -> "mend it and push";
                case REMOTE -> "see whether every node reaches the registry, and may pull from it";
                case HOST, OURS -> "see docker service ps " + app.name();
            };
            return new DeployException(Failure.of(blame, troubles.isEmpty() ? what : what + ": " + troubles, next)
                    .withEvidence(lastLines(service)));
        }

        private Blame blame(Service service, String troubles) {
            if (troubles.contains("No such image")) {
                return Blame.REMOTE;
            }
            return service.failed(deployment.id()) > 0 ? Blame.YOURS : Blame.HOST;
        }

        private List<String> lastLines(Service service) {
            try {
                var task = service.lastFailed(deployment.id());
                return task.isPresent() ? services.lastLines(task.get(), LOG_LINES) : List.of();
            } catch (DeployException e) {
                // The verdict stands without them.
                return List.of(
                        "(the task's log could not be read: " + e.failure().what() + ")");
            }
        }
    }

    /** How long nothing has gone forward. How long all of it takes depends on how many tasks there are. */
    private final class Stall {
        private static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

        private final Duration ordinary;
        private final Duration pull;
        private Duration since = time.elapsed();
        private Duration limit;
        private String last = "";

        Stall(App app) {
            var update = app.swarm().update();
            this.ordinary = app.health()
                    .timeout()
                    .plus(update.delay().orElse(Duration.ZERO))
                    .plus(update.monitor().orElse(app.health().settle()))
                    .plus(app.run().get(RunKey.STOP_GRACE_PERIOD).orElse(DEFAULT_GRACE));
            this.pull = ordinary.plus(app.build()
                    .pull()
                    .map(PullSpec::timeout)
                    .orElse(app.build().options().timeout()));
            this.limit = ordinary;
        }

        /** Where nothing can be seen. */
        boolean isOver() {
            return time.elapsed().minus(since).compareTo(limit) >= 0;
        }

        boolean isOver(Service service, int running) {
            var pulls = service.tasks().stream()
                    .anyMatch(task -> task.isWanted() && task.state() == Service.State.PREPARING);
            var now = running + " " + pulls + " " + service.update();
            if (!now.equals(last)) {
                last = now;
                since = time.elapsed();
                limit = pulls ? pull : ordinary;
            }
            return isOver();
        }

        String inWords() {
            return time.elapsed().minus(since).toSeconds() + " s";
        }
    }
}
