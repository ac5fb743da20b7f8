package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.docker.BuildOutput.Step;
import dev.slipway.testkit.RecordedProgress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The recordings are what a Docker 20.10.24 said. */
class BuildOutputTest {
    private final RecordedProgress log = new RecordedProgress();
    private final ClassicOutput classic = new ClassicOutput(log, 0);
    private final BuildKitOutput buildKit = new BuildKitOutput(log);

    @Test
    void classicSaysWhatItBuilt() throws Exception {
        replay("classic-success", classic);

        assertEquals(Optional.empty(), classic.error());
        assertEquals(2, classic.images().size());
        assertTrue(classic.images().getLast().startsWith("sha256:"));
        assertTrue(log.lines().contains("Step 6/7 : COPY --from=build /f /g"));
        assertTrue(log.lines().contains("hello"));
    }

    @Test
    void classicNamesTheFailingStepAndWhatItPrinted() throws Exception {
        replay("classic-exit-3", classic);

        assertEquals(
                Optional.of(new Step("3/3", Optional.empty(), "RUN echo before; echo problem >&2; exit 3")),
                classic.step());
        assertTrue(classic.error().orElseThrow().endsWith("returned a non-zero code: 3"));
        assertEquals(List.of("before", "problem"), classic.evidence());
    }

    @Test
    void classicDoesNotTakeItsOwnWordsForTheSteps() throws Exception {
        classic.accept(Raw.JSON.readTree("{\"stream\":\"Step 1/1 : RUN false\"}"));
        classic.accept(Raw.JSON.readTree("{\"stream\":\" ---\\u003e Running in 2b52b63f94fa\\n\"}"));
        classic.accept(Raw.JSON.readTree("{\"stream\":\"last words\\n\"}"));
        // Docker 26 puts this after a step that failed; Docker 20.10 says "Removing", and only after one that did not.
        classic.accept(
                Raw.JSON.readTree("{\"stream\":\" ---\\u003e Removed intermediate container 2b52b63f94fa\\n\"}"));

        assertEquals(List.of("last words"), classic.evidence());
    }

    @Test
    void classicNamesTheStepThatMissedAFile() throws Exception {
        replay("classic-missing-file", classic);

        assertEquals("step 2/2 (COPY nothere /x)", classic.step().orElseThrow().toString());
    }

    @Test
    void classicDoesNotCountTheStepsThatLabelsAre() throws Exception {
        var output = new ClassicOutput(log, 7);
        output.accept(Raw.JSON.readTree("{\"stream\":\"Step 1/9 : FROM a\"}"));
        output.accept(Raw.JSON.readTree("{\"stream\":\"Step 2/9 : RUN b\"}"));
        assertEquals("2/2", output.step().orElseThrow().number());

        output.accept(Raw.JSON.readTree("{\"stream\":\"Step 3/9 : LABEL c=d\"}"));
        assertEquals("3/3", output.step().orElseThrow().number());
    }

    @Test
    void classicTakesNoStepFromWhatAStepPrints() throws Exception {
        classic.accept(Raw.JSON.readTree("{\"stream\":\"Step 1/2 : FROM a\"}"));
        classic.accept(Raw.JSON.readTree("{\"stream\":\"Step 2/2 : RUN fake\\n\"}"));
        classic.accept(Raw.JSON.readTree("{\"stream\":\"Step 9/9 : RUN fake\"}"));
        classic.accept(Raw.JSON.readTree("{\"stream\":\"Step 99999999999/9 : RUN fake\"}"));

        assertEquals("1/2", classic.step().orElseThrow().number());
    }

    @Test
    void buildKitSaysWhichStepPrintsWhat() throws Exception {
        replay("buildkit-success", buildKit);

        assertEquals(Optional.empty(), buildKit.error());
        var printed = log.lines().stream()
                .filter(line -> line.endsWith(" hello"))
                .findFirst()
                .orElseThrow();
        var number = printed.substring(0, printed.indexOf(' '));
        assertTrue(
                log.lines().contains(number + " [build 2/3] RUN echo hello && echo \"Successfully built deadbeef\""));
        assertTrue(log.lines().stream().anyMatch(line -> line.matches(number + " done, \\d+\\.\\d s")));
    }

    @Test
    void buildKitSaysEachStepOnce() throws Exception {
        replay("buildkit-success", buildKit);

        var announced = log.lines().stream()
                .filter(line -> line.contains("[build 2/3]"))
                .count();
        assertEquals(1, announced);
    }

    @Test
    void buildKitNamesTheFailingStepAndWhatItPrinted() throws Exception {
        replay("buildkit-exit-3", buildKit);

        assertEquals(
                Optional.of(new Step("3/3", Optional.empty(), "RUN echo before; echo problem >&2; exit 3")),
                buildKit.step());
        assertEquals(List.of("before", "problem"), buildKit.evidence());
        assertTrue(buildKit.error().orElseThrow().endsWith("exit code: 3"));
    }

    @Test
    void buildKitNamesTheStepThatMissedAFile() throws Exception {
        replay("buildkit-missing-file", buildKit);

        assertEquals("step 2/2 (COPY nothere /x)", buildKit.step().orElseThrow().toString());
    }

    @Test
    void buildKitComesToNoStepWithASyntaxError() throws Exception {
        replay("buildkit-syntax", buildKit);

        assertEquals(Optional.empty(), buildKit.step());
        assertTrue(buildKit.error().orElseThrow().contains("unknown instruction: RUM"));
    }

    @Test
    void buildKitReportsATraceThatItCannotRead() throws Exception {
        var broken = Raw.JSON.readTree("{\"id\":\"moby.buildkit.trace\",\"aux\":\"Cn0K\"}");

        assertThrows(IOException.class, () -> buildKit.accept(broken));
    }

    @Test
    void aLongInstructionIsShortenedToOneLine() {
        var step = new Step("1/2", Optional.of("build"), "RUN a \\\n   b " + "c".repeat(200));

        assertTrue(step.toString().startsWith("step 1/2 of build (RUN a \\ b ccc"));
        assertTrue(step.toString().endsWith("c…)"));
        assertTrue(step.toString().length() < 130);
    }

    @Test
    void linesArePutTogetherAndCleared() {
        var lines = new LineBuffer(2, log::line);
        lines.append("one\ntw");
        lines.append("o\n\n\u001b[91mred\u001b[0m\r\n10%\r20%\n");
        lines.append("no end");
        lines.flush();

        assertEquals(List.of("one", "two", "", "red", "20%", "no end"), log.lines());
        assertEquals(List.of("20%", "no end"), lines.last());
    }

    @Test
    void onlyTheLastTwentyLinesAreEvidence() throws Exception {
        for (var i : IntStream.rangeClosed(1, 50).toArray()) {
            classic.accept(Raw.JSON.createObjectNode().put("stream", "line " + i + "\n"));
        }

        assertEquals(20, classic.evidence().size());
        assertEquals("line 31", classic.evidence().getFirst());
    }

    @Test
    void aPullIsLoggedWithoutItsProgressBars() throws Exception {
        var pull = new PullOutput(log);
        pull.accept(Raw.JSON.readTree("{\"status\":\"Downloading\",\"id\":\"ab\",\"progress\":\"[==>\"}"));
        pull.accept(Raw.JSON.readTree("{\"status\":\"Pull complete\",\"id\":\"ab\"}"));
        pull.accept(Raw.JSON.readTree("{\"error\":\"no\",\"errorDetail\":{\"message\":\"no such thing\"}}"));

        assertEquals(List.of("ab: Pull complete"), log.lines());
        assertEquals(Optional.of("no such thing"), pull.error());
    }

    private static void replay(String recording, BuildOutput into) throws IOException {
        var resource =
                Objects.requireNonNull(BuildOutputTest.class.getResourceAsStream(recording + ".jsonl"), recording);
        try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    into.accept(Raw.JSON.readTree(line));
                }
            }
        }
        into.flush();
    }
}
