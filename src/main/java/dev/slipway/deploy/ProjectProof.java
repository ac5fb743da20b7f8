package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.Project;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether all services of a project are well, and how it goes back to what it was. It remembers nothing: each look tells all. */
final class ProjectProof {
    /** So many restarts of one container are a crash loop. */
    static final int CRASH_LOOP = 3;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int LOG_LINES = 20;

    private final Projects projects;
    private final Containers containers;
    private final Time time;

    ProjectProof(Ports ports) {
        this.projects = ports.projects();
        this.containers = ports.containers();
        this.time = ports.time();
    }

    /**
     * Waits until every service is well or done, and all have stayed so for the settle time.
     *
     * @param say is told of progress
     * @return how it was found well, for the log
     * @throws DeployException YOURS if a service is not well in time; HOST if the engine cannot be asked
     */
    String await(App app, Consumer<String> say) throws DeployException, InterruptedException {
        var watch = new Watch(app, say);
        while (true) {
            var result = watch.look();
            if (result.isPresent()) {
                return result.get();
            }
            time.sleep(BETWEEN_LOOKS);
        }
    }

    /** Says of a failure to put up which service is to blame for it, if one is. */
    DeployException explained(App app, DeployException e) {
        try {
            var culprit =
                    projects.of(app).flatMap(Project::worst).filter(part -> part.standing() == Project.Standing.UNWELL);
            return culprit.isPresent() ? unwell(culprit.get(), culprit.get().inWords()) : e;
        } catch (DeployException ignored) {
            // Compose's own words are what is left.
            return e;
        }
    }

    /**
     * Puts up again what a deployment replaced, or removes all if there was nothing before.
     *
     * @return whether it had been touched
     * @throws DeployException HOST if it was not made by Slipway; what Compose says if it cannot be put up; YOURS if it is not well
     *     any more
     */
    boolean undo(App app, Deployment deployment, Progress log) throws DeployException, InterruptedException {
        var now = projects.of(app);
        var previous = deployment.previous();
        if (previous.isEmpty()) {
            if (now.isPresent()) {
                projects.remove(app, log);
            }
            return now.isPresent();
        }
        if (now.filter(project -> isAsItWas(project, previous.get())).isPresent()) {
            return false;
        }
        var origin = previous.get()
                .origin()
                .orElseThrow(() -> new DeployException(
                        Blame.HOST,
                        "project " + app.projectName() + " was not made by Slipway, so it cannot be put up again",
                        "put it up from where it came: docker compose up -d"));
        projects.up(Projects.Order.of(app, origin), previous.get().isUp(), log);
        if (previous.get().isUp() && previous.get().state().health() != Container.Health.UNHEALTHY) {
            await(app, ignored -> {});
        }
        return true;
    }

    /** Whether the containers are those of before, and run, or do not, as they did. */
    private static boolean isAsItWas(Project project, Container previous) {
        var now = project.asContainer();
        return now.id().equals(previous.id())
                && now.origin().equals(previous.origin())
                && now.isUp() == previous.isUp()
                && now.state().startedAt().equals(previous.state().startedAt());
    }

    private DeployException unwell(Project.Part part, String what) {
        return failed(part, "not well: " + what);
    }

    private DeployException failed(Project.Part part, String what) {
        return new DeployException(
                Failure.of(Blame.YOURS, what, "mend it and push").withEvidence(lastLines(part)));
    }

    private List<String> lastLines(Project.Part part) {
        try {
            return containers.lastLines(part.container().id(), LOG_LINES);
        } catch (DeployException e) {
            // The verdict stands without them.
            return List.of("(its log could not be read: " + e.failure().what() + ")");
        }
    }

    /** One project under watch. */
    private final class Watch {
        private final App app;
        private final Consumer<String> say;
        private final Duration began = time.elapsed();
        private final Duration deadline;
        /** By the container's id: how often each had been restarted when it was first seen. */
        private final Map<String, Integer> restarts = new HashMap<>();

        private Optional<Duration> wellSince = Optional.empty();
        private String run = "";
        private String said = "";

        Watch(App app, Consumer<String> say) {
            this.app = app;
            this.say = say;
            this.deadline = began.plus(app.health().timeout());
        }

        /** Empty while it cannot be told yet. */
        Optional<String> look() throws DeployException {
            Project project;
            try {
                project = projects.of(app).orElseThrow(() -> removed(app));
            } catch (DeployException e) {
                // An engine that restarts takes the containers' word away for a moment; the deadline still counts.
                if (isLate() || e.failure().blame() != Blame.HOST) {
                    throw e;
                }
                wellSince = Optional.empty();
                return Optional.empty();
            }
            progress(project.inWords());
            refuseEnded(project);
            refuseCrashLoop(project);
            return verdict(project);
        }

        private Optional<String> verdict(Project project) throws DeployException {
            var now = time.elapsed();
            if (!project.isWell()) {
                wellSince = Optional.empty();
                if (isLate()) {
                    throw late(project);
                }
                return Optional.empty();
            }
            if (!project.fingerprint().equals(run)) {
                // Another run: whatever was well before does not count for it.
                run = project.fingerprint();
                wellSince = Optional.empty();
            }
            if (wellSince.isEmpty()) {
                wellSince = Optional.of(now);
            }
            var settled = now.minus(wellSince.get());
            return settled.compareTo(app.health().settle()) < 0
                    ? Optional.empty()
                    : Optional.of(project.inWords() + ", and stayed so for " + settled.toSeconds() + " s");
        }

        private boolean isLate() {
            return time.elapsed().compareTo(deadline) >= 0;
        }

        private DeployException late(Project project) {
            var worst = project.worst();
            var what = "not well after " + time.elapsed().minus(began).toSeconds() + " s: ";
            if (worst.isPresent()) {
                return failed(worst.get(), what + worst.get().inWords());
            }
            return project.missing().isEmpty()
                    ? new DeployException(
                            Blame.YOURS,
                            "not well: every service has ended, and none goes on running",
                            "let one service run on")
                    : new DeployException(Blame.HOST, what + project.inWords(), "");
        }

        private void progress(String words) {
            if (!words.equals(said)) {
                said = words;
                say.accept(words);
            }
        }

        private void refuseEnded(Project project) throws DeployException {
            var ended = project.worst().filter(part -> part.isOver() && part.standing() == Project.Standing.UNWELL);
            if (ended.isPresent()) {
                throw unwell(ended.get(), ended.get().inWords());
            }
            // Nothing that is done begins again by itself.
            if (!project.parts().isEmpty()
                    && project.parts().stream().allMatch(part -> part.standing() == Project.Standing.DONE)) {
                throw late(project);
            }
        }

        private void refuseCrashLoop(Project project) throws DeployException {
            for (var part : project.parts()) {
                var state = part.container().state();
                var first = restarts.computeIfAbsent(part.container().id(), ignored -> state.restarts());
                if (state.restarts() - first >= CRASH_LOOP) {
                    throw unwell(
                            part,
                            "service " + part.service() + " is in a crash loop: restarted " + (state.restarts() - first)
                                    + " times, last exit code " + state.exitCode());
                }
            }
        }
    }

    static DeployException removed(App app) {
        return new DeployException(
                Blame.HOST,
                "the containers of project " + app.projectName() + " were removed by somebody",
                "deploy it again: slipway deploy " + app.name());
    }
}
