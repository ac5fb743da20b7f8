package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What a person or a schedule can ask of the engine, besides deploying. */
@Timeout(10)
class EngineTest {
    private static final String B2 = Harbor.commit("b2").sha();

    @Test
    void recoverTakesUpWhatAnEarlierProcessLeftAndLooksAtEveryBranch() {
        var harbor = Harbor.byDefault().push("a1");
        try (var engine = harbor.engine()) {
            engine.recover();
        }
        harbor.poll().assertRunning("a1").assertTidy();
    }

    @Test
    void anUnknownAppIsRefusedByNameWithThoseThereAre() {
        var harbor = Harbor.byDefault();
        try (var engine = harbor.engine()) {
            for (Executable ask : List.<Executable>of(
                    () -> engine.submit(Request.poll("wbe", harbor.time.now())),
                    () -> engine.plan(Request.poll("wbe", harbor.time.now())),
                    () -> engine.status("wbe"),
                    () -> engine.pause("wbe", "typo"),
                    () -> engine.resume("wbe"),
                    () -> engine.resolve("wbe", B2))) {
                var failure = assertThrows(DeployException.class, ask).failure();
                assertEquals("the configuration has no app wbe", failure.what());
                assertEquals("it has web", failure.next());
                assertEquals(Blame.YOURS, failure.blame());
            }
        }
    }

    @Test
    void aPollThatDidNotComeIsStaleAndOneThatIsStillToComeIsNot() {
        var harbor = Harbor.byDefault();
        var due = harbor.time.now();
        try (var engine = harbor.engine()) {
            assertEquals(List.of(), engine.stale(app -> Optional.of(due)));
            harbor.time.pass(Duration.ofMinutes(4));
            assertEquals(
                    List.of("web: the poll that was due 4 min ago has not come"),
                    engine.stale(app -> Optional.of(due)));
            assertEquals(List.of(), engine.stale(app -> Optional.of(due.plus(Duration.ofMinutes(5)))));
            assertEquals(List.of(), engine.stale(app -> Optional.empty()));
        }
    }

    @Test
    void aPlanChangesNothingButTheClone() throws Exception {
        var harbor = Harbor.byDefault().running("a1").push("b2");
        try (var engine = harbor.engine()) {
            var plan = engine.plan(Request.poll(Harbor.APP, harbor.time.now()));
            assertTrue(assertInstanceOf(Plan.Deploy.class, plan)
                    .reason()
                    .startsWith("main moved from a100000 to b200000"));
        }
        // The commit is read, as its message may ask not to be deployed; the clone is nobody's concern.
        assertEquals(List.of("fetch"), harbor.effects.trace());
    }

    @Test
    void aRollbackGoesToTheNewestOtherCommitThatRanWell() throws DeployException {
        var harbor = Harbor.byDefault()
                .running("a1")
                .running("b2")
                .unhealthy("c3")
                .push("c3")
                .poll();
        try (var engine = harbor.engine()) {
            assertEquals(
                    Harbor.commit("a1"),
                    engine.rollbackTarget(Harbor.APP, Optional.empty()).commit());
            assertEquals(
                    Harbor.commit("b2"),
                    engine.rollbackTarget(Harbor.APP, Optional.of("B2")).commit());
        }
    }

    @Test
    void aRollbackToWhatNeverRanWellIsRefused() {
        var harbor = Harbor.byDefault().running("a1").unhealthy("b2").push("b2").poll();
        try (var engine = harbor.engine()) {
            var none = assertThrows(DeployException.class, () -> engine.rollbackTarget(Harbor.APP, Optional.empty()));
            assertEquals(
                    "no other commit of web ever ran well here", none.failure().what());
            var failed =
                    assertThrows(DeployException.class, () -> engine.rollbackTarget(Harbor.APP, Optional.of("b2")));
            assertEquals(
                    "no deployment of web with commit b2 ever succeeded",
                    failed.failure().what());
        }
    }

    @Test
    void anAbbreviatedCommitIsFoundInTheHistoryIfItIsTheOnlyOne() throws DeployException {
        var harbor = Harbor.byDefault().running("a1").running("a2");
        try (var engine = harbor.engine()) {
            assertEquals(Harbor.commit("a2"), engine.resolve(Harbor.APP, "A2"));
            assertEquals(Harbor.commit("b2"), engine.resolve(Harbor.APP, B2));
            var many = assertThrows(DeployException.class, () -> engine.resolve(Harbor.APP, "a"));
            assertEquals("a is the beginning of 2 commits", many.failure().what());
            var none = assertThrows(DeployException.class, () -> engine.resolve(Harbor.APP, "dead"));
            assertTrue(none.failure().what().contains("was ever deployed to web"));
        }
    }

    @Test
    void statusTellsWhatRunsAndTheLastLook() throws Exception {
        var harbor = Harbor.byDefault().running("a1");
        try (var engine = harbor.engine()) {
            assertEquals(Optional.empty(), engine.status(Harbor.APP).check());
            engine.submit(Request.poll(Harbor.APP, harbor.time.now())).get();
            var status = engine.status().getFirst();
            assertEquals(Optional.of(Harbor.commit("a1")), status.running());
            assertEquals(
                    Optional.of(Harbor.commit("a1")),
                    status.check().orElseThrow().tip());
            assertEquals(Optional.empty(), status.underWay());
            assertEquals(List.of(), status.concerns());
        }
    }

    @Test
    void concernsNameAStoppedContainerAFailedCommitAndARemoteThatCannotBeAsked() throws Exception {
        var harbor = Harbor.byDefault()
                .running("a1")
                .buildFails("b2", Blame.YOURS)
                .push("b2")
                .poll();
        harbor.containers.stopByHand("web");
        harbor.gitFails("git.example answered 503");
        try (var engine = harbor.engine()) {
            engine.submit(Request.poll(Harbor.APP, harbor.time.now())).get();
            assertEquals(
                    List.of(
                            "container web is exited, not running",
                            "b200000: build failed at step 2/3",
                            "git.example answered 503"),
                    engine.status(Harbor.APP).concerns());
        }
    }

    @Test
    void prunesWhatIsBeyondKeepOnceThatIsLess() throws Exception {
        var harbor = Harbor.byDefault().keeping(5);
        for (var commit : List.of("a1", "b2", "c3", "d4")) {
            harbor.push(commit).poll();
        }
        try (var engine = harbor.keeping(2).engine()) {
            var would = engine.prune(true).images();
            assertEquals(2, would.size(), would.toString());
            assertEquals(would, engine.prune(false).images());
            assertEquals(List.of(), engine.prune(true).images());
        }
        harbor.assertRunning("d4");
    }

    @Test
    void anAppWhoseNameAStrangerHasStillHasAStatus() throws DeployException {
        var harbor = Harbor.byDefault();
        harbor.containers.stranger("web", harbor.app());
        harbor.push("a1").poll();
        try (var engine = harbor.engine()) {
            var status = engine.status().getFirst();
            assertEquals(Optional.empty(), status.current());
            assertTrue(status.conflict().orElseThrow().what().startsWith("the name web belongs to a container that"));
            assertEquals(1, status.concerns().size(), "said once: " + status.concerns());
            assertTrue(
                    status.concerns().getFirst().endsWith("adopt: true under apps.web"),
                    status.concerns().toString());
        }
    }

    @Test
    void concernsBeginWithWhatIsBroken() throws DeployException {
        var harbor = Harbor.byDefault().running("a1").unhealthy("b2").push("b2").poll();
        var d = harbor.lastDeployment();
        var broken = new dev.slipway.model.Deployment(
                d.id(), d.intent(), d.previous(), Phase.BROKEN, d.startedAt(), d.changedAt(), d.failure());
        try (var engine = harbor.engine()) {
            var status = engine.status(Harbor.APP);
            var concerns = new AppStatus(
                            status.app(),
                            status.current(),
                            status.conflict(),
                            status.state(),
                            Optional.of(broken),
                            status.decision(),
                            status.check(),
                            status.push(),
                            status.silence())
                    .concerns();
            assertTrue(concerns.getFirst().startsWith("broken: not well"), concerns.toString());
        }
    }

    @Test
    void aRequestOfAnAppThatLeftTheConfigurationIsNotCarriedOut() throws Exception {
        var harbor = Harbor.byDefault().push("a1");
        var catalog = new AppCatalog(List.of(harbor.app()));
        try (var engine = new Engine(catalog, harbor.ports())) {
            catalog.replace(List.of());
            var refused = assertThrows(
                    DeployException.class, () -> engine.submit(Request.poll(Harbor.APP, harbor.time.now())));
            assertEquals("the configuration has no app web", refused.failure().what());
        }
        assertEquals(List.of(), harbor.containers.all());
    }
}
