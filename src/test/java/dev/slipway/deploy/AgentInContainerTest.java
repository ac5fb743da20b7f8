package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.Phase;
import dev.slipway.model.SwapMode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent that runs in a container joins the network of the one under proof, and no longer than it must. */
class AgentInContainerTest {
    @Test
    void isOnTheNetworkOnlyWhileAContainerIsProven() {
        var harbor = Harbor.with(SwapMode.TRIAL)
                .inContainer()
                .running("a1")
                .push("b2")
                .poll();
        assertEquals(
                List.of(
                        "create web.next TRIAL",
                        "start web.next",
                        "join front",
                        "leave front",
                        "remove web.next",
                        "create web.next FULL",
                        "restart policy of web to NO",
                        "stop web",
                        "rename web to web.previous",
                        "rename web.next to web",
                        "start web",
                        "join front",
                        "leave front"),
                actsOnContainers(harbor));
        harbor.assertLast(Phase.SUCCEEDED).assertTidy();
    }

    @Test
    void hasLeftThePrivateNetworkBeforeTheOldOneIsTouched() {
        var harbor = Harbor.with(SwapMode.WARM)
                .inContainer()
                .running("a1")
                .push("b2")
                .poll();
        var acts = harbor.effects.trace();
        assertTrue(acts.indexOf("leave slipway-web") < acts.indexOf("restart policy of web to NO"), acts.toString());
        harbor.assertLast(Phase.SUCCEEDED).assertTidy();
    }

    @Test
    void staysWhereAPersonPutIt() {
        var harbor = Harbor.with(SwapMode.TRIAL).inContainer();
        harbor.containers.attachAgent("front");
        harbor.running("a1").push("b2").poll().assertLast(Phase.SUCCEEDED);
        assertTrue(harbor.containers.agentIsOn("front"));
        assertEquals(
                List.of(),
                harbor.effects.trace().stream()
                        .filter(act -> act.matches("(join|leave) .*"))
                        .toList());
    }

    @Test
    void joinsNothingWhereACommandIsTheCheck() {
        var harbor = Harbor.byDefault().askingByCommand().inContainer().running("a1");
        harbor.containers.closeToAgent("front");
        harbor.push("b2").poll().assertLast(Phase.SUCCEEDED).assertRunning("b2");
    }

    @Test
    void aNetworkThatItCannotJoinIsNoFaultOfTheCommit() {
        var harbor = Harbor.with(SwapMode.TRIAL).inContainer().running("a1");
        harbor.containers.closeToAgent("front");
        harbor.push("b2").poll().assertLast(Phase.ROLLED_BACK).assertRunning("a1");
        var failure = harbor.lastDeployment().failure().orElseThrow();
        assertEquals(Blame.HOST, failure.blame());
        assertEquals("not well after 60 s: could not connect to network front", failure.what());
        assertEquals("a later poll tries again", failure.next());
    }

    @Test
    void anAppThatCannotBeAskedFromHereIsNotEvenBuilt() {
        var harbor = Harbor.with(SwapMode.STOP_FIRST).inContainer().running("a1");
        harbor.containers.forgetAgent();
        harbor.push("b2").poll().assertLast(Phase.FAILED).assertRunning("a1");
        assertEquals(List.of(Harbor.commit("a1")), harbor.images.attempts());
        assertEquals(
                "still running: a100000, untouched",
                harbor.lastDeployment().failure().orElseThrow().stands());
    }

    @Test
    void aPollThatFindsNothingNewJoinsAndLeavesNothing() {
        var harbor = Harbor.byDefault().inContainer().running("a1").poll();
        harbor.effects.restart();
        harbor.poll();
        assertEquals(List.of(), harbor.effects.trace());
    }

    @Test
    void leavesAfterAnInterruptedProofOfAnAppThatIsStillThere() {
        var harbor = Harbor.with(SwapMode.WARM).inContainer().running("a1").push("b2");
        harbor.effects.onAct("join slipway-web", Thread.currentThread()::interrupt);
        harbor.poll().assertRunning("a1").assertLast(Phase.ROLLED_BACK).assertTidy();
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "web.next", "web.previous"})
    void neverTakesOverTheContainerThatItRunsIn(String name) {
        var harbor = Harbor.byDefault().adopting().inContainer();
        harbor.containers.agentRunsIn(harbor.containers.stranger(name, harbor.app()));
        harbor.push("a1").poll();
        var failure =
                assertInstanceOf(Outcome.CheckFailed.class, harbor.outcome()).failure();
        assertEquals(
                "app web is Slipway's own container " + name
                        + " (id c1): by replacing it, Slipway would end itself half-way",
                failure.what());
        assertEquals(Blame.YOURS, failure.blame());
        assertTrue(failure.next().contains("docker compose pull"), failure.next());
        assertEquals(List.of("journal decision"), harbor.effects.trace());
    }

    @Test
    void neverReplacesItselfWhereAnotherSlipwayDeployedIt() {
        var harbor = Harbor.byDefault().inContainer().running("a1");
        harbor.containers.agentRunsIn(harbor.containers.all().getFirst().id());
        harbor.push("b2").deploy(true).assertRunning("a1");
        assertInstanceOf(Outcome.CheckFailed.class, harbor.outcome());
        assertEquals(List.of("journal decision"), harbor.effects.trace());
    }

    /** Else the advice would be to remove that container. */
    @Test
    void saysSoInStatusAndInATrialToo() throws Exception {
        var harbor = Harbor.byDefault().inContainer();
        harbor.containers.agentRunsIn(harbor.containers.stranger("web", harbor.app()));
        try (var engine = harbor.engine()) {
            var refused = assertThrows(DeployException.class, () -> engine.plan(harbor.nudge()));
            assertEquals(Optional.of(refused.failure()), engine.status("web").conflict());
            assertTrue(
                    refused.failure().what().startsWith("app web is Slipway's own container"),
                    refused.failure().what());
        }
    }

    @Test
    void deploysOthersBesideItsOwnContainer() {
        var harbor = Harbor.byDefault().inContainer();
        harbor.containers.agentRunsIn(harbor.containers.stranger("slipway", harbor.app()));
        harbor.containers.stopByHand("slipway"); // or it would hold the port
        harbor.push("a1").poll().assertLast(Phase.SUCCEEDED);
    }

    private static List<String> actsOnContainers(Harbor harbor) {
        return harbor.effects.trace().stream()
                .filter(act -> act.matches("(create|start|join|leave|restart policy|stop|rename) .*|remove web.next"))
                .toList();
    }
}
