package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.docker.Dockerfile.Instruction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerfileTest {
    @Test
    void readsInstructionsWithTheirLines() {
        var file = Dockerfile.parse("# a comment\n\nfrom busybox\n  RUN make\n");

        assertEquals(
                List.of(
                        new Instruction(3, "FROM", List.of(), "busybox", false),
                        new Instruction(4, "RUN", List.of(), "make", false)),
                file.instructions());
    }

    @Test
    void joinsContinuationLinesOverCommentsAndBlankLines() {
        var file = Dockerfile.parse("RUN one \\\n# not this\n\n  && two\\  \n three\nCMD x\n");

        assertEquals("one   && two three", file.instructions().get(0).arguments());
        assertEquals(6, file.instructions().get(1).line());
    }

    @Test
    void readsWindowsLineEndingsAndAByteOrderMark() {
        var file = Dockerfile.parse("\uFEFFFROM a\\\r\nb\r\nRUN x\r\n");

        assertEquals("ab", file.instructions().get(0).arguments());
        assertEquals("x", file.instructions().get(1).arguments());
    }

    @Test
    void takesTheEscapeCharacterFromItsDirective() {
        var file = Dockerfile.parse("# Escape = `\nRUN dir C:\\\nRUN one `\n two\n");

        assertEquals('`', file.escape());
        assertEquals(
                List.of("dir C:\\", "one  two"),
                file.instructions().stream().map(Instruction::arguments).toList());
    }

    @Test
    void readsTheFrontendsImage() {
        assertEquals(
                Optional.of("docker/dockerfile:1"),
                Dockerfile.parse("#syntax=docker/dockerfile:1\nFROM a\n").syntax());
    }

    @Test
    void takesNoDirectiveAfterAnythingElse() {
        assertEquals(
                Optional.empty(),
                Dockerfile.parse("# hello\n# syntax=x/y:1\nFROM a\n").syntax());
        assertEquals(
                Optional.empty(), Dockerfile.parse("\n# syntax=x/y:1\nFROM a\n").syntax());
        assertEquals(
                Optional.empty(), Dockerfile.parse("FROM a\n# syntax=x/y:1\n").syntax());
    }

    @Test
    void tellsFlagsFromArguments() {
        var copy = Dockerfile.parse("COPY --from=build --link --chown=1:1 /a --b /c\n")
                .instructions()
                .getFirst();

        assertEquals(List.of("build"), copy.flag("from"));
        assertEquals(List.of(""), copy.flag("link"));
        assertEquals(List.of(), copy.flag("fro"));
        assertEquals("/a --b /c", copy.arguments());
        assertEquals("COPY --from=build --link --chown=1:1 /a --b /c", copy.toString());
    }

    @Test
    void passesOverTheTextOfHeredocs() {
        var file = Dockerfile.parse(
                "RUN <<EOF bash\nFROM not-a-stage\nEOF\nCOPY <<-\"A\" <<B /x/\n\tFROM a\n\tA\nFROM b\nB\nCMD x\n");

        assertEquals(
                List.of("RUN", "COPY", "CMD"),
                file.instructions().stream().map(Instruction::keyword).toList());
        assertTrue(file.instructions().get(0).heredoc());
        assertTrue(file.instructions().get(1).heredoc());
    }

    @Test
    void takesNoShiftAndNoEndlessHeredocForOne() {
        var file = Dockerfile.parse("RUN echo $((1<<EOF))\nRUN cat <<END\nCMD x\n");

        assertEquals(3, file.instructions().size());
        assertFalse(file.instructions().stream().anyMatch(Instruction::heredoc));
    }

    @Test
    void readsAnEmptyFile() {
        assertEquals(List.of(), Dockerfile.parse("").instructions());
        assertEquals(
                List.of(),
                Dockerfile.parse("\\").instructions().stream()
                        .filter(i -> !i.keyword().isEmpty())
                        .toList());
    }
}
