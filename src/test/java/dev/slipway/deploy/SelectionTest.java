package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which commits of the branch are deployed at all: {@code git.paths}, and what a commit's message asks. */
class SelectionTest {
    private static final Map<String, String> FIRST = Map.of("api/a", "1", "docs/a", "1");
    private static final Map<String, String> OTHER_DOCS = Map.of("api/a", "1", "docs/a", "2");
    private static final Map<String, String> OTHER_API = Map.of("api/a", "2", "docs/a", "2");

    @Test
    void aCommitThatTouchesNoneOfThePathsIsInSyncWithWhatRuns() {
        var harbor = running().push("b2", "Write", OTHER_DOCS).poll().assertRunning("a1");
        var plan = harbor.plan(Plan.UpToDate.class);
        assertEquals(Harbor.commit("b2"), plan.commit());
        assertEquals(
                "in sync: nothing under git.paths differs between a100000, which runs, and b200000, the tip of main",
                plan.reason());
    }

    @Test
    void aHundredPollsOfItAreOneDecisionAndNoDeployment() throws DeployException {
        var harbor = running().push("b2", "Write", OTHER_DOCS);
        for (int poll = 0; poll < 100; poll++) {
            harbor.poll();
        }
        assertEquals(1, harbor.history.newest(10).size());
        assertEquals(1, harbor.history.decisions(Harbor.APP, 10).size());
    }

    @Test
    void whatCameBeforeTheTipCountsAsWell() {
        running()
                .push("b2", "Change", OTHER_API)
                .push("c3", "Write", Map.of("api/a", "2", "docs/a", "3"))
                .poll()
                .assertRunning("c3")
                .assertTidy();
    }

    @Test
    void theFirstDeploymentIsMadeWhateverThePathsAndTheMessageSay() {
        Harbor.byDefault()
                .ofPaths("api/**")
                .push("a1", "Begin [skip deploy]", Map.of("docs/a", "1"))
                .poll()
                .assertRunning("a1");
    }

    @Test
    void aPersonDeploysACommitThatTouchesNoneOfThePaths() {
        running().push("b2", "Write", OTHER_DOCS).deploy(false).assertRunning("b2");
    }

    @Test
    void anotherConfigurationIsDeployedThoughTheTipTouchesNoneOfThePaths() {
        var harbor = running().push("b2", "Write", OTHER_DOCS);
        harbor.containers.configHash("other");
        harbor.poll().assertRunning("b2").assertTidy();
    }

    @Test
    void whereTheRunningCommitCannotBeHadAnyMoreTheTipIsDeployedAndSaysWhy() {
        var harbor = running().push("b2", "Write", OTHER_DOCS);
        harbor.source.forget(Harbor.commit("a1"));
        harbor.poll().assertRunning("b2");
        var reason = harbor.lastDeployment().intent().reason();
        assertTrue(reason.contains("git.paths could not be looked at: the remote does not have a1"), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[skip deploy]", "[skip ci]", "[CI Skip]"})
    void aMessageThatAsksForItHoldsTheCommitBackUntilANewerOne(String marker) {
        var harbor = Harbor.byDefault().running("a1").push("b2", "Fix typo\n\n" + marker, Map.of());
        harbor.poll().assertRunning("a1");
        var plan = harbor.plan(Plan.HeldBack.class);
        assertEquals(
                "its message says " + marker + "; a100000 goes on running until a newer commit (or slipway deploy web)",
                plan.reason());
        assertEquals(1, harbor.history.newest(10).size());
        harbor.push("c3").poll().assertRunning("c3").assertTidy();
    }

    @Test
    void aPersonDeploysACommitWhoseMessageAsksNotTo() {
        Harbor.byDefault()
                .running("a1")
                .push("b2", "Fix [skip deploy]", Map.of())
                .deploy(false)
                .assertRunning("b2");
    }

    @Test
    void aMessageAsksStillWhereThePathsCannotBeCompared() {
        var harbor = running().push("b2", "Fix [skip deploy]", OTHER_API);
        harbor.source.forget(Harbor.commit("a1"));
        harbor.poll().assertRunning("a1");
        harbor.plan(Plan.HeldBack.class);
    }

    @Test
    void aCommitThatCannotBeFetchedIsAFailureAsOfAnyBuildAndTriedAgain() {
        var harbor = Harbor.byDefault().running("a1").push("b2");
        harbor.source.forget(Harbor.commit("b2"));
        harbor.poll().assertRunning("a1").assertLast(Phase.FAILED);
        assertEquals(
                Blame.REMOTE, harbor.lastDeployment().failure().orElseThrow().blame());
        harbor.push("b2").passes(Duration.ofHours(1)).poll().assertRunning("b2");
    }

    private static Harbor running() {
        return Harbor.byDefault()
                .ofPaths("api/**")
                .push("a1", "Begin", FIRST)
                .poll()
                .assertRunning("a1");
    }
}
