package dev.slipway.deploy;

import static dev.slipway.deploy.Harbor.commit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.Phase;
import dev.slipway.testkit.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No build begins without room to spare. */
class HeadroomTest {
    @Fault(36)
    @Test
    void withTooLittleRoomNothingIsFetchedBuiltOrTouched() {
        var harbor = Harbor.byDefault().running("a1").push("b2");
        harbor.room.holds(0);
        harbor.poll().assertLast(Phase.FAILED).assertRunning("a1").assertTidy();

        assertEquals(List.of(commit("a1")), harbor.images.attempts());
        var failure = harbor.lastDeployment().failure().orElseThrow();
        assertEquals(Blame.HOST, failure.blame());
        assertEquals(
                "too little room to build: the disk of Docker (/var/lib/docker) has 1 GiB free, and min_free_disk wants 2 GiB",
                failure.what());
        assertEquals("still running: a100000, untouched", failure.stands());
        assertTrue(failure.next().startsWith("make room (docker system df"), failure.next());
    }

    @Fault(36)
    @Test
    void onceThereIsRoomTheSameCommitIsDeployed() {
        var harbor = Harbor.byDefault().running("a1").push("b2");
        harbor.room.holds(0);
        harbor.poll().assertLast(Phase.FAILED);
        harbor.room.holds(5);
        harbor.passes(Duration.ofHours(1)).poll().assertLast(Phase.SUCCEEDED).assertRunning("b2");
    }

    @Fault(36)
    @Test
    void imagesThatNobodyNeedsMakeRoomFirst() {
        var harbor = Harbor.byDefault()
                .running("a1")
                .push("b2")
                .poll()
                .unhealthy("c3")
                .push("c3")
                .poll();
        harbor.assertLast(Phase.ROLLED_BACK).assertRunning("b2");
        assertEquals(List.of(commit("a1"), commit("b2"), commit("c3")), harbor.images.commits());
        harbor.room.holds(2);
        harbor.push("d4").poll().assertLast(Phase.SUCCEEDED).assertRunning("d4");
        assertTrue(!harbor.images.commits().contains(commit("c3")), "the image that was not well is still there");
    }

    @Fault(36)
    @Test
    void whatARollbackWouldGoToIsNotGivenAwayForRoom() {
        var harbor = Harbor.byDefault().running("a1").push("b2").poll().push("c3");
        harbor.room.holds(0);
        harbor.poll().assertLast(Phase.FAILED).assertRunning("b2");
        assertEquals(List.of(commit("a1"), commit("b2")), harbor.images.commits());
    }

    @Test
    void anImageThatIsThereNeedsNoRoom() {
        var harbor = Harbor.byDefault().unhealthy("a1").push("a1").poll();
        harbor.room.holds(0);
        harbor.unwell.clear();
        harbor.deploy(false).assertLast(Phase.SUCCEEDED).assertRunning("a1");
        assertEquals(List.of(commit("a1")), harbor.images.attempts());
    }
}
