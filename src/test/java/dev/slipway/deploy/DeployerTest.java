package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.DeployPolicy.Window;
import dev.slipway.model.Deployment;
import dev.slipway.model.FailureText;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import dev.slipway.model.Request;
import dev.slipway.model.SwapMode;
import dev.slipway.model.Trigger;
import dev.slipway.testkit.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine's stories, on fakes and a manual clock. */
class DeployerTest {
    @Test
    void deploysTheFirstCommit() {
        var harbor = Harbor.byDefault().push("a1").poll().assertRunning("a1").assertTidy();
        assertEquals(
                List.of(Phase.PLANNED, Phase.BUILDING, Phase.REPLACING, Phase.VERIFYING, Phase.SUCCEEDED),
                harbor.history.phaseNames(1));
        assertEquals(SwapMode.STOP_FIRST, harbor.lastDeployment().intent().swap());
    }

    @ParameterizedTest
    @EnumSource(SwapMode.class)
    void replacesTheOldContainer(SwapMode mode) {
        var harbor = Harbor.with(mode).running("a1").push("b2").poll();
        harbor.assertLast(Phase.SUCCEEDED).assertRunning("b2").assertTidy();
        assertEquals(mode, harbor.lastDeployment().intent().swap());
    }

    @ParameterizedTest
    // The words of these two are in SwarmTest and ComposeTest.
    @EnumSource(
            value = SwapMode.class,
            names = {"ROLLING", "COMPOSE"},
            mode = EnumSource.Mode.EXCLUDE)
    void keepsOldVersionWhenNewOneIsUnhealthy(SwapMode mode) {
        var harbor = Harbor.with(mode).running("a1").unhealthy("b2").push("b2").poll();
        harbor.assertLast(Phase.ROLLED_BACK).assertRunning("a1").assertTidy();
        var failure = harbor.lastDeployment().failure().orElseThrow();
        assertTrue(failure.what().contains("answered 503"), failure.what());
        assertEquals(List.of("last words of web" + (mode == SwapMode.STOP_FIRST ? "" : ".next")), failure.evidence());
        assertEquals(
                mode == SwapMode.STOP_FIRST ? "back and running: a100000" : "still running: a100000, untouched",
                failure.stands());
        assertTrue(failure.what().matches("not well after \\d+ s: .*"), failure.what());
        assertTrue(failure.next().contains("slipway deploy web --retry"), failure.next());
    }

    @Test
    void asksAgainSoonWhatHasJustBeenStarted() {
        var harbor = Harbor.with(SwapMode.TRIAL).running("a1").wellAfter(Duration.ofMillis(40));
        var began = harbor.time.elapsed();
        harbor.push("b2").poll().assertLast(Phase.SUCCEEDED);
        var twoProofs = Duration.ofMillis(2 * 50);
        assertEquals(twoProofs, harbor.time.elapsed().minus(began));
    }

    @Test
    void asksAnAppThatBootsForLongNoMoreThanTwiceASecond() {
        var harbor = Harbor.with(SwapMode.STOP_FIRST).running("a1").wellAfter(Duration.ofMillis(5_040));
        var began = harbor.time.elapsed();
        harbor.push("b2").poll().assertLast(Phase.SUCCEEDED);
        var ramp = Duration.ofMillis(50 + 100 + 200 + 400);
        assertEquals(
                ramp.plus(Duration.ofMillis(9 * 500)), harbor.time.elapsed().minus(began));
    }

    @ParameterizedTest
    @EnumSource(value = SwapMode.class, names = "STOP_FIRST", mode = EnumSource.Mode.EXCLUDE)
    void doesNotTouchTheOldOneForACommitThatIsNotWell(SwapMode mode) {
        var harbor = Harbor.with(mode).running("a1").unhealthy("b2").push("b2").poll();
        var touches = harbor.effects.trace().stream()
                .filter(act -> act.matches("(stop|rename|disconnect|restart policy of) web( .*|$)"))
                .toList();
        assertEquals(List.of(), touches);
    }

    @Test
    void countsACrashLoopOnce() {
        var harbor = Harbor.byDefault().running("a1");
        harbor.containers.crashLoop(Harbor.commit("b2"));
        harbor.push("b2")
                .poll()
                .assertLast(Phase.ROLLED_BACK)
                .assertRunning("a1")
                .assertTidy();
        assertTrue(harbor.lastDeployment().failure().orElseThrow().what().contains("crash loop: restarted 3 times"));
    }

    @Test
    void doesNothingWhenTheTipRuns() {
        var harbor = Harbor.byDefault().running("a1").poll();
        assertEquals(
                "runs a100000, the tip of main",
                harbor.plan(Plan.UpToDate.class).reason());
        assertEquals(List.of("journal decision"), harbor.effects.trace());
        harbor.effects.restart();
        harbor.poll().poll();
        assertEquals(List.of(), harbor.effects.trace(), "an unchanged poll writes nothing");
    }

    @Test
    void holdsACommitBackThatFailedByItsOwnFault() {
        var harbor = Harbor.byDefault()
                .running("a1")
                .buildFails("b2", Blame.YOURS)
                .push("b2")
                .poll();
        harbor.assertLast(Phase.FAILED).assertRunning("a1");
        assertEquals(
                "still running: a100000, untouched",
                harbor.lastDeployment().failure().orElseThrow().stands());
        harbor.passes(Duration.ofDays(9)).poll();
        assertEquals(Optional.empty(), harbor.plan(Plan.HeldBack.class).until());
        harbor.deploy(false).assertLast(Phase.FAILED);
        assertEquals(3, harbor.lastDeployment().id(), "a person's word overrides what holds the automatic back");
        harbor.buildWorks("b2").deploy(true).assertRunning("b2").assertTidy();
    }

    @Test
    void saysOnceWhatToDoAndWhetherItIsTriedAgain() {
        var harbor = Harbor.byDefault()
                .running("a1")
                .buildFails("b2", Blame.YOURS)
                .push("b2")
                .poll();
        assertEquals(
                List.of(
                        "web b200000: build failed at step 2/3",
                        "  still running: a100000, untouched",
                        "  fix it and push; this commit is not tried again (slipway deploy web --retry). "
                                + "Log: slipway logs 2"),
                FailureText.lines(harbor.lastDeployment()));
    }

    @Test
    void takesANewerCommitAfterOneThatFailed() {
        Harbor.byDefault()
                .running("a1")
                .buildFails("b2", Blame.YOURS)
                .push("b2")
                .poll()
                .push("c3")
                .poll()
                .assertRunning("c3")
                .assertTidy();
    }

    @Test
    void triesAgainEverMoreSlowlyWhatFailedByTheHostsFault() {
        var harbor = Harbor.byDefault()
                .running("a1")
                .buildFails("b2", Blame.HOST)
                .push("b2")
                .poll()
                .poll();
        assertEquals(
                2,
                harbor.images.attempts().stream()
                        .filter(Harbor.commit("b2")::equals)
                        .count());
        harbor.poll();
        var until = harbor.plan(Plan.HeldBack.class).until().orElseThrow();
        assertEquals(harbor.time.now().plus(Duration.ofMinutes(1)), until);
        harbor.passes(Duration.ofMinutes(1)).buildWorks("b2").poll().assertRunning("b2");
    }

    @Test
    void deploysAgainWhenTheConfigurationChanged() {
        var harbor = Harbor.byDefault().running("a1");
        harbor.containers.configHash("hash-2");
        harbor.poll().assertLast(Phase.SUCCEEDED).assertTidy();
        assertTrue(harbor.lastDeployment().intent().reason().startsWith("the configuration changed"));
        assertEquals(1, harbor.images.attempts().size(), "the image of the commit is used again");
    }

    @Test
    void rollsBackByHandAndStaysThereUntilResumed() throws DeployException {
        var harbor = Harbor.byDefault().running("a1").running("b2").rollback("a1");
        harbor.assertRunning("a1").assertTidy();
        assertEquals(2, harbor.images.attempts().size(), "the kept image is used");
        harbor.poll();
        assertTrue(harbor.plan(Plan.HeldBack.class).reason().startsWith("pinned to a100000"));
        harbor.engine().resume(Harbor.APP);
        harbor.poll().assertRunning("b2").assertTidy();
    }

    @Test
    void takesThePinBackWhenTheRollbackFails() throws DeployException {
        var harbor =
                Harbor.byDefault().running("a1").running("b2").unhealthy("a1").rollback("a1");
        harbor.assertLast(Phase.ROLLED_BACK).assertRunning("b2");
        assertEquals(Optional.empty(), harbor.history.state(Harbor.APP).pinned());
    }

    @Test
    void putsTheOldContainerBackEvenIfThePinCannotBeTakenBack() throws DeployException {
        var twin = Harbor.with(SwapMode.STOP_FIRST)
                .running("a1")
                .running("b2")
                .unhealthy("a1")
                .rollback("a1");
        var harbor =
                Harbor.with(SwapMode.STOP_FIRST).running("a1").running("b2").unhealthy("a1");
        harbor.effects.failAt(twin.effects.trace().lastIndexOf("journal state") + 1);

        harbor.rollback("a1");

        harbor.assertLast(Phase.ROLLED_BACK).assertRunning("b2").assertTidy();
        assertInstanceOf(Outcome.CheckFailed.class, harbor.outcome());
    }

    @Test
    void waitsWhilePausedButLooks() throws DeployException {
        var harbor = Harbor.byDefault().running("a1");
        harbor.engine().pause(Harbor.APP, "moving house");
        harbor.push("b2").poll();
        assertEquals(
                "paused: moving house (slipway resume web)",
                harbor.plan(Plan.HeldBack.class).reason());
        harbor.deploy(false).assertRunning("b2");
    }

    @Test
    void waitsForItsWindow() {
        var harbor = Harbor.byDefault()
                .withWindows(new Window(LocalTime.of(2, 0), LocalTime.of(5, 0)))
                .push("a1")
                .poll();
        assertEquals(
                Optional.of(Instant.parse("2026-11-25T02:00:00Z")),
                harbor.plan(Plan.HeldBack.class).until());
        harbor.passes(Duration.ofHours(14)).poll().assertRunning("a1");
    }

    @Test
    void refusesAStrangersContainerAndNamesIt() {
        var harbor = Harbor.byDefault();
        harbor.containers.stranger("web", harbor.app());
        harbor.push("a1").poll();
        var failure =
                assertInstanceOf(Outcome.CheckFailed.class, harbor.outcome()).failure();
        assertTrue(failure.what().contains("the name web belongs to a container that Slipway did not make"));
        assertTrue(failure.next().contains("adopt: true under apps.web"));
        assertEquals(1, harbor.containers.all().size());
    }

    @Test
    void adoptsAStrangersContainerWhereTheAppSaysSo() {
        var harbor = Harbor.byDefault().adopting();
        harbor.containers.stranger("web", harbor.app());
        harbor.push("a1").poll().assertRunning("a1").assertTidy();
    }

    @Test
    void putsAnAdoptedContainerBack() {
        var harbor = Harbor.byDefault().adopting().unhealthy("a1");
        var id = harbor.containers.stranger("web", harbor.app());
        harbor.push("a1").poll().assertLast(Phase.ROLLED_BACK).assertTidy();
        assertTrue(harbor.containers.find(id).orElseThrow().isRunning());
    }

    @Fault(50)
    @Test
    void doesNotFightAContainerThatWasStoppedByHand() {
        var harbor = Harbor.byDefault().running("a1");
        harbor.containers.stopByHand("web");
        harbor.poll();
        assertTrue(harbor.plan(Plan.UpToDate.class).reason().contains("docker start web"));
    }

    @Test
    void aCommitThatTheServerDoesNotGiveAwayIsNoBuildThatFailed() {
        var harbor = Harbor.byDefault().running("a1").deploy("ff").assertLast(Phase.FAILED);
        assertEquals(
                Phase.PLANNED, harbor.lastDeployment().failure().orElseThrow().at());
        harbor.push("b2").buildFails("b2", Blame.REMOTE).poll().assertLast(Phase.FAILED);
        assertEquals(
                Phase.BUILDING, harbor.lastDeployment().failure().orElseThrow().at());
        harbor.assertRunning("a1");
    }

    @Fault(46)
    @Test
    void isBrokenWhenTheOldContainerIsGoneAndDoesNotFlap() throws DeployException {
        var harbor =
                Harbor.with(SwapMode.STOP_FIRST).running("a1").unhealthy("b2").push("b2");
        harbor.effects.crashAt(indexOf(harbor, "journal ROLLING_BACK"));
        try {
            harbor.poll();
        } catch (Effects.Crash e) {
            harbor.effects.restart();
        }
        harbor.containers.removeByHand("web.previous");
        harbor.poll().assertLast(Phase.BROKEN);
        harbor.push("c3").poll();
        assertTrue(harbor.plan(Plan.HeldBack.class).reason().startsWith("broken since deployment 2"));
        harbor.engine().resume(Harbor.APP);
        harbor.poll().assertRunning("c3").assertTidy();
    }

    private static int indexOf(Harbor harbor, String act) {
        var twin = Harbor.with(SwapMode.STOP_FIRST)
                .running("a1")
                .unhealthy("b2")
                .push("b2")
                .poll();
        return twin.effects.trace().indexOf(act) + 1;
    }

    @Test
    void tellsOnceThatADecisionCouldNotBeWrittenDown() {
        var harbor = Harbor.byDefault().running("a1");
        var engine = harbor.engine();
        harbor.told.clear();
        harbor.effects.failEach("journal decision");
        harbor.gitFails("git.example answered 503");
        poll(engine, harbor);
        harbor.gitWorks().passes(Duration.ofMinutes(2));
        poll(engine, harbor);
        harbor.gitFails("injected failure of journal decision");
        poll(engine, harbor);
        engine.close(); // what waits is told by then
        assertEquals(
                List.of(
                        "check failed: git.example answered 503",
                        "not written: git.example answered 503: injected failure of journal decision",
                        "check recovered",
                        "check failed: injected failure of journal decision"),
                harbor.told);
    }

    @Test
    void tellsOfATroubledRemoteOnceAndOfItsEndOnce() {
        var harbor = Harbor.byDefault().running("a1");
        var engine = harbor.engine();
        harbor.told.clear();
        harbor.gitFails("git.example answered 503");
        poll(engine, harbor);
        poll(engine, harbor);
        harbor.gitWorks().passes(Duration.ofMinutes(2));
        poll(engine, harbor);
        poll(engine, harbor);
        engine.close(); // what waits is told by then
        assertEquals(List.of("check failed: git.example answered 503", "check recovered"), harbor.told);
    }

    @Test
    void asksATroubledRemoteEverLessOftenAndAPersonAtOnce() {
        var harbor = Harbor.byDefault().running("a1");
        var engine = harbor.engine();
        harbor.gitFails("git.example answered 503");
        for (var minute = 0; minute < 60; minute++) {
            poll(engine, harbor);
            harbor.passes(Duration.ofMinutes(1));
        }
        assertTrue(harbor.source.asked() < 15, "asked " + harbor.source.asked() + " times in an hour");
        harbor.gitWorks().push("b2");
        submit(engine, new Request(Harbor.APP, Trigger.MANUAL, Optional.empty(), false, harbor.time.now()));
        harbor.assertRunning("b2");
    }

    @Fault(52)
    @Test
    void aCommitThatFailedInTheFutureIsTriedAgain() {
        var harbor = Harbor.byDefault().running("a1").push("b2").buildFails("b2", Blame.HOST);
        harbor.poll().poll().poll();
        assertTrue(harbor.plan(Plan.HeldBack.class).until().isPresent());
        harbor.time.jump(Duration.ofDays(-365));
        harbor.buildWorks("b2").poll().assertRunning("b2");
    }

    private static Outcome poll(Engine engine, Harbor harbor) {
        return submit(engine, Request.poll(Harbor.APP, harbor.time.now()));
    }

    private static Outcome submit(Engine engine, Request request) {
        try {
            return engine.submit(request).join();
        } catch (DeployException e) {
            throw new AssertionError(e);
        }
    }

    @Fault({24, 25})
    @Test
    void waitsForTheFirstCommitAndKeepsWhatRunsWhenTheBranchGoes() {
        var harbor = Harbor.byDefault().poll();
        assertTrue(harbor.plan(Plan.HeldBack.class).reason().contains("waiting for its first commit"));
        harbor.running("a1").branchBecomes("trunk", "a1").poll();
        assertTrue(harbor.plan(Plan.HeldBack.class).reason().contains("what runs is kept"));
        harbor.assertRunning("a1");
    }

    @Test
    void continuesIdsAfterTheJournalWasLost() throws DeployException {
        var harbor = Harbor.byDefault();
        harbor.history.continueAfter(41);
        harbor.running("a1");
        assertEquals(42, harbor.containers.highestDeployment());
        assertEquals(42, harbor.lastDeployment().id());
    }

    @Test
    void keepsTheImagesThatARollbackNeeds() {
        var harbor = Harbor.byDefault().running("a1").running("b2").running("c3");
        assertEquals(List.of(Harbor.commit("b2"), Harbor.commit("c3")), harbor.images.commits());
    }

    @Fault(52)
    @Test
    void givesAContainerThatWasVerifiedWhenTheClockJumpedItsTime() {
        var harbor = Harbor.byDefault().running("a1").push("b2");
        var twin = Harbor.byDefault().running("a1").push("b2").poll();
        harbor.effects.crashAt(twin.effects.trace().indexOf("journal SUCCEEDED") + 1);
        try {
            harbor.poll();
        } catch (Effects.Crash e) {
            harbor.effects.restart();
        }
        harbor.time.jump(Duration.ofDays(-365));
        harbor.poll().assertLast(Phase.SUCCEEDED).assertRunning("b2").assertTidy();
        assertEquals(
                2,
                harbor.history.newest(9).stream().map(Deployment::id).distinct().count());
    }
}
