package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An app whose commits must be signed: {@code git.require_signature}. */
class SignaturesTest {
    @Test
    void aSignedCommitIsDeployed() {
        signing().signed("b2").push("b2").poll().assertRunning("b2").assertTidy();
    }

    @Test
    void anUnsignedCommitIsRefusedBeforeAnythingIsBuiltAndHeldBackUntilANewerOne() {
        var harbor = signing().push("b2").poll().assertRunning("a1").assertLast(Phase.FAILED);
        var failure = harbor.lastDeployment().failure().orElseThrow();
        assertEquals(Blame.YOURS, failure.blame());
        assertEquals(Phase.PLANNED, failure.at());
        assertEquals("commit b200000 is not signed", failure.what());
        assertEquals("still running: a100000, untouched", failure.stands());
        assertEquals(
                "sign it and push it; this commit is not tried again (slipway deploy web --retry)", failure.next());
        assertTrue(
                harbor.effects.trace().stream().noneMatch(act -> act.contains("build")),
                harbor.effects.trace()::toString);
        for (int poll = 0; poll < 5; poll++) {
            harbor.passes(Duration.ofHours(2)).poll();
        }
        harbor.plan(Plan.HeldBack.class);
        assertEquals(2, harbor.history.newest(9).size());
        harbor.push("c3").signed("c3").poll().assertRunning("c3").assertTidy();
    }

    @Test
    void noRequestOfAPersonGetsAroundIt() {
        signing()
                .push("b2")
                .deploy("b2")
                .assertRunning("a1")
                .deploy(true)
                .assertRunning("a1")
                .assertTidy();
    }

    @Test
    void onceItsKeyIsKnownARetryDeploysIt() {
        signing()
                .push("b2")
                .poll()
                .assertRunning("a1")
                .signed("b2")
                .deploy(true)
                .assertRunning("b2");
    }

    @Test
    void theFirstDeploymentHasToBeSignedToo() {
        var harbor = Harbor.byDefault().requiringSignatures().push("a1").poll().assertLast(Phase.FAILED);
        assertEquals(List.of(), harbor.containers.all());
    }

    @Test
    void anImageThatIsPulledIsThatOfASignedCommit() {
        var harbor = signing()
                .pulling(Duration.ofMinutes(30))
                .published("b2")
                .push("b2")
                .poll();
        harbor.assertRunning("a1").assertLast(Phase.FAILED);
        harbor.signed("b2").deploy(true).assertRunning("b2");
    }

    @Test
    void anImageOfBeforeItWasRequiredDoesNotGetAroundIt() {
        var harbor = Harbor.byDefault()
                .running("a1")
                .unhealthy("b2")
                .push("b2")
                .poll()
                .assertRunning("a1");
        harbor.healthyAgain("b2")
                .requiringSignatures()
                .deploy("b2")
                .assertRunning("a1")
                .assertLast(Phase.FAILED);
    }

    @Test
    void aRollbackGoesToWhatRanBeforeWithoutAsking() {
        var harbor = Harbor.byDefault().running("a1").push("b2").poll().assertRunning("b2");
        harbor.requiringSignatures().rollback("a1").assertRunning("a1").assertTidy();
    }

    @Test
    void aSignedTagIsEnough() {
        var harbor = Harbor.byDefault().requiringSignatures().following("v*").tag("v1.0.0", "a1");
        harbor.poll().assertLast(Phase.FAILED);
        harbor.tag("v1.1.0", "b2")
                .signedTag("v1.1.0")
                .poll()
                .assertRunning("b2")
                .assertTidy();
    }

    private static Harbor signing() {
        return Harbor.byDefault().requiringSignatures().signed("a1").running("a1");
    }
}
