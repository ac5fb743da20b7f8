package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Plan;
import dev.slipway.model.Trigger;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An app that follows tags: {@code git.tag}. */
class TagsTest {
    @Test
    void theNewestVersionIsDeployedAndTheJournalHasItsTag() {
        var harbor = tagged("v1.9.0", "a1");
        assertEquals(Optional.of("v1.9.0"), harbor.lastDeployment().intent().tag());
        harbor.tag("v1.10.0", "b2")
                .tag("v1.2.0", "c3")
                .poll()
                .assertRunning("b2")
                .assertTidy();
        assertEquals(Optional.of("v1.10.0"), harbor.lastDeployment().intent().tag());
        assertReason(harbor, "tag v1.10.0 (b200000) is the newest that matches v*; v1.9.0 (a100000) runs");
    }

    @Test
    void aTagOfAnOlderLineChangesNothing() {
        var harbor = tagged("v2.0.0", "a1").tag("v1.9.9", "b2").poll().assertRunning("a1");
        assertEquals(
                "runs a100000, tag v2.0.0, the newest that matches v*",
                harbor.plan(Plan.UpToDate.class).reason());
    }

    @Test
    void branchesAreOfNoInterest() {
        var harbor = tagged("v1.0.0", "a1").push("b2").poll().assertRunning("a1");
        harbor.plan(Plan.UpToDate.class);
    }

    @Test
    void aTagThatIsMovedIsDeployedAnewAndSaysSo() {
        var harbor = tagged("v1.0.0", "a1").tag("v1.0.0", "b2").poll().assertRunning("b2");
        assertReason(harbor, "tag v1.0.0 was moved from a100000 to b200000, history rewritten");
    }

    @Test
    void whenTheTagThatRunsIsTakenAwayTheOneBeforeDoesNotComeBack() throws DeployException {
        var harbor = tagged("v1.0.0", "a1").tag("v1.1.0", "b2").poll().assertRunning("b2");
        harbor.untag("v1.1.0");
        for (int poll = 0; poll < 5; poll++) {
            harbor.poll().assertRunning("b2");
        }
        assertEquals(
                "tag v1.1.0, which runs, is not in the repository any more, and v1.0.0 is older; what runs is kept"
                        + " (slipway deploy web goes back)",
                harbor.plan(Plan.HeldBack.class).reason());
        assertEquals(1, harbor.history.decisions(Harbor.APP, 9).size());
        harbor.tag("v1.1.1", "c3").poll().assertRunning("c3");
    }

    @Test
    void aPersonGoesBackToTheOneBefore() {
        tagged("v1.0.0", "a1")
                .tag("v1.1.0", "b2")
                .poll()
                .untag("v1.1.0")
                .deploy(false)
                .assertRunning("a1");
    }

    @Test
    void whenAllTagsAreTakenAwayWhatRunsIsKept() {
        var harbor = tagged("v1.0.0", "a1").untag("v1.0.0").poll().assertRunning("a1");
        assertEquals(
                "no tag matches v*; what runs is kept",
                harbor.plan(Plan.HeldBack.class).reason());
    }

    @Test
    void beforeTheFirstTagItWaits() {
        var harbor = Harbor.byDefault().following("v*").push("a1").poll();
        assertEquals(
                "waiting for the first tag that matches v*",
                harbor.plan(Plan.HeldBack.class).reason());
        harbor.tag("v1.0.0-rc.1", "a1").tag("vNext", "a1").poll();
        assertEquals(
                "waiting for the first tag that matches v* (passed over, as no versions such as 1.2.3 or as pre-releases:"
                        + " v1.0.0-rc.1, vNext)",
                harbor.plan(Plan.HeldBack.class).reason());
        harbor.tag("v1.0.0", "a1").poll().assertRunning("a1").assertTidy();
    }

    @Test
    void preReleasesAreDeployedWhereAPatternNamesThem() {
        var harbor = Harbor.byDefault().following("v*", "v*-rc.*").tag("v1.0.0-rc.1", "a1");
        harbor.poll().assertRunning("a1").tag("v1.0.0-beta.9", "b2").poll().assertRunning("a1");
        harbor.tag("v1.0.0", "c3").poll().assertRunning("c3");
    }

    @Test
    void anOtherPatternMayBringAnOlderVersion() {
        var harbor = tagged("v1.9.0", "a1").tag("v2.0.0", "b2").poll().assertRunning("b2");
        harbor.following("v1.*").poll().assertRunning("a1").assertTidy();
    }

    @Test
    void theMarkOfACommitNotToDeployItDoesNotHoldAgainstItsTag() {
        var harbor = tagged("v1.0.0", "a1").push("b2", "Release [skip ci]", Map.of());
        harbor.tag("v1.1.0", "b2").poll().assertRunning("b2");
    }

    @Test
    void aVersionThatChangesNothingUnderThePathsIsNotDeployed() {
        var harbor = Harbor.byDefault().following("v*").ofPaths("api/**");
        harbor.push("a1", "One", Map.of("api/a", "1"))
                .tag("v1.0.0", "a1")
                .poll()
                .assertRunning("a1");
        harbor.push("b2", "Two", Map.of("api/a", "1", "docs/a", "1")).tag("v1.1.0", "b2");
        harbor.poll().assertRunning("a1");
        assertEquals(
                "in sync: nothing under git.paths differs between a100000, which runs, and b200000, tag v1.1.0, the newest"
                        + " that matches v*",
                harbor.plan(Plan.UpToDate.class).reason());
    }

    @Test
    void aRollbackKeepsTheTagOfWhatItGoesBackTo() {
        var harbor =
                tagged("v1.0.0", "a1").tag("v1.1.0", "b2").poll().rollback("a1").assertRunning("a1");
        assertEquals(Trigger.ROLLBACK, harbor.lastDeployment().intent().trigger());
        assertEquals(Optional.of("v1.0.0"), harbor.lastDeployment().intent().tag());
        harbor.poll().assertRunning("a1");
    }

    @Test
    void theStatusNamesTheTagThatRunsAndTheNewest() throws Exception {
        var harbor = tagged("v1.0.0", "a1")
                .unhealthy("b2")
                .tag("v1.1.0", "b2")
                .poll()
                .assertRunning("a1");
        try (var engine = harbor.engine()) {
            engine.submit(harbor.nudge()).get();
            var status = engine.status(Harbor.APP);
            assertEquals(Optional.of("v1.0.0"), status.runningTag());
            assertEquals(Optional.of("v1.1.0"), status.check().orElseThrow().tag());
        }
    }

    private static Harbor tagged(String tag, String letters) {
        return Harbor.byDefault()
                .following("v*")
                .tag(tag, letters)
                .poll()
                .assertRunning(letters)
                .assertTidy();
    }

    private static void assertReason(Harbor harbor, String begin) {
        var reason = harbor.lastDeployment().intent().reason();
        assertTrue(reason.startsWith(begin + "; swap "), reason);
    }
}
