package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.deploy.Outcome;
import dev.slipway.model.Blame;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import dev.slipway.model.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
    @ParameterizedTest
    @CsvSource({
        "OK, 0",
        "FAULT, 1",
        "USAGE, 2",
        "ANSWERED_NO, 3",
        "GIT, 4",
        "DOCKER, 5",
        "BUILD_FAILED, 6",
        "ROLLED_BACK, 7",
        "BROKEN, 8",
        "BUSY, 9",
        "INTERRUPTED, 130"
    })
    void everyCodeHasTheNumberOfTheContract(ExitCode code, int number) {
        assertEquals(number, code.number());
    }

    @Test
    void noNumberIsGivenTwice() {
        var numbers = Arrays.stream(ExitCode.values()).map(ExitCode::number).distinct();
        assertEquals(ExitCode.values().length, numbers.count());
    }

    @ParameterizedTest
    @CsvSource({"YOURS, BUILD_FAILED", "REMOTE, BUILD_FAILED", "HOST, DOCKER", "OURS, FAULT"})
    void aBuildThatFailedIsToldByBlameButForARegistry(Blame blame, ExitCode expected) {
        assertEquals(expected, ExitCode.of(new Outcome.Ended(Given.failed(blame))));
    }

    @ParameterizedTest
    @CsvSource({"YOURS, BUILD_FAILED", "REMOTE, GIT", "HOST, DOCKER", "OURS, FAULT"})
    void whatFailedBeforeTheBuildIsToldByBlame(Blame blame, ExitCode expected) {
        var failed = Given.deployment(Phase.FAILED).because(Given.failure(blame).at(Phase.PLANNED));
        assertEquals(expected, ExitCode.of(new Outcome.Ended(failed)));
    }

    @ParameterizedTest
    @CsvSource({"YOURS, USAGE", "REMOTE, GIT", "HOST, DOCKER", "OURS, FAULT"})
    void aLookThatFailedIsToldByBlame(Blame blame, ExitCode expected) {
        assertEquals(expected, ExitCode.of(new Outcome.CheckFailed("web", Given.failure(blame))));
    }

    @Test
    void theEndOfASwapHasACodeOfItsOwn() {
        var swapped = new Phase[] {Phase.BUILDING, Phase.REPLACING, Phase.VERIFYING, Phase.SUCCEEDED};
        assertEquals(ExitCode.OK, ended(swapped));
        assertEquals(
                ExitCode.ROLLED_BACK, ended(Phase.BUILDING, Phase.REPLACING, Phase.ROLLING_BACK, Phase.ROLLED_BACK));
        assertEquals(ExitCode.BROKEN, ended(Phase.BUILDING, Phase.REPLACING, Phase.ROLLING_BACK, Phase.BROKEN));
    }

    @Test
    void aDeploymentThatWasCalledOffWithoutAFailureWasInterrupted() {
        assertEquals(ExitCode.INTERRUPTED, ended(Phase.BUILDING, Phase.CANCELLED));
        assertEquals(ExitCode.INTERRUPTED, ExitCode.of(new Outcome.Interrupted("web")));
    }

    @Test
    void nothingToDoIsDone() {
        var held = new Plan.HeldBack(Optional.of(Given.NEW), "failed before", Optional.empty());
        assertEquals(ExitCode.OK, ExitCode.of(new Outcome.Nothing("web", held)));
        assertEquals(ExitCode.OK, ExitCode.of(new Outcome.Nothing("web", new Plan.UpToDate(Given.NEW, "runs"))));
        assertEquals(ExitCode.OK, ExitCode.of(new Outcome.Superseded(Request.poll("web", Given.NOW))));
    }

    @Test
    void ofSeveralAppsTheGravestCounts() {
        assertEquals(ExitCode.OK, ExitCode.gravest(List.of()));
        assertEquals(ExitCode.ROLLED_BACK, ExitCode.gravest(List.of(ExitCode.OK, ExitCode.ROLLED_BACK, ExitCode.GIT)));
        assertEquals(ExitCode.BROKEN, ExitCode.gravest(List.of(ExitCode.INTERRUPTED, ExitCode.BROKEN)));
        assertEquals(ExitCode.GIT, ExitCode.gravest(List.of(ExitCode.USAGE, ExitCode.GIT)));
    }

    private static ExitCode ended(Phase... phases) {
        return ExitCode.of(new Outcome.Ended(Given.deployment(phases)));
    }
}
