package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import dev.slipway.model.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Commits whose images are built elsewhere. */
class PublicationTest {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    @Test
    void deploysTheImageThatIsThereWithoutABuildOrAFetch() {
        var harbor =
                Harbor.byDefault().pulling(LIMIT).published("a1").push("a1").poll();

        harbor.assertLast(Phase.SUCCEEDED).assertRunning("a1").assertTidy();
        assertEquals(List.of(), harbor.images.attempts());
    }

    @Test
    void waitsForAnImageThatIsNotThereYetAndCallsItNoFailure() {
        var harbor = Harbor.byDefault()
                .pulling(LIMIT)
                .published("a1")
                .running("a1")
                .push("b2")
                .poll();

        assertEquals(
                "waiting for the image of b200000: registry.example/web:b200000 is not at its registry yet",
                harbor.plan(Plan.HeldBack.class).reason());
        harbor.assertRunning("a1").assertLast(Phase.SUCCEEDED);
        harbor.passes(Duration.ofMinutes(1)).published("b2").poll();
        harbor.assertRunning("b2").assertLast(Phase.SUCCEEDED).assertTidy();
    }

    @Test
    void saysOnceThatAnImageIsOverdueAndStillDeploysItWhenItComes() {
        var harbor = Harbor.byDefault().pulling(LIMIT).push("a1").poll();
        harbor.told.clear();
        harbor.passes(LIMIT.minusSeconds(1)).poll();
        assertInstanceOf(Outcome.Nothing.class, harbor.outcome());

        harbor.passes(Duration.ofSeconds(1)).poll();
        var failure =
                assertInstanceOf(Outcome.CheckFailed.class, harbor.outcome()).failure();
        assertEquals(
                "the image of a100000 has not come within 30 min: registry.example/web:a100000 is not at its registry",
                failure.what());
        assertEquals(Blame.REMOTE, failure.blame());
        assertEquals(List.of("check failed: " + failure.what()), harbor.told);

        harbor.passes(Duration.ofHours(3)).published("a1").poll();
        harbor.assertRunning("a1").assertLast(Phase.SUCCEEDED);
    }

    @Test
    void countsFromTheFirstLookWhateverFailsInBetween() {
        var harbor = Harbor.byDefault().pulling(LIMIT).push("a1").poll();
        harbor.gitFails("no route to host").passes(LIMIT.dividedBy(2)).poll();
        harbor.gitWorks().poll();
        harbor.passes(LIMIT.dividedBy(2)).poll();

        assertTrue(assertInstanceOf(Outcome.CheckFailed.class, harbor.outcome())
                .failure()
                .what()
                .startsWith("the image of a100000 has not come"));
    }

    @Test
    void waitsForTheNewestCommitOnly() {
        var harbor = Harbor.byDefault().pulling(LIMIT).push("a1").poll();
        harbor.passes(LIMIT).push("b2").published("a1").poll();

        assertTrue(harbor.plan(Plan.HeldBack.class).reason().startsWith("waiting for the image of b200000"));
        assertEquals(List.of(), harbor.containers.all());
    }

    @Test
    void goesBackToAnImageThatIsHereWithoutTheRegistry() {
        var harbor = Harbor.byDefault().pulling(LIMIT).published("a1").published("b2");
        harbor.running("a1").running("b2");
        var asked = harbor.images.questions();
        harbor.images.registryFails(Optional.of(new DeployException(Blame.REMOTE, "connection refused", "")));

        harbor.rollback("a1");

        harbor.assertRunning("a1").assertLast(Phase.SUCCEEDED);
        assertEquals(asked, harbor.images.questions());
    }

    @Test
    void asksARegistryThatFailsEverMoreSlowlyAndHoldsNothingBackForIt() throws Exception {
        var harbor = Harbor.byDefault().pulling(LIMIT).published("a1").push("a1");
        harbor.images.registryFails(Optional.of(new DeployException(Blame.REMOTE, "unauthorized", "docker login")));
        try (var engine = harbor.engine()) {
            for (var poll = 0; poll < 60; poll++) {
                var outcome = engine.submit(Request.poll(Harbor.APP, harbor.time.now()))
                        .get();
                assertInstanceOf(Outcome.CheckFailed.class, outcome);
                harbor.passes(Duration.ofMinutes(1));
            }
            assertTrue(
                    harbor.images.questions() < 15, () -> "asked " + harbor.images.questions() + " times in an hour");

            harbor.images.registryFails(Optional.empty());
            harbor.passes(Duration.ofMinutes(15));
            var outcome =
                    engine.submit(Request.poll(Harbor.APP, harbor.time.now())).get();
            assertInstanceOf(Outcome.Ended.class, outcome);
        }
        harbor.assertRunning("a1").assertLast(Phase.SUCCEEDED);
        assertFalse(harbor.history.newest(10).size() > 1, "no deployment was begun before");
    }

    @Test
    void pullsAgainAfterACrashInTheMiddle() {
        var harbor = Harbor.byDefault().pulling(LIMIT).published("a1").push("a1");
        harbor.effects.onAct(
                "pull", () -> harbor.effects.crashAt(harbor.effects.trace().size()));
        assertThrows(Effects.Crash.class, harbor::poll);
        harbor.effects.restart();

        harbor.poll();

        harbor.assertRunning("a1").assertLast(Phase.SUCCEEDED).assertTidy();
    }
}
