package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.Failure;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answers whether a container is well: asks until it is, then until it has stayed so. */
final class Verification {
    /** So many restarts while it is watched are a crash loop, whatever it answers in between. */
    static final int CRASH_LOOP = 3;

    /** Most apps are well in no time, and each swap waits for two proofs; one that is not is asked ever less often. */
    private static final Duration BEFORE_SECOND_LOOK = Duration.ofMillis(50);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int LOG_LINES = 20;
    private static final System.Logger LOG = System.getLogger(Verification.class.getName());

    private final Containers containers;
    private final Probe probe;
    private final Reach reach;
    private final Time time;

    Verification(Ports ports) {
        this.containers = ports.containers();
        this.probe = ports.probe();
        this.reach = ports.reach();
        this.time = ports.time();
    }

    /**
     * Waits until the container has been well for its settle time.
     *
     * @param patience how long until it must have been well for the first time
     * @param published whether its ports are published by now, so that they are asked from outside too
     * @return how it was found well, for the log
     * @throws DeployException YOURS if it is not well in time, ends, or restarts again and again; HOST if it could not be asked
     *     in time; with its last lines
     */
    String await(App app, String containerId, Duration patience, boolean published)
            throws DeployException, InterruptedException {
        var watch = new Watch(app, containerId, patience, published);
        try {
            var pause = BEFORE_SECOND_LOOK;
            while (true) {
                var result = watch.look();
                if (result.isPresent()) {
                    return result.get();
                }
                time.sleep(pause);
                pause = pause.compareTo(BETWEEN_LOOKS.dividedBy(2)) < 0 ? pause.multipliedBy(2) : BETWEEN_LOOKS;
            }
        } finally {
            leave(app);
        }
    }

    /** What was found stands, whether or not the way back is clear. */
    private void leave(App app) {
        try {
            reach.leave(app);
        } catch (DeployException e) {
            // Recovery tries again before anything new is begun.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: {1}",
                    app.name(),
                    e.failure().what());
        }
    }

    /** One container under watch. */
    private final class Watch {
        private final App app;
        private final String containerId;
        private final boolean published;
        private final Duration began = time.elapsed();
        private final Duration deadline;
        /** Of what was said last: an engine that cannot be asked is no fault of the commit. */
        private Blame blame = Blame.YOURS;

        private Optional<Duration> wellSince = Optional.empty();
        private Optional<Container.State> first = Optional.empty();
        private Instant run = Instant.EPOCH;
        /** Of the run before, which the engine shows only until the next has begun. */
        private String lastExit = "";

        Watch(App app, String containerId, Duration patience, boolean published) {
            this.app = app;
            this.containerId = containerId;
            this.published = published;
            this.deadline = began.plus(patience);
        }

        /** Empty while it cannot be told yet. */
        Optional<String> look() throws DeployException, InterruptedException {
            var answer = ask();
            var now = time.elapsed();
            if (!answer.well()) {
                wellSince = Optional.empty();
                if (now.compareTo(deadline) >= 0) {
                    throw failed(blame, "not well after " + words(now.minus(began)) + ": " + answer.said());
                }
                return Optional.empty();
            }
            if (wellSince.isEmpty()) {
                wellSince = Optional.of(now);
            }
            var settled = now.minus(wellSince.get());
            return settled.compareTo(app.health().settle()) < 0
                    ? Optional.empty()
                    : Optional.of(answer.said() + ", and stayed well for " + words(settled));
        }

        private Probe.Answer ask() throws DeployException, InterruptedException {
            blame = Blame.YOURS;
            Optional<Container> found;
            try {
                found = containers.find(containerId);
            } catch (DeployException e) {
                // An engine that restarts takes the containers' word away for a moment; the deadline still counts.
                return noWord(e);
            }
            if (found.isEmpty()) {
                throw unwell("its container was removed by somebody");
            }
            var container = found.get();
            refuseDead(container.state());
            refuseCrashLoop(container.state());
            if (!container.isRunning()) {
                return new Probe.Answer(
                        false, "its container is " + container.state().status());
            }
            if (!container.state().startedAt().equals(run)) {
                // Another run: whatever was well before does not count for it.
                run = container.state().startedAt();
                wellSince = Optional.empty();
            }
            return askHealth(container);
        }

        private void refuseDead(Container.State state) throws DeployException {
            var ended = state.status() == Container.Status.EXITED || state.status() == Container.Status.DEAD;
            if (ended) {
                throw unwell("its container ended with exit code " + state.exitCode()
                        + (wellSince.isPresent() ? " after it had been well" : ""));
            }
        }

        private void refuseCrashLoop(Container.State state) throws DeployException {
            if (first.isEmpty()) {
                first = Optional.of(state);
            }
            if (state.status() == Container.Status.RESTARTING) {
                lastExit = ", last exit code " + state.exitCode();
            }
            var restarts = state.restarts() - first.get().restarts();
            if (restarts >= CRASH_LOOP) {
                throw unwell("crash loop: restarted " + restarts + " times in "
                        + words(time.elapsed().minus(began)) + lastExit);
            }
        }

        private Probe.Answer askHealth(Container container) throws InterruptedException {
            var state = container.state();
            var check = app.health().check();
            if (state.health() == Container.Health.STARTING || state.health() == Container.Health.UNHEALTHY) {
                return new Probe.Answer(
                        false,
                        "HEALTHCHECK says " + state.health()
                                + (state.healthOutput().isEmpty() ? "" : " \"" + state.healthOutput() + "\""));
            }
            if (check.isPresent()) {
                return askCheck(check.get(), container);
            }
            return state.health() == Container.Health.HEALTHY
                    ? new Probe.Answer(true, "HEALTHCHECK says HEALTHY")
                    : new Probe.Answer(true, "weak proof: there is no health check, but it runs");
        }

        private Probe.Answer askCheck(HealthSpec.Check check, Container container) throws InterruptedException {
            return switch (check) {
                case HealthSpec.Check.Command command -> probe.run(command, container);
                case HealthSpec.Check.Networked networked -> askByNetwork(networked, container);
            };
        }

        private Probe.Answer askByNetwork(HealthSpec.Check.Networked check, Container container)
                throws InterruptedException {
            Reach.Way way;
            try {
                way = reach.to(app, container);
            } catch (DeployException e) {
                return noWord(e);
            }
            var inside = probe.inside(check, way);
            var port = publishedPort(check);
            if (!inside.well() || !published || port.isEmpty()) {
                return inside;
            }
            var outside = probe.outside(check, port.get(), way);
            return outside.well() ? new Probe.Answer(true, inside.said() + "; " + outside.said()) : outside;
        }

        private Probe.Answer noWord(DeployException e) {
            blame = e.failure().blame();
            return new Probe.Answer(false, e.failure().what());
        }

        private Optional<Run.Port> publishedPort(HealthSpec.Check.Networked check) {
            return app.run().get(RunKey.PORTS).orElse(List.of()).stream()
                    .filter(port -> port.isFixedTcp(check.port()))
                    .findFirst();
        }

        private DeployException unwell(String what) {
            return failed(Blame.YOURS, "not well: " + what);
        }

        private DeployException failed(Blame whose, String what) {
            return new DeployException(Failure.of(whose, what, whose == Blame.YOURS ? "mend it and push" : "")
                    .withEvidence(lastLines()));
        }

        private List<String> lastLines() {
            try {
                return containers.find(containerId).isPresent()
                        ? containers.lastLines(containerId, LOG_LINES)
                        : List.of();
            } catch (DeployException e) {
                // The verdict stands without them.
                return List.of("(its log could not be read: " + e.failure().what() + ")");
            }
        }
    }

    private static String words(Duration duration) {
        return duration.toSeconds() > 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
