package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.Phase;
import dev.slipway.model.SwapMode;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    private static List<String> actsOnContainers(Harbor harbor) {
        return harbor.effects.trace().stream()
                .filter(act -> act.matches("(create|start|join|leave|restart policy|stop|rename) .*|remove web.next"))
                .toList();
    }
}
