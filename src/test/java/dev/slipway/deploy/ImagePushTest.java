package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.Phase;
import dev.slipway.model.Request;
import dev.slipway.model.SwapMode;
import dev.slipway.model.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What runs well is brought to a registry. */
class ImagePushTest {
    private static final DeployException REFUSED =
            new DeployException(Blame.REMOTE, "cannot push: unauthorized", "docker login");

    @Test
    void pushesTheImageOnceItsDeploymentHasSucceeded() {
        var harbor = Harbor.byDefault().pushing().push("a1").poll();

        harbor.assertLast(Phase.SUCCEEDED).assertTidy();
        var acts = harbor.effects.trace();
        assertTrue(acts.indexOf("journal SUCCEEDED") < acts.indexOf("push"), acts.toString());
        var push = harbor.history.pushes(Harbor.APP, 10).getFirst();
        assertEquals(Harbor.pushedAs("a1"), push.reference());
        assertEquals(harbor.lastDeployment().id(), push.deployment());
        assertEquals(harbor.images.registered(push.reference()), Optional.of(push.digest()));
        assertEquals("pushed " + push.reference(), harbor.told.getLast());
    }

    @Test
    void pushesNothingWhereNoRegistryIsNamed() {
        var harbor = Harbor.byDefault().push("a1").poll();

        assertEquals(0, harbor.images.pushes());
    }

    @Test
    void pushesOnceHoweverOftenTheBranchIsLookedAt() {
        var harbor = Harbor.byDefault().pushing().push("a1").poll().poll().poll();

        assertEquals(1, harbor.images.pushes());
    }

    @Test
    void pushesNeitherWhatFailedToBuildNorWhatWasRolledBack() {
        var harbor = Harbor.byDefault().pushing().running("a1").buildFails("b2", Blame.YOURS);
        harbor.push("b2").poll().assertLast(Phase.FAILED);
        harbor.unhealthy("c3").push("c3").poll().assertLast(Phase.ROLLED_BACK);
        harbor.poll();

        assertEquals(1, harbor.images.pushes());
        assertEquals(Optional.empty(), harbor.images.registered(Harbor.pushedAs("b2")));
        assertEquals(Optional.empty(), harbor.images.registered(Harbor.pushedAs("c3")));
    }

    @Test
    void pushesTheImageThatRunsAndNotALaterOneOfItsCommitThatDidNotGetWell() {
        var harbor = Harbor.byDefault().running("a1");
        harbor.unhealthy("a1").deploy(true).assertLast(Phase.ROLLED_BACK);
        var runs = harbor.containers.all().getFirst().wiring().image();

        harbor.healthyAgain("a1").pushing().poll();

        assertEquals(Optional.of("sha256:digest-of-" + runs), harbor.images.registered(Harbor.pushedAs("a1")));
    }

    @Test
    void goingBackToWhatIsPushedAlreadyPushesNothing() {
        var harbor = Harbor.byDefault().pushing().running("a1").running("b2");
        harbor.rollback("a1").assertRunning("a1");

        assertEquals(2, harbor.images.pushes());
    }

    @Test
    void pushesWhatRunsWhenTheRegistryIsNamedLater() {
        var harbor = Harbor.byDefault().running("a1").pushing().poll();

        assertTrue(harbor.images.registered(Harbor.pushedAs("a1")).isPresent());
        assertEquals(1, harbor.history.newest(10).size(), "nothing is deployed for it");
    }

    @Test
    void aRefusedPushLeavesTheDeploymentASuccessAndIsToldOnce() throws Exception {
        var harbor = Harbor.byDefault().pushing().push("a1");
        harbor.images.registryFails(Optional.of(REFUSED));
        try (var engine = harbor.engine()) {
            for (var poll = 0; poll < 5; poll++) {
                engine.submit(poll(harbor)).get();
                harbor.passes(Duration.ofMinutes(10));
            }
            harbor.assertRunning("a1").assertLast(Phase.SUCCEEDED).assertTidy();
            var push = engine.status(Harbor.APP).push().orElseThrow();
            assertEquals(Optional.empty(), push.done());
            assertEquals(
                    "docker login; later polls push it (at once: slipway deploy web)",
                    push.failure().orElseThrow().next());
            assertEquals(
                    List.of("cannot push: unauthorized"),
                    engine.status(Harbor.APP).concerns());
        }
        assertEquals(
                List.of("push failed: cannot push: unauthorized"),
                harbor.told.stream().filter(line -> line.startsWith("push")).toList());
    }

    @Test
    void asksARegistryThatRefusesEverMoreSlowlyAndPushesOnceItIsMended() throws Exception {
        var harbor = Harbor.byDefault().pushing().push("a1");
        harbor.images.registryFails(Optional.of(REFUSED));
        try (var engine = harbor.engine()) {
            for (var poll = 0; poll < 60; poll++) {
                engine.submit(poll(harbor)).get();
                harbor.passes(Duration.ofMinutes(1));
            }
            assertTrue(harbor.images.pushes() < 10, () -> "tried " + harbor.images.pushes() + " times in an hour");

            harbor.images.registryFails(Optional.empty());
            harbor.passes(Duration.ofHours(1));
            engine.submit(poll(harbor)).get();
            assertTrue(engine.status(Harbor.APP).push().orElseThrow().done().isPresent());
            assertEquals(List.of(), engine.status(Harbor.APP).concerns());
        }
        assertTrue(harbor.images.registered(Harbor.pushedAs("a1")).isPresent());
        assertEquals(1, harbor.history.newest(10).size());
    }

    @Test
    void aPersonIsNotKeptWaiting() throws Exception {
        var harbor = Harbor.byDefault().pushing().push("a1");
        harbor.images.registryFails(Optional.of(REFUSED));
        try (var engine = harbor.engine()) {
            engine.submit(poll(harbor)).get();
            engine.submit(poll(harbor)).get();
            harbor.images.registryFails(Optional.empty());
            engine.submit(poll(harbor)).get();
            assertEquals(2, harbor.images.pushes());

            engine.submit(new Request(Harbor.APP, Trigger.MANUAL, Optional.empty(), false, harbor.time.now()))
                    .get();
        }
        assertEquals(3, harbor.images.pushes());
        assertEquals(1, harbor.history.newest(10).size());
    }

    @Test
    void aNewerCommitIsNotKeptWaitingByThePushOfTheOneBefore() throws Exception {
        var harbor = Harbor.byDefault().pushing().push("a1");
        var let = new CountDownLatch(1);
        harbor.effects.onAct("push", () -> awaitUninterrupted(let));
        try (var engine = Engine.ofAgent(new AppCatalog(List.of(harbor.app())), host -> harbor.ports())) {
            engine.submit(poll(harbor)).get();
            harbor.push("b2");
            engine.submit(poll(harbor)).get();
            harbor.assertRunning("b2").assertLast(Phase.SUCCEEDED);
            let.countDown();
        }
    }

    @Test
    void theEndOfTheProcessAnywhereAfterTheSuccessLosesNoPush() {
        var acts =
                Harbor.with(SwapMode.TRIAL).pushing().push("a1").poll().effects.trace();
        for (var act = acts.indexOf("journal SUCCEEDED") + 2; act <= acts.size(); act++) {
            var harbor = Harbor.with(SwapMode.TRIAL).pushing().push("a1");
            harbor.effects.crashAt(act);
            assertThrows(Effects.Crash.class, harbor::poll);
            harbor.effects.restart();

            harbor.poll();

            harbor.assertRunning("a1").assertLast(Phase.SUCCEEDED).assertTidy();
            assertFalse(harbor.history.pushes(Harbor.APP, 10).isEmpty(), "crash before " + acts.get(act - 1));
            assertTrue(harbor.images.registered(Harbor.pushedAs("a1")).isPresent());
        }
    }

    private static void awaitUninterrupted(CountDownLatch let) {
        try {
            let.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request poll(Harbor harbor) {
        return Request.poll(Harbor.APP, harbor.time.now());
    }
}
