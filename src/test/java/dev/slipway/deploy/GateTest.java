package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Container;
import dev.slipway.model.Phase;
import dev.slipway.model.SwapMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an app's gate, beside the swaps of {@link CrashTest}. */
class GateTest {
    private final Harbor harbor = Harbor.with(SwapMode.GATE);

    @Test
    void theFirstDeploymentOpensIt() {
        harbor.push("a1").poll().assertRunning("a1").assertTidy();
        assertEquals(SwapMode.STOP_FIRST, harbor.lastDeployment().intent().swap());
    }

    @Test
    void theOldOneIsStoppedOnlyOnceTheNewOneWasWellInItsPlace() {
        var trace = harbor.running("a1").push("b2").poll().effects.trace();
        var led = trace.indexOf("lead web.gate to web.next");
        var stopped = trace.indexOf("stop web.previous");
        assertTrue(0 < led && led < stopped, trace.toString());
        assertEquals(1, trace.stream().filter(act -> act.startsWith("stop ")).count(), trace.toString());
        assertTrue(trace.stream().noneMatch("create gate"::equals), trace.toString());
    }

    @Test
    void aGateWhoseImageCannotBeHadFailsBeforeAnythingIsTouched() {
        harbor.running("a1").push("b2");
        harbor.gates.imageIsMissing();
        harbor.poll().assertLast(Phase.FAILED).assertRunning("a1").assertTidy();
    }

    @Test
    void aStrangersContainerOfItsNameIsLeftAlone() {
        harbor.containers.stranger("web.gate", harbor.app());
        harbor.push("a1").poll().assertLast(Phase.FAILED);
        assertEquals(
                List.of("web.gate"),
                harbor.containers.all().stream().map(Container::name).toList());
    }

    @Test
    void oneThatWasRemovedIsMadeAnewAtTheNextPoll() {
        harbor.running("a1");
        harbor.containers.removeByHand("web.gate");
        assertTrue(
                concerns().getFirst().contains("web.gate is gone"), concerns().toString());
        harbor.poll().assertTidy();
        assertEquals(List.of(), concerns());
        assertInstanceOf(Outcome.Nothing.class, harbor.outcome());
    }

    @Test
    void makingItAnewMayEndAtAnyAct() {
        for (var act = 1; act <= 6; act++) {
            var other = Harbor.with(SwapMode.GATE).running("a1");
            other.containers.removeByHand("web.gate");
            other.effects.crashAt(act);
            try {
                other.poll();
            } catch (Effects.Crash e) {
                other.effects.restart();
            }
            other.poll().assertRunning("a1").assertTidy();
        }
    }

    @Test
    void oneThatWasStoppedIsReportedAndNotFoughtUntilTheNextDeployment() {
        harbor.running("a1");
        harbor.containers.stopByHand("web.gate");
        harbor.poll();
        assertEquals(Optional.empty(), harbor.containers.reached());
        assertTrue(
                concerns().getFirst().contains("docker start web.gate"),
                concerns().toString());
        harbor.push("b2").poll().assertRunning("b2").assertTidy();
    }

    @ParameterizedTest
    @EnumSource(
            value = SwapMode.class,
            names = {"GATE", "ROLLING", "COMPOSE"},
            mode = EnumSource.Mode.EXCLUDE)
    void anotherModeBecomesAGateWhereverItEnds(SwapMode before) {
        changes(before, after -> after.becoming(SwapMode.GATE));
    }

    @ParameterizedTest
    @EnumSource(
            value = SwapMode.class,
            names = {"GATE", "ROLLING", "COMPOSE"},
            mode = EnumSource.Mode.EXCLUDE)
    void aGateBecomesAnotherModeWhereverItEnds(SwapMode after) {
        changes(SwapMode.GATE, each -> each.becoming(after));
    }

    @Test
    void aGateWithOtherPortsTakesTheOldOnesPlaceWhereverItEnds() {
        changes(SwapMode.GATE, each -> each.publishing(9000));
    }

    @Test
    void theReasonSaysThatThePortMovesOnce() {
        var other = Harbor.with(SwapMode.TRIAL).running("a1");
        other.becoming(SwapMode.GATE).poll().assertLast(Phase.SUCCEEDED);
        assertTrue(other.lastDeployment().intent().reason().contains("this once the port has to move"));
        other.push("b2").poll();
        assertTrue(other.lastDeployment().intent().reason().endsWith("swap gate: as configured"));
    }

    /** Deploys with another configuration, with an end by force or a failure at every act, for a commit that is well and one that is not. */
    private static void changes(SwapMode before, Consumer<Harbor> change) {
        for (var well : List.of(true, false)) {
            for (var crash : List.of(true, false)) {
                for (var act = 1; changesAt(act, crash, well, before, change); act++) {
                    assertTrue(act < 100);
                }
            }
        }
    }

    /** Returns whether there was such an act. */
    private static boolean changesAt(int act, boolean crash, boolean well, SwapMode before, Consumer<Harbor> change) {
        var harbor = Harbor.with(before).running("a1");
        change.accept(harbor);
        harbor.push("b2");
        if (!well) {
            harbor.unhealthy("b2");
        }
        if (crash) {
            harbor.effects.crashAt(act);
        } else {
            harbor.effects.failAt(act);
        }
        try {
            harbor.poll();
        } catch (Effects.Crash e) {
            assertTrue(crash);
        }
        var acts = harbor.effects.trace().size();
        harbor.effects.restart();
        for (var poll = 0; poll < 3; poll++) {
            harbor.poll().passes(Duration.ofHours(1));
        }
        var where = (crash ? "end before act " : "failure of act ") + act;
        assertEquals(
                List.of(Harbor.commit(well ? "b2" : "a1")),
                harbor.containers.all().stream()
                        .filter(Container::isUp)
                        .map(c -> c.origin().orElseThrow().commit())
                        .toList(),
                where);
        if (well) {
            harbor.assertTidy();
        } else {
            harbor.assertServedAsBefore(where);
        }
        return acts >= act;
    }

    private List<String> concerns() {
        try (var engine = harbor.engine()) {
            return engine.status("web").concerns();
        } catch (DeployException e) {
            throw new AssertionError(e);
        }
    }
}
