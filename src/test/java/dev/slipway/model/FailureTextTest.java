package dev.slipway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTextTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private static Deployment deployment() {
        var commit = new Commit("2f6c60b" + "0".repeat(33));
        var intent = new Deployment.Intent("xiaole-ai", commit, Trigger.POLL, "cafe", SwapMode.TRIAL, "newer");
        return Deployment.planned(142, intent, NOON);
    }

    private static Failure failure(String what, String stands, String next) {
        return new Failure(Phase.BUILDING, Blame.YOURS, what, stands, next, List.of("not shown"));
    }

    @Test
    void saysWhatFailedWhatStandsAndWhatToDo() {
        var failure = failure(
                "build failed at step 4/9 (RUN npm ci): exit code 1",
                "still running: fd5f622, untouched",
                "fix it and push; this commit is not tried again (slipway deploy xiaole-ai --retry)");
        assertEquals("""
                xiaole-ai 2f6c60b: build failed at step 4/9 (RUN npm ci): exit code 1
                  still running: fd5f622, untouched
                  fix it and push; this commit is not tried again (slipway deploy xiaole-ai --retry). Log: slipway logs 142""", String.join("\n", FailureText.lines(deployment().because(failure))));
    }

    @Test
    void aFailureWithoutADeploymentHasNoLog() {
        assertEquals(
                List.of("web: no route to host", "  still running: fd5f622", "  look at the network"),
                FailureText.lines("web", failure("no route to host", "still running: fd5f622", "look at the network")));
    }

    @Test
    void leavesOutWhatNobodyFilledIn() {
        assertEquals(List.of("web: broken"), FailureText.lines("web", failure("broken", "", "")));
        assertEquals(
                List.of("xiaole-ai 2f6c60b: broken", "  Log: slipway logs 142"),
                FailureText.lines(deployment().because(failure("broken", "", ""))));
    }

    @Test
    void aSentenceHasOneFullStop() {
        assertEquals(
                "  Push. Log: slipway logs 142",
                FailureText.lines(deployment().because(failure("broken", "", "Push.")))
                        .getLast());
    }

    @Test
    void aDeploymentThatHasNotFailedSaysNothing() {
        assertEquals(List.of(), FailureText.lines(deployment()));
    }

    @Test
    void whatOthersSaidCannotForgeALine() {
        assertEquals(
                List.of("web: remote said x INFO db: all well [2J", "  a b", "  c d"),
                FailureText.lines(
                        "web", failure("remote said x\r\nINFO db: all well\u001b[2J", "a\u2028b", "c\n\td\n")));
    }
}
