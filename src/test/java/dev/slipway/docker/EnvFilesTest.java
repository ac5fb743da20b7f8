package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.GitSpec;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvFilesTest {
    private static final boolean DOCKER = false;
    private static final boolean COMPOSE = true;

    @TempDir
    Path folder;

    @Test
    void takesLinesAsTheyAreByDockersRules() throws Exception {
        assertEquals(
                Map.of("A", "\"x\" # y", "B", "$A", "C", "", "D", " z ", "OWN", "agent"),
                read(DOCKER, "\uFEFF# note\n\n  A=\"x\" # y\r\nB=$A\nC=\nD= z \nOWN\nABSENT\n"));
    }

    @Test
    void readsQuotesAndCommentsByComposesRules() throws Exception {
        assertEquals(
                Map.of("A", "x y", "B", "raw $A\\n", "C", "one\ntwo", "D", "plain#1", "E", "f"),
                read(COMPOSE, "export A=\"x y\" # note\nB='raw $A\\n'\nC=\"one\ntwo\"\nD=plain#1 # note\nE = f\n"));
    }

    @Test
    void interpolatesByComposesRules() throws Exception {
        assertEquals(
                Map.of("A", "1", "B", "1-agent", "C", "none", "D", "$A", "E", "${A}", "F", "line\nnext", "G", "yes"),
                read(
                        COMPOSE,
                        "A=1\nB=${A}-$OWN\nC=${ABSENT:-none}\nD=$$A\nE='${A}'\nF=\"line\\nnext\"\nG=${A:+yes}\n"));
    }

    @Test
    void letsTheLaterFileAndTheEnvironmentWin() throws Exception {
        var first = file("first", "A=1\nB=1\nC=1\n");
        var second = file("second", "B=2\nC=2\n");
        var run = RunSpec.EMPTY
                .with(
                        RunKey.ENV_FILE,
                        List.of(
                                new Run.EnvFile(first.toString(), true, DOCKER),
                                new Run.EnvFile(second.toString(), true, DOCKER)))
                .with(RunKey.ENVIRONMENT, Map.of("C", "3"));
        assertEquals(Map.of("A", "1", "B", "2", "C", "3"), read(run));
    }

    @Test
    void passesOverAMissingFileOnlyIfItIsNotRequired() throws Exception {
        var absent = folder.resolve("absent").toString();
        assertEquals(Map.of(), read(spec(absent, false, DOCKER)));
        var e = assertThrows(DeployException.class, () -> read(spec(absent, true, DOCKER)));
        assertEquals(Blame.YOURS, e.failure().blame());
        assertTrue(e.getMessage().contains(absent), e.getMessage());
    }

    @Test
    void saysWhichLineIsWrongWithoutQuotingIt() throws Exception {
        refuses(DOCKER, "A=1\nsecret word\n", "line 2");
        refuses(DOCKER, "=secret\n", "line 1");
        refuses(COMPOSE, "A=1\nB=\"secret\n", "line 2");
        refuses(COMPOSE, "A=${secret:?}\n", "line 1");
        refuses(COMPOSE, "A=\"x\" secret\n", "line 1");
    }

    @Test
    void refusesWhatIsNotUtf8() throws Exception {
        var file = Files.write(folder.resolve("latin"), "A=é".getBytes(StandardCharsets.ISO_8859_1));
        var e = assertThrows(DeployException.class, () -> read(spec(file.toString(), true, DOCKER)));
        assertEquals(Blame.YOURS, e.failure().blame());
    }

    private void refuses(boolean format, String text, String where) {
        var e = assertThrows(DeployException.class, () -> read(format, text));
        assertEquals(Blame.YOURS, e.failure().blame());
        assertTrue(e.getMessage().contains(where), e.getMessage());
        assertFalse(e.getMessage().contains("secret word"), e.getMessage());
        assertFalse(e.getMessage().contains("\"secret"), e.getMessage());
    }

    private Map<String, String> read(boolean format, String text) throws DeployException, IOException {
        return read(spec(file("env", text).toString(), true, format));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static RunSpec spec(String path, boolean required, boolean format) {
        return RunSpec.EMPTY.with(RunKey.ENV_FILE, List.of(new Run.EnvFile(path, required, format)));
    }

    private static Map<String, String> read(RunSpec run) throws DeployException {
        return new EnvFiles(Map.of("OWN", "agent")).environment(app(run));
    }

    private static App app(RunSpec run) {
        return new App(
                "web",
                new GitSpec("file:///nowhere", "main", GitSpec.DEFAULT_USERNAME, Optional.empty()),
                new BuildSpec(
                        ".",
                        "Dockerfile",
                        Map.of(),
                        Optional.empty(),
                        new BuildSpec.Options(false, Duration.ofMinutes(1), BuildSpec.Builder.AUTO),
                        Optional.empty()),
                run,
                new HealthSpec(Optional.empty(), Duration.ofSeconds(10), Duration.ofSeconds(1)),
                new DeployPolicy(Optional.empty(), 1, List.of(), false));
    }
}
