package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.docker.BuildOutput.Step;
import dev.slipway.model.Blame;
import dev.slipway.model.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildFailureTest {
    private static final Optional<Step> STEP = Optional.of(new Step("4/9", Optional.empty(), "RUN npm ci"));

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "The command '/bin/sh -c npm ci' returned a non-zero code: 1 | YOURS | exit code 1",
                "executor failed running [/bin/sh -c npm ci]: exit code: 1 | YOURS | exit code 1",
                "failed to solve: process \"/bin/sh -c npm ci\" did not complete successfully: exit code: 127 | YOURS | exit code 127",
                "OCI runtime create failed: exec: \"npm\": executable file not found in $PATH: unknown | YOURS | OCI runtime create failed: exec: \"npm\": executable file not found in $PATH: unknown",
                "failed to update store for object type *libnetwork.endpoint: open : no such file or directory | HOST | failed to update store for object type *libnetwork.endpoint: open : no such file or directory",
                "secret npm not found: not found | YOURS | it requires the secret npm, and build.secrets has none of that name",
                "failed to solve: secret npm: not found | YOURS | it requires the secret npm, and build.secrets has none of that name",
                "executor failed running [/bin/sh -c npm ci]: exit code: 137 | HOST | killed (exit code 137)",
                "write /var/lib/docker/x: no space left on device | HOST | no space left on device",
                "failed to solve: context canceled | HOST | Docker was stopped meanwhile",
                "rpc error: code = Unavailable desc = error reading from server: EOF | HOST | Docker was stopped meanwhile",
                "failed to do request: Head \"https://r.example.com/v2/\": dial tcp: lookup r.example.com: no such host | REMOTE | failed to do request: Head \"https://r.example.com/v2/\": dial tcp: lookup r.example.com: no such host",
            })
    void tellsWhoseMoveItIsAfterAFailedStep(String error, Blame blame, String why) {
        var failure = of(error, STEP);

        assertEquals(blame, failure.blame());
        assertEquals("build failed at step 4/9 (RUN npm ci): " + why, failure.what());
        assertEquals(List.of("last line"), failure.evidence());
    }

    @Test
    void blamesTheCommitForAStepThatRunsNothingAndFails() {
        var copy = Optional.of(new Step("2/9", Optional.empty(), "COPY x /"));

        var failure = of("COPY failed: file not found in build context: stat x: file does not exist", copy);

        assertEquals(Blame.YOURS, failure.blame());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "dockerfile parse error line 2: unknown instruction: RUM | Dockerfile line 2: unknown instruction: RUM",
                "failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 2: unknown instruction: RUM | Dockerfile line 2: unknown instruction: RUM",
                "dockerfile parse error on line 7: FROM requires either one or three arguments | Dockerfile line 7: FROM requires either one or three arguments",
                "failed to reach build target nope in Dockerfile | failed to reach build target nope in Dockerfile",
                "failed to solve with frontend dockerfile.v0: failed to create LLB definition: target stage nope could not be found | target stage nope could not be found",
                "Cannot locate specified Dockerfile: Nix | Cannot locate specified Dockerfile: Nix",
            })
    void blamesTheCommitForADockerfileThatCannotBeRead(String error, String why) {
        var failure = of(error, Optional.empty());

        assertEquals(Blame.YOURS, failure.blame());
        assertEquals("build failed: " + why, failure.what());
    }

    @Test
    void blamesTheHostForWhatItDoesNotKnowAndNoStepCaused() {
        assertEquals(
                Blame.HOST,
                of("error creating overlay mount: device busy", Optional.empty())
                        .blame());
    }

    @Test
    void seesAFullDiskInWhatTheStepPrinted() {
        var failure = failure("FROM a")
                .of("returned a non-zero code: 1", STEP, List.of("npm ERR! ENOSPC: No space left on device, write"))
                .failure();

        assertEquals(Blame.HOST, failure.blame());
        assertTrue(failure.next().contains("docker system df"));
    }

    @Test
    void saysHowToHaveHeredocsUnderstood() {
        var failure = failure("FROM a\nRUN <<EOF\necho\nEOF\n")
                .of("dockerfile parse error line 3: unknown instruction: ECHO", Optional.empty(), List.of())
                .failure();

        assertTrue(failure.next().contains("# syntax=docker/dockerfile:1"), failure.next());
    }

    @Test
    void saysHowToGoOn() {
        assertEquals("fix it and push", of("returned a non-zero code: 1", STEP).next());
    }

    @ParameterizedTest
    @CsvSource({"PT30M, 30m", "PT1H30M, 1h30m", "PT45S, 45s"})
    void saysHowLongItMayTake(Duration limit, String text) {
        assertEquals(
                "build took longer than " + text + ", and was canceled at step 4/9 (RUN npm ci)",
                failure("FROM a").outOfTime(limit, STEP, List.of()).failure().what());
    }

    private static Failure of(String error, Optional<Step> step) {
        return failure("FROM a").of(error, step, List.of("last line")).failure();
    }

    private static BuildFailure failure(String dockerfile) {
        return new BuildFailure("slipway logs 142", Dockerfile.parse(dockerfile));
    }
}
