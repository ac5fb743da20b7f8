package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.ManualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code import} prints and writes, and what it keeps to itself. */
class ImportCommandTest {
    private static final String LINE = "docker run -d --name web -e DB_PASSWORD=hunter2 -e 'TZ=Europe/Oslo' web:1";

    @TempDir
    Path folder;

    private final RecordedTerminal terminal = new RecordedTerminal();

    @Test
    void printsNoSecretAndSaysHowToHaveItWritten() {
        assertEquals(0, run("--run", LINE));
        assertFalse(printed().contains("hunter2"), printed());
        assertTrue(printed().contains("env_file: /etc/slipway/web.env"), printed());
        assertEquals(List.of(), terminal.err);
    }

    @Test
    void writesTheEnvironmentForItsOwnerAlone() throws Exception {
        var file = folder.resolve("web.env");
        assertEquals(0, run("--run", LINE, "--env-file-out", file.toString()));
        assertEquals("DB_PASSWORD=hunter2\nTZ=Europe/Oslo\n", Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(printed().contains("env_file: " + file), printed());
        assertFalse(printed().contains("hunter2"), printed());
        assertEquals(
                List.of("slipway import: wrote " + file
                        + ", readable by its owner alone: let that be the user that the agent runs as"),
                terminal.err);
    }

    @Test
    void leavesAFileThatIsThereAsItIs() throws Exception {
        var file = Files.writeString(folder.resolve("web.env"), "OTHER=1\n");
        assertEquals(2, run("--run", LINE, "--env-file-out", file.toString()));
        assertEquals("OTHER=1\n", Files.readString(file));
        assertEquals("slipway import: " + file + " is there already, and was left as it is", terminal.err.getFirst());
        assertEquals(List.of(), terminal.out);
    }

    @Test
    void makesNoFileForNothing() {
        var file = folder.resolve("web.env");
        assertEquals(0, run("--run", "docker run web:1", "--env-file-out", file.toString()));
        assertFalse(Files.exists(file));
        assertTrue(terminal.err.getFirst().contains("there is no environment to write"), terminal.err.toString());
    }

    @Test
    void takesTheRepositoryWhereItIsKnown() {
        assertEquals(0, run("--run", "docker run web:1", "--git", "https://example.com/me/web.git"));
        assertTrue(printed().contains("git: {url: \"https://example.com/me/web.git\", branch: main}"), printed());
        assertFalse(printed().contains("CHANGE-ME"), printed());
    }

    @Test
    void refusesARepositoryThatSlipwayCannotRead() {
        assertEquals(2, run("--run", "docker run web:1", "--git", "https://me:hunter2@example.com/web.git"));
        assertTrue(terminal.err.getFirst().startsWith("slipway import: the URL of --git: "), terminal.err.toString());
        assertFalse(terminal.err.toString().contains("hunter2"), terminal.err.toString());
    }

    @Test
    void saysWhatIsWrongWithALine() {
        assertEquals(2, run("--run", "podman run web"));
        assertTrue(terminal.err.getFirst().startsWith("slipway import: the line is podman's"), terminal.err.toString());
    }

    @Test
    void takesAContainerThatIsThere() {
        assertEquals(0, run("web"));
        assertTrue(printed().contains("# Made by slipway import from the container web."), printed());
        assertTrue(printed().contains("    adopt: true"), printed());
    }

    @Test
    void takesOneOfTheTwo() {
        assertEquals(2, run());
        assertEquals(2, run("web", "--run", LINE));
        assertTrue(terminal.err.getFirst().contains("give either the NAME of a container"), terminal.err.toString());
    }

    private String printed() {
        return String.join("\n", terminal.out);
    }

    private int run(String... arguments) {
        var backend = new FakeBackend(folder.resolve("agent.sock"), new FakeOperations(folder));
        var context = new Context(terminal, backend, new ManualTime(), Map.of(), Optional.empty());
        return CommandLineInterface.run(
                context,
                Stream.concat(Stream.of("import"), Arrays.stream(arguments)).toList());
    }
}
