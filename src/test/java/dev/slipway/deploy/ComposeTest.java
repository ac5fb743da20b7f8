package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.Failure;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import dev.slipway.model.Project;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Deployments of an app that Compose runs. */
class ComposeTest {
    private final Harbor harbor = Harbor.composed();

    @Test
    void hasAllReadyBeforeAnythingIsPutUp() {
        harbor.push("a1").poll().assertLast(Phase.SUCCEEDED).assertRunning("a1").assertTidy();
        assertEquals(
                List.of("preflight", "fetch", "write", "prepare", "up web"),
                harbor.effects.trace().stream()
                        .filter(Set.of("preflight", "fetch", "write", "prepare", "up web")::contains)
                        .toList());
        assertFalse(harbor.effects.trace().contains("build"), "no image of the app's own is built");
    }

    @Test
    void recreatesWhatChangedAndSaysHow() {
        harbor.running("a1");
        var before = part("db");
        harbor.push("b2").poll().assertLast(Phase.SUCCEEDED).assertRunning("b2").assertTidy();
        assertEquals(before, part("db"));
        var reason = harbor.lastDeployment().intent().reason();
        assertTrue(reason.endsWith("swap compose: Compose recreates the services that changed"), reason);
        harbor.poll();
        assertEquals(
                "runs b200000, the tip of main",
                harbor.plan(Plan.UpToDate.class).reason());
    }

    @Test
    void touchesNothingWhereTheFilesAreRefused() {
        harbor.running("a1");
        harbor.projects.refuse(
                Harbor.commit("b2"), new DeployException(Blame.YOURS, "Compose refuses the files", "mend it"));
        harbor.push("b2").poll().assertLast(Phase.FAILED).assertRunning("a1").assertTidy();
        assertFalse(harbor.effects.trace().contains("up web"));
        assertEquals("still running: a100000, untouched", failure().stands());
        harbor.passes(Duration.ofDays(1)).poll();
        harbor.plan(Plan.HeldBack.class);
    }

    @Test
    void putsUpAgainWhatRanWhereAServiceDoesNotGetWell() {
        harbor.running("a1").unhealthy("b2").push("b2").poll();
        harbor.assertLast(Phase.ROLLED_BACK).assertRunning("a1").assertTidy();
        assertEquals(
                "not well after 60 s: service web is unhealthy \"503\"",
                failure().what());
        assertEquals(Blame.YOURS, failure().blame());
        assertEquals("back and running: a100000", failure().stands());
        assertTrue(failure().evidence().getFirst().startsWith("last words of "));
    }

    @Test
    void namesTheServiceWhereComposeItselfGivesUp() {
        harbor.running("a1").dying("b2").push("b2").poll();
        harbor.assertLast(Phase.ROLLED_BACK).assertRunning("a1").assertTidy();
        assertEquals(
                "not well: service web restarts again and again, last exit code 3",
                failure().what());
    }

    @Test
    void leavesNothingOfAFirstDeploymentThatFailed() {
        harbor.unhealthy("a1").push("a1").poll().assertLast(Phase.ROLLED_BACK);
        assertEquals(Optional.empty(), harbor.projects.of(harbor.app()));
        assertTrue(harbor.effects.trace().contains("remove web"));
    }

    @Test
    void isBrokenWhereWhatRanCannotBePutUpAgain() {
        harbor.running("a1").unhealthy("b2").push("b2");
        harbor.effects.onAct("remove web", () -> {});
        harbor.unhealthy("a1");
        harbor.poll().assertLast(Phase.BROKEN);
        assertTrue(
                failure()
                        .what()
                        .contains("; and the old container could not be put back: not well after 60 s: service web"),
                failure().what());
    }

    @Test
    void goesBackToAnEarlierCommitWithoutAskingTheRemote() {
        harbor.running("a1").push("b2").poll();
        harbor.gitFails("the server is down");
        harbor.rollback("a1").assertLast(Phase.SUCCEEDED).assertRunning("a1").assertTidy();
    }

    @Test
    void keepsWhatMayBeNeededAndRemovesTheRest() {
        harbor.running("a1").push("b2").poll().push("c3").poll();
        assertEquals(Set.of(Harbor.commit("b2"), Harbor.commit("c3")), harbor.projects.commits());
        assertEquals(Set.of(Harbor.commit("b2"), Harbor.commit("c3")), harbor.projects.written());
        assertEquals(0, harbor.images.count());
    }

    @Test
    void leavesAProjectAloneThatItDidNotMake() {
        harbor.projects.strange("web");
        harbor.push("a1").poll();
        var failed = assertInstanceOf(Outcome.CheckFailed.class, harbor.outcome());
        assertTrue(
                failed.failure()
                        .what()
                        .startsWith("the name web belongs to a project of Compose that Slipway did not make"),
                failed.failure().what());
    }

    @Test
    void takesAProjectOverThatItIsToAdopt() {
        harbor.projects.strange("web");
        harbor.adopting()
                .push("a1")
                .poll()
                .assertLast(Phase.SUCCEEDED)
                .assertRunning("a1")
                .assertTidy();
    }

    @Test
    void reportsAProjectThatWasStoppedAndDoesNotStartIt() throws Exception {
        harbor.running("a1");
        harbor.projects.stop("web");
        harbor.poll();
        var reason = harbor.plan(Plan.UpToDate.class).reason();
        assertTrue(reason.contains("was stopped, and is not started against your will"), reason);
        try (var engine = harbor.engine()) {
            var concerns = engine.status("web").concerns();
            assertEquals(1, concerns.size(), concerns.toString());
            assertTrue(concerns.getFirst().startsWith("project web: 1 of 3 services are well; service db ended"));
        }
    }

    private Container part(String service) {
        return harbor.projects.of(harbor.app()).orElseThrow().parts().stream()
                .filter(part -> part.service().equals(service))
                .map(Project.Part::container)
                .findFirst()
                .orElseThrow();
    }

    private Failure failure() {
        return harbor.lastDeployment().failure().orElseThrow();
    }
}
