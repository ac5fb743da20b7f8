package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.History.AppState;
import dev.slipway.deploy.History.Decision;
import dev.slipway.deploy.History.PhaseStart;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.Phase;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.SwapMode;
import dev.slipway.model.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every journal must do, the one on disk and the one that the engine's tests use. */
public abstract class HistoryContract {
    protected static final Commit A1 = new Commit("a1".repeat(20));
    protected static final Commit B2 = new Commit("b2".repeat(20));
    protected static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123456789Z");

    /** The empty journal of this test; the same one each time within a test. */
    protected abstract History history();

    protected static Deployment.Intent intent(String app, Commit commit) {
        return new Deployment.Intent(
                app, commit, Trigger.POLL, "cafe", SwapMode.TRIAL, "b2b2b2b is newer than a1a1a1a");
    }

    /** A container with a value in every place, some of them awkward. */
    protected static Container container() {
        return new Container(
                "f".repeat(64),
                "web",
                Optional.of(new Container.Origin("web", A1, 7, "beef")),
                new Container.State(
                        Container.Status.RUNNING,
                        137,
                        3,
                        Instant.parse("2026-11-23T01:02:03.000000004Z"),
                        Container.Health.HEALTHY,
                        "said \"ok\"\n\u001b[0m 健康 \\ '"),
                new Container.Wiring(
                        "sha256:abc",
                        new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 5),
                        List.of(
                                new NetworkAttachment(
                                        "lan", List.of("web", "www"), Optional.of("10.0.0.9"), Optional.of("fd00::9")),
                                new NetworkAttachment("back", List.of(), Optional.empty(), Optional.empty()))),
                Optional.of("172.17.0.2"));
    }

    private static Container strangersContainer() {
        return new Container(
                "e".repeat(64),
                "web",
                Optional.empty(),
                new Container.State(Container.Status.EXITED, 0, 0, Instant.EPOCH, Container.Health.NONE, ""),
                new Container.Wiring("sha256:def", RestartPolicy.NO, List.of()),
                Optional.empty());
    }

    protected static Failure failure() {
        return new Failure(
                Phase.VERIFYING,
                Blame.YOURS,
                "http :8000/health answered 503",
                "a1a1a1a runs again",
                "fix it and push",
                List.of("line 1", "", "Zeile \u00fc; DROP TABLE deployment"));
    }

    private static Decision decision(int minute, String reason) {
        return new Decision(NOON.plusSeconds(60L * minute), Decision.Kind.HELD_BACK, Optional.of(B2), reason);
    }

    @Test
    void theTagOfADeploymentIsKept() throws Exception {
        var begun = history()
                .begin(
                        new Deployment.Intent(
                                "web",
                                A1,
                                Trigger.POLL,
                                "cafe",
                                SwapMode.TRIAL,
                                "newest",
                                Optional.of("web/v1.2.3 \"ü'")),
                        NOON);
        assertEquals(Optional.of("web/v1.2.3 \"ü'"), begun.intent().tag());
        assertEquals(Optional.of(begun), history().find(begun.id()));
    }

    @Test
    void beginsInPhasePlanned() throws Exception {
        var begun = history().begin(intent("web", B2), NOON);
        assertEquals(Deployment.planned(begun.id(), intent("web", B2), NOON), begun);
        assertEquals(Optional.of(begun), history().find(begun.id()));
        assertEquals(List.of(new PhaseStart(Phase.PLANNED, NOON)), history().phases(begun.id()));
    }

    @Test
    void idsRiseOverAllApps() throws Exception {
        var ids = new ArrayList<Long>();
        for (var app : List.of("web", "db", "web")) {
            ids.add(history().begin(intent(app, A1), NOON).id());
        }
        assertTrue(ids.get(0) > 0 && ids.get(0) < ids.get(1) && ids.get(1) < ids.get(2), ids::toString);
    }

    @Test
    void idsContinueAfterThoseThatALostJournalGaveOut() throws Exception {
        history().continueAfter(41);
        assertTrue(history().begin(intent("web", A1), NOON).id() > 41);
    }

    @Test
    void idsNeverFallBack() throws Exception {
        history().continueAfter(41);
        history().continueAfter(7);
        history().continueAfter(0);
        assertTrue(history().begin(intent("web", A1), NOON).id() > 41);
    }

    @Test
    void continuingGivesNobodyADeployment() throws Exception {
        history().continueAfter(41);
        assertEquals(List.of(), history().newest(10));
        assertEquals(Optional.empty(), history().find(41));
    }

    @Test
    void keepsEveryDetail() throws Exception {
        var deployment = history()
                .begin(intent("web", B2), NOON)
                .replacing(Optional.of(container()))
                .because(failure())
                .advance(Phase.BUILDING, NOON.plusNanos(1));
        history().record(deployment);
        assertEquals(Optional.of(deployment), history().find(deployment.id()));
    }

    @Test
    void keepsAContainerThatSlipwayDidNotMake() throws Exception {
        var deployment = history().begin(intent("web", B2), NOON).replacing(Optional.of(strangersContainer()));
        history().record(deployment);
        assertEquals(Optional.of(deployment), history().find(deployment.id()));
    }

    @Test
    void keepsEveryPhaseTriggerAndMode() throws Exception {
        for (var mode : SwapMode.values()) {
            for (var trigger : Trigger.values()) {
                var wanted = new Deployment.Intent("web", A1, trigger, "", mode, "");
                assertEquals(
                        wanted,
                        history()
                                .find(history().begin(wanted, NOON).id())
                                .orElseThrow()
                                .intent());
            }
        }
        var begun = history().begin(intent("web", A1), NOON);
        for (var phase : Phase.values()) {
            var there =
                    new Deployment(begun.id(), begun.intent(), Optional.empty(), phase, NOON, NOON, Optional.empty());
            history().record(there);
            assertEquals(Optional.of(there), history().find(begun.id()));
        }
    }

    @Test
    void entersEachPhaseOnceWithItsOwnTime() throws Exception {
        var begun = history().begin(intent("web", B2), NOON);
        var building = begun.advance(Phase.BUILDING, NOON.plusSeconds(2));
        history().record(building);
        history().record(building.replacing(Optional.of(container())));
        history().record(building.because(failure()).advance(Phase.FAILED, NOON.plusSeconds(5)));
        assertEquals(
                List.of(
                        new PhaseStart(Phase.PLANNED, NOON),
                        new PhaseStart(Phase.BUILDING, NOON.plusSeconds(2)),
                        new PhaseStart(Phase.FAILED, NOON.plusSeconds(5))),
                history().phases(begun.id()));
    }

    @Test
    void phasesStayInTheirOrderWhenTheClockJumpsBack() throws Exception {
        var begun = history().begin(intent("web", B2), NOON);
        history().record(begun.advance(Phase.BUILDING, NOON.minusSeconds(31_536_000)));
        assertEquals(
                List.of(Phase.PLANNED, Phase.BUILDING),
                history().phases(begun.id()).stream().map(PhaseStart::phase).toList());
    }

    @Test
    void refusesWhatItNeverBegan() {
        var stranger = Deployment.planned(99, intent("web", A1), NOON);
        var refused = assertThrows(DeployException.class, () -> history().record(stranger));
        assertEquals(Blame.OURS, refused.failure().blame());
    }

    @Test
    void listsAnAppsDeploymentsNewestFirst() throws Exception {
        var first = history().begin(intent("web", A1), NOON);
        history().begin(intent("db", A1), NOON);
        var second = history().begin(intent("web", B2), NOON.minusSeconds(9));
        assertEquals(List.of(second, first), history().of("web", 10));
        assertEquals(List.of(second), history().of("web", 1));
        assertEquals(List.of(), history().of("nobody", 10));
    }

    @Test
    void listsAllAppsDeploymentsNewestFirst() throws Exception {
        var ids = LongStream.range(0, 3).boxed().map(this::beginOfAnApp).toList();
        assertEquals(
                ids.reversed(),
                history().newest(10).stream().map(Deployment::id).toList());
        assertEquals(
                List.of(ids.get(2), ids.get(1)),
                history().newest(2).stream().map(Deployment::id).toList());
    }

    private long beginOfAnApp(long number) {
        try {
            return history().begin(intent("app" + number, A1), NOON).id();
        } catch (DeployException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void knowsWhatIsUnfinished() throws Exception {
        var ended = history().begin(intent("web", A1), NOON);
        history().record(ended.because(failure()).advance(Phase.FAILED, NOON));
        var building = history().begin(intent("web", B2), NOON).advance(Phase.BUILDING, NOON);
        history().record(building);
        var planned = history().begin(intent("web", B2), NOON);
        history().begin(intent("db", B2), NOON);
        assertEquals(List.of(planned, building), history().unfinished("web"));
    }

    @Test
    void everyTerminalPhaseIsFinishedAndNoOther() throws Exception {
        for (var phase : Phase.values()) {
            var app = "app-" + phase.ordinal();
            var begun = history().begin(intent(app, A1), NOON);
            history()
                    .record(new Deployment(
                            begun.id(), begun.intent(), Optional.empty(), phase, NOON, NOON, Optional.empty()));
            assertEquals(phase.isTerminal(), history().unfinished(app).isEmpty(), phase::name);
        }
    }

    @Test
    void whatIsNotThereIsEmpty() throws Exception {
        assertEquals(Optional.empty(), history().find(1));
        assertEquals(List.of(), history().phases(1));
        assertEquals(List.of(), history().unfinished("web"));
        assertEquals(List.of(), history().decisions("web", 10));
    }

    @Test
    void anAppIsFreeUntilAPersonSaysOtherwise() throws Exception {
        assertEquals(AppState.FREE, history().state("web"));
        var held = new AppState(Optional.of(A1), Optional.of("until Monday's \"release\""), 12);
        history().save("web", held);
        assertEquals(held, history().state("web"));
        assertEquals(AppState.FREE, history().state("db"));
        history().save("web", AppState.FREE);
        assertEquals(AppState.FREE, history().state("web"));
    }

    @Test
    void keepsPinAndPauseApart() throws Exception {
        var pinned = AppState.FREE.pinnedTo(Optional.of(A1));
        var paused = AppState.FREE.pausedBecause(Optional.of(""));
        history().save("web", pinned);
        history().save("db", paused);
        assertEquals(pinned, history().state("web"));
        assertEquals(paused, history().state("db"));
    }

    @Test
    void keepsThePushesOfAnAppNewestFirst() throws Exception {
        var first = new History.Push(7, "web", "registry.example/web:a1", "sha256:1", "sha256:abc", NOON);
        var second = new History.Push(9, "web", "registry.example/web:b2", "sha256:2", "sha256:def", NOON);
        history().pushed(first);
        history().pushed(second);
        history().pushed(new History.Push(8, "other", "registry.example/other:a1", "sha256:3", "sha256:fed", NOON));

        assertEquals(List.of(second, first), history().pushes("web", 10));
        assertEquals(List.of(second), history().pushes("web", 1));
        assertEquals(List.of(), history().pushes("nobody", 10));
    }

    @Test
    void keepsDecisionsNewestFirst() throws Exception {
        var first = decision(0, "paused: holiday");
        var second = new Decision(NOON, Decision.Kind.CHECK_FAILED, Optional.empty(), "no route to host");
        history().decided("web", first);
        history().decided("web", second);
        history().decided("db", decision(1, "of another app"));
        assertEquals(List.of(second, first), history().decisions("web", 10));
        assertEquals(List.of(second), history().decisions("web", 1));
    }

    @Test
    void entersAReasonAgainOnlyAfterAnother() throws Exception {
        var first = decision(0, "up to date");
        history().decided("web", first);
        history().decided("web", decision(1, "up to date"));
        assertEquals(List.of(first), history().decisions("web", 10));
        history().decided("web", decision(2, "paused"));
        history().decided("web", decision(3, "up to date"));
        assertEquals(
                List.of(decision(3, "up to date"), decision(2, "paused"), first),
                history().decisions("web", 10));
    }
}
