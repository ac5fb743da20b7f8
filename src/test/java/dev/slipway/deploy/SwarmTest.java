package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.Failure;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Deployments of an app that a swarm runs. */
class SwarmTest {
    private final Harbor harbor = Harbor.inSwarm();

    @Test
    void pushesTheImageBeforeTheSwarmIsToldOfItAndNamesItByItsDigest() {
        harbor.push("a1").poll().assertLast(Phase.SUCCEEDED).assertRunning("a1").assertTidy();
        var trace = harbor.effects.trace();
        assertTrue(trace.indexOf("push") < trace.indexOf("put web"), trace.toString());
        assertEquals(
                Harbor.pushedAs("a1") + "@sha256:digest-of-sha256:web-1",
                harbor.services.of(harbor.app()).orElseThrow().image());
        assertEquals(1, harbor.history.pushes("web", 10).size());
    }

    @Test
    void replacesWhatRanAndSaysHow() {
        harbor.running("a1")
                .push("b2")
                .poll()
                .assertLast(Phase.SUCCEEDED)
                .assertRunning("b2")
                .assertTidy();
        var reason = harbor.lastDeployment().intent().reason();
        assertTrue(reason.endsWith("swap rolling: the swarm replaces its tasks in turn"), reason);
        harbor.poll();
        assertEquals(
                "runs b200000, the tip of main",
                harbor.plan(Plan.UpToDate.class).reason());
        assertEquals(2, harbor.images.pushes());
    }

    @Test
    void touchesNothingWhereTheImageCannotBePushed() {
        harbor.running("a1");
        harbor.images.registryFails(Optional.of(new DeployException(Blame.REMOTE, "the registry is down", "")));
        harbor.push("b2").poll().assertLast(Phase.FAILED).assertRunning("a1").assertTidy();
        assertFalse(harbor.effects.trace().contains("put web"));
        assertEquals("still running: a100000, untouched", failure().stands());
    }

    @Test
    void takesTheImagesOfCiByTheirDigest() {
        harbor.pulling(Duration.ofMinutes(5)).published("a1").push("a1").poll().assertLast(Phase.SUCCEEDED);
        assertTrue(harbor.services
                .of(harbor.app())
                .orElseThrow()
                .image()
                .startsWith("registry.example/web:a100000@sha256:"));
    }

    @Test
    void tellsOfTheTasksThatFailedWhereTheSwarmWentBack() {
        harbor.running("a1").unhealthy("b2").push("b2").poll();
        harbor.assertLast(Phase.ROLLED_BACK).assertRunning("a1").assertTidy();
        assertEquals(
                "the swarm rolled the update back: 1 task failed on node1: task: non-zero exit (1)",
                failure().what());
        assertEquals(Blame.YOURS, failure().blame());
        assertEquals("back and running: a100000", failure().stands());
        assertTrue(failure().evidence().getFirst().startsWith("last words of task-"));
        assertFalse(harbor.effects.trace().contains("roll back web"));
        harbor.passes(Duration.ofDays(1)).poll();
        harbor.plan(Plan.HeldBack.class);
    }

    @Test
    void goesBackItselfWhereTheSwarmOnlyPaused() {
        harbor.running("a1").unhealthy("b2").push("b2");
        harbor.services.pauseOnFailure();
        harbor.poll().assertLast(Phase.ROLLED_BACK).assertRunning("a1").assertTidy();
        assertTrue(
                failure().what().startsWith("the swarm paused the update: 1 task failed"),
                failure().what());
        assertTrue(harbor.effects.trace().contains("roll back web"));
    }

    @Test
    void goesBackWhereTheSwarmGetsNoFurther() {
        harbor.running("a1").push("b2");
        harbor.services.findNoNode(Harbor.commit("b2"));
        harbor.poll().assertLast(Phase.ROLLED_BACK).assertRunning("a1").assertTidy();
        // 60 s to get well, 10 s under watch, 10 s for the old task to stop.
        assertEquals(
                "the update has got no further for 80 s: 0 of 2 tasks run: 1 task in state pending on node1: no suitable node",
                failure().what());
        assertEquals(Blame.HOST, failure().blame());
    }

    @Test
    void removesAServiceThatWasNewAndFailed() {
        harbor.unhealthy("a1").push("a1").poll().assertLast(Phase.ROLLED_BACK);
        assertEquals(Optional.empty(), harbor.services.of(harbor.app()));
        assertTrue(
                failure().what().startsWith("crash loop: 3 tasks failed on node1"),
                failure().what());
        assertEquals("nothing ran before, and nothing runs now", failure().stands());
    }

    @Test
    void isBrokenWhereTheSwarmNoLongerKnowsWhatItWasBefore() {
        harbor.running("a1").push("b2");
        harbor.services.findNoNode(Harbor.commit("b2"));
        harbor.services.isScaledWhileStuck();
        harbor.poll().assertLast(Phase.BROKEN);
        assertTrue(
                failure().what().contains("the swarm does not know what it was before"),
                failure().what());
    }

    @Test
    void followsAnOrderThatAProcessGaveBeforeItEnded() {
        harbor.running("a1").push("b2").poll();
        var acts = harbor.effects.trace();
        var again = Harbor.inSwarm().running("a1").push("b2");
        again.effects.crashAt(acts.indexOf("put web") + 2);
        assertThrows(Effects.Crash.class, again::poll);
        var interrupted = again.lastDeployment();
        assertEquals(Phase.REPLACING, interrupted.phase());
        again.effects.restart();
        again.poll().assertLast(Phase.SUCCEEDED).assertRunning("b2").assertTidy();
        assertEquals(interrupted.id(), again.lastDeployment().id());
    }

    @Test
    void tellsWhyTheSwarmWentBackWhileNobodyLooked() {
        harbor.running("a1").unhealthy("b2").push("b2").poll();
        var acts = harbor.effects.trace();
        var again = Harbor.inSwarm().running("a1").unhealthy("b2").push("b2");
        again.effects.crashAt(acts.indexOf("put web") + 2);
        assertThrows(Effects.Crash.class, again::poll);
        again.effects.restart();
        for (var look = 0; look < 10; look++) {
            again.services.of(again.app());
        }
        again.poll();
        var deployments = again.history.of("web", 10);
        assertEquals(Phase.ROLLED_BACK, deployments.getFirst().phase());
        assertEquals(2, deployments.size());
        assertEquals(Blame.YOURS, deployments.getFirst().failure().orElseThrow().blame());
    }

    @Test
    void rollsBackToAnEarlierImage() {
        harbor.running("a1").push("b2").poll().rollback("a1");
        harbor.assertLast(Phase.SUCCEEDED).assertRunning("a1").assertTidy();
        assertEquals(
                Harbor.pushedAs("a1") + "@sha256:digest-of-sha256:web-1",
                harbor.services.of(harbor.app()).orElseThrow().image());
    }

    @Test
    void leavesAServiceAloneThatItDidNotMake() {
        harbor.services.strange("web");
        harbor.push("a1").poll();
        var failed = assertInstanceOf(Outcome.CheckFailed.class, harbor.outcome());
        assertTrue(
                failed.failure().what().startsWith("the name web belongs to a service that Slipway did not make"),
                failed.failure().what());
        assertEquals(
                "nginx:latest", harbor.services.of(harbor.app()).orElseThrow().image());
    }

    @Test
    void takesAServiceOverThatItIsToAdopt() {
        harbor.services.strange("web");
        harbor.adopting()
                .push("a1")
                .poll()
                .assertLast(Phase.SUCCEEDED)
                .assertRunning("a1")
                .assertTidy();
    }

    @Test
    void statusSaysHowManyTasksRun() throws Exception {
        harbor.running("a1");
        harbor.services.kill("web");
        harbor.services.findNoNode(Harbor.commit("a1"));
        try (var engine = harbor.engine()) {
            var concerns = engine.status("web").concerns();
            assertEquals(
                    List.of("service web: 1 of 2 tasks run; 1 task in state pending on node1: no suitable node"),
                    concerns);
        }
    }

    private Failure failure() {
        return harbor.lastDeployment().failure().orElseThrow();
    }
}
