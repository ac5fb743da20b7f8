package dev.slipway.cli;

import dev.slipway.deploy.AppStatus;
import dev.slipway.deploy.History.AppState;
import dev.slipway.deploy.History.Decision;
import dev.slipway.deploy.History.PhaseStart;
import dev.slipway.deploy.Silence;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Delivery;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.Forge;
import dev.slipway.model.Phase;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.SwapMode;
import dev.slipway.model.TagFilter;
import dev.slipway.model.Trigger;
import dev.slipway.testkit.Apps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Apps, commits and deployments to show. */
final class Given {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    static final Commit OLD = new Commit("fd5f622".repeat(5) + "fd5f6");
    static final Commit NEW = new Commit("2f6c60b".repeat(5) + "2f6c6");

    private Given() {}

    static App app(String name) {
        return Apps.app(name);
    }

    static Container container(Commit commit, Container.Status status, Container.Health health) {
        return new Container(
                "c0ffee",
                "web",
                Optional.of(new Container.Origin("web", commit, 141, "hash")),
                new Container.State(status, 0, 0, NOW.minusSeconds(7200), health, ""),
                new Container.Wiring("sha256:1", RestartPolicy.NO, List.of()),
                Optional.empty());
    }

    static Container running(Commit commit) {
        return container(commit, Container.Status.RUNNING, Container.Health.NONE);
    }

    /** One that was begun 72 seconds ago and has gone through {@code phases}, 10 seconds each. */
    static Deployment deployment(Phase... phases) {
        var begun = NOW.minusSeconds(72);
        var deployment = Deployment.planned(
                142,
                new Deployment.Intent(
                        "web", NEW, Trigger.POLL, "hash", SwapMode.TRIAL, "main moved from fd5f622 to 2f6c60b"),
                begun);
        for (int i = 0; i < phases.length; i++) {
            deployment = deployment.advance(phases[i], begun.plusSeconds(10L * (i + 1)));
        }
        return deployment;
    }

    static Deployment failed(Blame blame) {
        return deployment(Phase.BUILDING, Phase.FAILED).because(failure(blame).at(Phase.BUILDING));
    }

    static Failure failure(Blame blame) {
        return Failure.of(blame, "build failed at step 4/9 (RUN npm ci): exit code 1", "fix it and push")
                .standing("still running: fd5f622, untouched");
    }

    /** When {@link #deployment} entered each of its phases. */
    static List<PhaseStart> starts(Phase... phases) {
        var starts = new ArrayList<PhaseStart>();
        var at = NOW.minusSeconds(72);
        for (var phase : phases) {
            starts.add(new PhaseStart(phase, at));
            at = at.plusSeconds(10);
        }
        return starts;
    }

    /** An app that runs {@code running}, whose branch had {@code tip} 40 seconds ago. */
    static AppStatus status(String name, Commit running, Commit tip) {
        return new AppStatus(
                app(name),
                Optional.of(running(running)),
                Optional.empty(),
                AppState.FREE,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new AppStatus.Check(NOW.minusSeconds(40), Optional.of(tip), Optional.empty())),
                Optional.empty(),
                Optional.empty());
    }

    /** The same, following tags; {@code running} and {@code newest} are those of what runs and of the tip. */
    static AppStatus tagged(AppStatus status, String running, String newest) {
        var check = status.check().orElseThrow();
        return new AppStatus(
                status.app().with(status.app().git().with(new TagFilter(List.of("v*")))),
                status.current(),
                status.conflict(),
                status.state(),
                status.latest(),
                status.decision(),
                Optional.of(new AppStatus.Check(check.at(), check.tip(), check.failure(), Optional.of(newest))),
                status.push(),
                status.silence(),
                Optional.of(running));
    }

    static AppStatus with(AppStatus status, Deployment latest) {
        return new AppStatus(
                status.app(),
                status.current(),
                status.conflict(),
                status.state(),
                Optional.of(latest),
                status.decision(),
                status.check(),
                status.push(),
                status.silence());
    }

    static AppStatus with(AppStatus status, AppState state) {
        return new AppStatus(
                status.app(),
                status.current(),
                status.conflict(),
                state,
                status.latest(),
                status.decision(),
                status.check(),
                status.push(),
                status.silence());
    }

    static AppStatus with(AppStatus status, Container container) {
        return new AppStatus(
                status.app(),
                Optional.of(container),
                status.conflict(),
                status.state(),
                status.latest(),
                status.decision(),
                status.check(),
                status.push(),
                status.silence());
    }

    static AppStatus with(AppStatus status, Decision decision) {
        return new AppStatus(
                status.app(),
                status.current(),
                status.conflict(),
                status.state(),
                status.latest(),
                Optional.of(decision),
                status.check(),
                status.push(),
                status.silence());
    }

    static AppStatus with(AppStatus status, Silence silence) {
        return new AppStatus(
                status.app(),
                status.current(),
                status.conflict(),
                status.state(),
                status.latest(),
                status.decision(),
                status.check(),
                status.push(),
                Optional.of(silence));
    }

    static AppStatus with(AppStatus status, AppStatus.Push push) {
        return new AppStatus(
                status.app(),
                status.current(),
                status.conflict(),
                status.state(),
                status.latest(),
                status.decision(),
                status.check(),
                Optional.of(push),
                status.silence());
    }

    /** A good push that came four minutes ago. */
    static Delivery accepted(String app) {
        return new Delivery(
                NOW.minusSeconds(240),
                Forge.GITHUB,
                "192.0.2.1",
                Optional.of("72d3162e"),
                Optional.of("12345"),
                "push",
                Delivery.Verdict.ACCEPTED,
                202,
                "push to main",
                List.of(app),
                Optional.of("0a1b2c3d, 15 characters"));
    }

    /** One that came 30 seconds ago, with a wrong signature. */
    static Delivery rejected() {
        return new Delivery(
                NOW.minusSeconds(30),
                Forge.GITHUB,
                "192.0.2.1",
                Optional.of("99d3162e"),
                Optional.of("12345"),
                "push",
                Delivery.Verdict.REJECTED,
                401,
                "matches without its trailing newline (.env line 7)",
                List.of(),
                Optional.empty());
    }

    static AppStatus heldBack(AppStatus status, String reason) {
        return new AppStatus(
                status.app(),
                status.current(),
                status.conflict(),
                status.state(),
                status.latest(),
                Optional.of(new Decision(NOW.minusSeconds(40), Decision.Kind.HELD_BACK, Standing.tip(status), reason)),
                status.check(),
                status.push(),
                status.silence());
    }

    static AppStatus conflicting(AppStatus status, String what) {
        return new AppStatus(
                status.app(),
                Optional.empty(),
                Optional.of(Failure.of(Blame.YOURS, what, "adopt it")),
                status.state(),
                status.latest(),
                status.decision(),
                status.check(),
                status.push(),
                status.silence());
    }

    /** As a process sees it that has never looked. */
    static AppStatus unchecked(AppStatus status) {
        return new AppStatus(
                status.app(),
                status.current(),
                status.conflict(),
                status.state(),
                status.latest(),
                status.decision(),
                Optional.empty(),
                status.push(),
                status.silence());
    }
}
