package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Container;
import dev.slipway.model.Phase;
import dev.slipway.model.SwapMode;
import dev.slipway.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ends the process before every single act of a deployment, and again before every act of the recovery, and lets every act
 * fail once; whatever happens, the app ends up in one well container, and nothing is left lying about.
 */
class CrashTest {
    /** How the new commit fares. */
    enum Fate {
        WELL,
        UNHEALTHY,
        DIES
    }

    /** Where the agent runs. */
    enum Home {
        HOST,
        CONTAINER
    }

    static Stream<Arguments> cases() {
        return Stream.of(SwapMode.values())
                .flatMap(mode -> Stream.of(Fate.values())
                        .flatMap(fate -> Stream.of(Home.values()).map(home -> Arguments.of(mode, fate, home))));
    }

    @Fault({2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    @ParameterizedTest(name = "{0}, {1}, agent on {2}")
    @MethodSource("cases")
    void survivesTheEndOfTheProcessBeforeEveryAct(SwapMode mode, Fate fate, Home home) {
        var acts = actsOfOneDeployment(mode, fate, home);
        for (var act = 1; act <= acts; act++) {
            var harbor = begin(mode, fate, home);
            harbor.effects.crashAt(act);
            pollUntilDead(harbor);
            harbor.effects.restart();
            recoverAndCheck(harbor, fate);
        }
    }

    @Fault(12)
    @ParameterizedTest(name = "{0}, {1}, agent on {2}")
    @MethodSource("cases")
    void survivesASecondEndDuringTheRecovery(SwapMode mode, Fate fate, Home home) {
        var acts = actsOfOneDeployment(mode, fate, home);
        for (var first = 1; first <= acts; first++) {
            for (var second = 1; ; second++) {
                var harbor = begin(mode, fate, home);
                harbor.effects.crashAt(first);
                pollUntilDead(harbor);
                harbor.effects.restart();
                harbor.effects.crashAt(second);
                if (!pollUntilDead(harbor)) {
                    break;
                }
                harbor.effects.restart();
                recoverAndCheck(harbor, fate);
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1}, agent on {2}")
    @MethodSource("cases")
    void survivesTheFailureOfEveryAct(SwapMode mode, Fate fate, Home home) {
        var acts = actsOfOneDeployment(mode, fate, home);
        for (var act = 1; act <= acts; act++) {
            var harbor = begin(mode, fate, home);
            harbor.effects.failAt(act);
            harbor.poll();
            assertTrue(
                    harbor.up().size() == 1,
                    "not one that serves after the failure of "
                            + harbor.effects.trace().get(act - 1) + ": " + harbor.up());
            harbor.effects.restart();
            recoverAndCheck(harbor, fate);
        }
    }

    /**
     * From the first to the last act of a deployment, its ends by force and their recovery, whoever asks the port arrives at a
     * container that is well.
     */
    @ParameterizedTest(name = "{0}")
    @EnumSource(Fate.class)
    void aGateLeadsToAWellContainerAtEveryMoment(Fate fate) {
        var acts = actsOfOneDeployment(SwapMode.GATE, fate, Home.HOST);
        for (var first = 1; first <= acts; first++) {
            for (var second = 1; ; second++) {
                var harbor = begin(SwapMode.GATE, fate, Home.HOST);
                var nowhere = nowhere(harbor, fate);
                harbor.effects.crashAt(first);
                pollUntilDead(harbor);
                harbor.effects.restart();
                harbor.effects.crashAt(second);
                var again = pollUntilDead(harbor);
                harbor.effects.restart();
                recoverAndCheck(harbor, fate);
                assertEquals(List.of(), nowhere, "ended before acts " + first + " and " + second);
                if (!again) {
                    break;
                }
            }
        }
    }

    /** Fills with the acts before which a visitor would not have arrived at a well container. */
    private static List<String> nowhere(Harbor harbor, Fate fate) {
        var well = fate == Fate.WELL ? Set.of("a1", "b2") : Set.of("a1");
        var acts = new ArrayList<String>();
        harbor.effects.watched(() -> {
            var reached = harbor.containers
                    .reached()
                    .flatMap(Container::origin)
                    .filter(o -> well.stream().map(Harbor::commit).anyMatch(o.commit()::equals));
            if (reached.isEmpty()) {
                acts.add("after " + harbor.effects.trace());
            }
        });
        return acts;
    }

    private static Harbor begin(SwapMode mode, Fate fate, Home home) {
        var harbor = Harbor.with(mode);
        if (home == Home.CONTAINER) {
            harbor.inContainer();
        }
        harbor.running("a1");
        switch (fate) {
            case WELL -> {}
            case UNHEALTHY -> harbor.unhealthy("b2");
            case DIES -> harbor.dying("b2");
        }
        return harbor.push("b2");
    }

    private static int actsOfOneDeployment(SwapMode mode, Fate fate, Home home) {
        var harbor = begin(mode, fate, home).poll();
        harbor.assertLast(fate == Fate.WELL ? Phase.SUCCEEDED : Phase.ROLLED_BACK);
        return harbor.effects.trace().size();
    }

    /** Whether the process ended before the poll did. */
    private static boolean pollUntilDead(Harbor harbor) {
        try {
            harbor.poll();
            return false;
        } catch (Effects.Crash e) {
            return true;
        }
    }

    private static void recoverAndCheck(Harbor harbor, Fate fate) {
        // The first poll takes up the old attempt; later ones make a new one, once its backoff is over.
        for (var poll = 0; poll < 3; poll++) {
            harbor.poll().passes(Duration.ofHours(1));
        }
        harbor.assertRunning(fate == Fate.WELL ? "b2" : "a1").assertTidy();
    }
}
