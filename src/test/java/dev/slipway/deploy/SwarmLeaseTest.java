package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import dev.slipway.model.Polling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two Slipways and one swarm. */
class SwarmLeaseTest {
    private static final Duration POLL = Duration.ofMinutes(1);
    private static final Duration LASTS = SwarmLease.lasting(new Polling.Every(POLL));

    private final Harbor harbor = Harbor.inSwarm();
    private final SwarmLease other = lease("pi", "other", Optional.empty());

    private SwarmLease lease(String name, String id, Optional<String> before) {
        return new SwarmLease(
                harbor.leases, harbor.time, new LeaseStore.Holder(name, id), before, new Polling.Every(POLL));
    }

    private void nobodyRenewsFor(Duration duration) {
        harbor.passes(duration);
    }

    @Test
    void isTakenByTheFirstWhoAsksAndKeptWhileItIsRenewed() throws Exception {
        assertTrue(other.tend());
        for (int renewal = 0; renewal < 100; renewal++) {
            harbor.passes(other.pause());
            assertFalse(other.tend());
            assertEquals("pi", harbor.lease.other().orElseThrow().name());
        }
    }

    @Test
    void isTakenByAnotherOnceItWasNotRenewedForAsLongAsItLasts() throws Exception {
        other.tend();
        assertFalse(harbor.lease.tend());
        nobodyRenewsFor(LASTS.minusMillis(1));
        assertFalse(harbor.lease.tend());
        nobodyRenewsFor(Duration.ofMillis(1));
        assertTrue(harbor.lease.tend());
        assertEquals("here", other.other().orElseThrow().name());
        assertThrows(DeployException.class, other::require);
    }

    @Test
    void itsHolderHasStoppedActingBeforeAnotherMay() throws Exception {
        other.tend();
        harbor.lease.tend();
        // It sleeps, and awakes just before the other may take the lease: it has to renew it before it acts.
        nobodyRenewsFor(LASTS.minusMillis(1));
        var writes = harbor.effects.trace().size();
        other.require();
        assertEquals(writes + 1, harbor.effects.trace().size());
        nobodyRenewsFor(Duration.ofMillis(1));
        assertFalse(harbor.lease.tend());
    }

    @Test
    void goesByWhatPassesAndNotByTheWallClock() throws Exception {
        other.tend();
        harbor.lease.tend();
        harbor.time.jump(Duration.ofDays(400));
        assertFalse(harbor.lease.tend());
        other.require();
    }

    @Test
    void changesHandsWithinAPollInterval() {
        for (var poll : List.of(10, 30, 60, 3600)) {
            var lasts = SwarmLease.lasting(new Polling.Every(Duration.ofSeconds(poll)));
            // Seen anew just before its holder ends; and looked at just before it is over.
            assertTrue(lasts.multipliedBy(4).dividedBy(3).compareTo(Duration.ofSeconds(poll)) < 0, lasts.toString());
        }
    }

    @Test
    void isFreeAtOnceWhereItsHolderEndsAsItShould() throws Exception {
        other.tend();
        assertFalse(harbor.lease.tend());
        other.close();
        assertTrue(harbor.lease.tend());
        assertFalse(other.tend());
    }

    @Test
    void isTakenAtOnceByTheNextProcessOfTheSameDataDir() throws Exception {
        other.tend();
        assertTrue(lease("pi", "next", Optional.of("other")).tend());
    }

    @Test
    void goesToOneOfTwoWhoWriteAtTheSameTime() throws Exception {
        var seen = harbor.leases.read();
        assertTrue(other.tend());
        assertEquals(
                Optional.empty(),
                harbor.leases.write(seen, harbor.leases.read().orElseThrow().terms()));
    }

    @Test
    void whoeverStandsByTouchesNothingAndSaysForWhom() throws Exception {
        other.tend();
        harbor.push("a1").poll();
        assertEquals(
                "standing by: Slipway on pi holds the lease of this swarm and acts for it",
                harbor.plan(Plan.HeldBack.class).reason());
        assertEquals(List.of("write lease", "journal decision"), harbor.effects.trace());
        nobodyRenewsFor(LASTS);
        harbor.poll().assertLast(Phase.SUCCEEDED).assertRunning("a1").assertTidy();
    }

    @Test
    void whoeverTakesOverLeavesAServiceThatIsAsItShouldBe() throws Exception {
        harbor.push("a1").poll().assertLast(Phase.SUCCEEDED);
        var deployments = harbor.history.newest(10).size();
        harbor.lease.close();
        other.tend();
        harbor.poll();
        assertTrue(harbor.plan(Plan.HeldBack.class).reason().startsWith("standing by"));
        assertEquals(deployments, harbor.history.newest(10).size());
    }

    @Test
    void anUpdateIsNotOrderedByOneThatLostTheLeaseDuringTheBuild() throws Exception {
        harbor.running("a1").push("b2");
        harbor.effects.onAct("push", () -> {
            nobodyRenewsFor(LASTS.multipliedBy(2));
            try {
                other.tend();
                nobodyRenewsFor(LASTS);
                other.tend();
            } catch (DeployException e) {
                throw new AssertionError(e);
            }
        });
        harbor.poll().assertRunning("a1");
        assertFalse(harbor.effects.trace().contains("put web"));
        // It is left for later: whoever acts now decides.
        var failure = harbor.lastDeployment().failure().orElseThrow();
        assertTrue(failure.what().startsWith("standing by"), failure.toString());
    }
}
