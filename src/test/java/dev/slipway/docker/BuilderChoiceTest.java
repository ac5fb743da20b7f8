package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.BuildSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuilderChoiceTest {
    private static final Dockerfile PLAIN = Dockerfile.parse("FROM busybox\nRUN make\n");

    @ParameterizedTest
    @CsvSource({"'', false", "1, false", "2, true"})
    void followsTheEngine(String recommended, boolean buildKit) {
        assertEquals(
                new BuilderChoice(buildKit, "the engine recommends it"),
                BuilderChoice.of(BuildSpec.Builder.AUTO, PLAIN, recommended, true));
    }

    @Test
    void followsTheConfigurationAgainstTheEngine() {
        assertFalse(
                BuilderChoice.of(BuildSpec.Builder.CLASSIC, PLAIN, "2", true).buildKit());
        assertTrue(
                BuilderChoice.of(BuildSpec.Builder.BUILDKIT, PLAIN, "1", true).buildKit());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RUN --mount=type=cache,target=/x make | RUN --mount in line 2",
                "COPY --link a b                       | COPY --link in line 2",
                "COPY --chmod=600 a b                  | COPY --chmod in line 2",
                "ADD --checksum=sha256:1 a b           | ADD --checksum in line 2",
            })
    void takesBuildKitWhereTheDockerfileNeedsIt(String instruction, String need) {
        var file = Dockerfile.parse("FROM busybox\n" + instruction + "\n");

        assertEquals(
                new BuilderChoice(true, "the Dockerfile needs it: " + need),
                BuilderChoice.of(BuildSpec.Builder.AUTO, file, "1", true));
    }

    @Test
    void takesBuildKitForAFrontendAndForHeredocs() {
        var frontend = Dockerfile.parse("# syntax=docker/dockerfile:1\nFROM busybox\n");
        var heredoc = Dockerfile.parse("FROM busybox\nRUN <<EOF\nmake\nEOF\n");

        assertEquals(
                "the Dockerfile needs it: # syntax=docker/dockerfile:1",
                BuilderChoice.of(BuildSpec.Builder.AUTO, frontend, "1", true).reason());
        assertEquals(
                "the Dockerfile needs it: a heredoc in line 2",
                BuilderChoice.of(BuildSpec.Builder.AUTO, heredoc, "1", true).reason());
    }

    @Test
    void whatTheClassicBuilderKnowsIsNoReason() {
        var file = Dockerfile.parse("FROM a AS b\nCOPY --from=b --chown=1 x y\nRUN echo --mount=x\n");

        assertFalse(BuilderChoice.of(BuildSpec.Builder.AUTO, file, "1", true).buildKit());
    }

    @Test
    void takesTheClassicBuilderWhereThereIsNoOther() {
        var file = Dockerfile.parse("FROM busybox\nCOPY --link a b\n");

        assertEquals(
                new BuilderChoice(false, "this engine has no other"),
                BuilderChoice.of(BuildSpec.Builder.AUTO, file, "", false));
    }
}
