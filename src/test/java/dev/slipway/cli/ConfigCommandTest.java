package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.deploy.ManualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code config validate} says, and where to. */
class ConfigCommandTest {
    @TempDir
    private Path folder;

    private final RecordedTerminal terminal = new RecordedTerminal();
    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(folder.resolve("slipway.yaml"), """
                webhook: {secret: "${WEBHOOK_SECRET}"}
                apps:
                  web:
                    git: {url: "https://example.com/web.git"}
                """);
    }

    @Test
    void whatIsRightIsSaidToBeValid() {
        assertEquals(0, validate("hunter2"));
        assertEquals(List.of(file + ": valid"), terminal.err);
    }

    @Test
    void whatIsHardlyMeantIsAWarningAndNoFailure() {
        assertEquals(0, validate("hunter2 "));
        assertEquals(
                List.of(
                        file
                                + ":1:19: webhook.secret: the secret ends in white space (WEBHOOK_SECRET of the environment),"
                                + " and is taken as it is; remove that there, unless the other side has it too",
                        file + ": valid, but see above"),
                terminal.err);
    }

    @Test
    void whatIsWrongIsTheCallersMistake() {
        assertEquals(2, validate("changeme"));
        assertEquals(1, terminal.err.size());
    }

    private int validate(String secret) {
        var backend = new FakeBackend(folder.resolve("agent.sock"), new FakeOperations(folder));
        var context =
                new Context(terminal, backend, new ManualTime(), Map.of("WEBHOOK_SECRET", secret), Optional.empty());
        return CommandLineInterface.run(context, List.of("config", "validate", "--config", file.toString()));
    }
}
