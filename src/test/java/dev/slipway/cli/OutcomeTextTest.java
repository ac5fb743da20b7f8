package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.deploy.Outcome;
import dev.slipway.model.Blame;
import dev.slipway.model.Failure;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeTextTest {
    private final RecordedTerminal terminal = new RecordedTerminal();

    @Test
    void aFailureSaysWhatFailedWhatStandsAndWhatToDo() {
        tell(new Outcome.Ended(Given.failed(Blame.YOURS)));
        assertEquals(
                List.of(
                        "✖ web 2f6c60b: build failed at step 4/9 (RUN npm ci): exit code 1",
                        "  still running: fd5f622, untouched",
                        "  fix it and push. Log: slipway logs 142"),
                terminal.err);
        assertEquals(List.of(), terminal.out);
    }

    @Test
    void successIsOneLineOnStdout() {
        var done = Given.deployment(Phase.BUILDING, Phase.REPLACING, Phase.VERIFYING, Phase.SUCCEEDED)
                .replacing(Optional.of(Given.running(Given.OLD)));
        tell(new Outcome.Ended(done));
        assertEquals(List.of("✔ web 2f6c60b: deployed in 40 s; it took the place of fd5f622"), terminal.out);
        assertEquals(List.of(), terminal.err);
    }

    @Test
    void whatIsHeldBackSaysWhyAndUntilWhen() {
        var until = Given.NOW.plusSeconds(60);
        tell(new Outcome.Nothing("web", new Plan.HeldBack(Optional.of(Given.NEW), "outside", Optional.of(until))));
        assertEquals(List.of("web 2f6c60b: held back: outside; looked at again at 2026-11-24T12:01:00Z"), terminal.err);
    }

    @Test
    void aLookThatFailedHasNoEmptyLineForWhatStands() {
        tell(new Outcome.CheckFailed("web", Failure.of(Blame.REMOTE, "no answer", "check git.url")));
        assertEquals(List.of("web: no answer", "  check git.url"), terminal.err);
    }

    @Test
    void allProblemsOfAConfigurationKeepTheirLines() {
        var failure = Failure.of(Blame.YOURS, "the configuration is not valid", "mend it")
                .withEvidence(List.of("a.yaml:1:1: one", "a.yaml:2:1: two"));
        assertEquals(
                List.of(
                        "slipway status: the configuration is not valid",
                        "a.yaml:1:1: one",
                        "a.yaml:2:1: two",
                        "  mend it"),
                OutcomeText.failure("slipway status", failure));
    }

    @Test
    void whatCameFromOutsideCannotMoveTheCursor() {
        var failure = Failure.of(Blame.REMOTE, "server said \u001b[2Jgone\u0007", "ask its owner");
        assertEquals(List.of("web: server said  [2Jgone", "  ask its owner"), OutcomeText.failure("web", failure));
    }

    @Test
    void aDryRunSaysWhatWouldBeDoneOnStdout() {
        new OutcomeText(terminal).tell("web", new Plan.Deploy(Given.deployment().intent()));
        assertEquals(List.of("web 2f6c60b: would be deployed: main moved from fd5f622 to 2f6c60b"), terminal.out);
    }

    private void tell(Outcome outcome) {
        new OutcomeText(terminal).tell(outcome);
    }
}
