package dev.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.ManualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person asks about the webhook. */
class WebhookCommandTest {
    @TempDir
    private Path folder;

    private final RecordedTerminal terminal = new RecordedTerminal();
    private FakeOperations engine;
    private FakeBackend backend;
    private Path secret;
    private Path body;

    @BeforeEach
    void open() throws Exception {
        engine = new FakeOperations(folder);
        backend = new FakeBackend(folder.resolve("agent.sock"), engine);
        secret = Files.writeString(folder.resolve("secret"), "hunter2");
        body = Files.writeString(folder.resolve("body.json"), "{}");
    }

    @Test
    void verifyPassesOnWhatTheFilesHoldAndOpensNothing() {
        assertEquals(0, verify(secret, body));
        assertEquals(List.of("hunter2 sha256=00 {}"), backend.tools.asked);
        assertEquals(List.of("the answer[2J"), terminal.out);
        assertEquals(List.of(), backend.opened);
    }

    @Test
    void aSignatureThatDoesNotMatchIsTheAnswerNo() {
        backend.tools.well = false;
        assertEquals(3, verify(secret, body));
        assertEquals(List.of(), terminal.err);
    }

    @Test
    void aFileThatIsNotThereIsTheCallersMistake() {
        assertEquals(2, verify(secret, folder.resolve("nobody")));
        assertEquals(
                List.of("slipway webhook verify: there is no file " + folder.resolve("nobody"), "  correct the path"),
                terminal.err);
    }

    @Test
    void aFileThatCannotBeASecretIsNotRead() throws Exception {
        Files.write(secret, new byte[64 * 1024 + 1]);
        assertEquals(2, verify(secret, body));
        assertEquals("slipway webhook verify: " + secret + " has more than 65536 bytes", terminal.err.getFirst());
    }

    @Test
    void verifyNeedsAllThree() {
        assertEquals(2, slipway("webhook", "verify", "--signature", "sha256=00"));
        assertEquals("  see slipway webhook verify --help", terminal.err.getLast());
    }

    @Test
    void testGoesDirectlyOrTheLongWayRound() {
        assertEquals(0, slipway("webhook", "test"));
        assertEquals(0, slipway("webhook", "test", "--public"));
        assertEquals(List.of("loopback", "public"), backend.tools.asked);
        backend.tools.well = false;
        assertEquals(3, slipway("webhook", "test"));
    }

    @Test
    void testWithoutAWebhookSaysWhatIsMissing() {
        backend.tools.configured = false;
        assertEquals(2, slipway("webhook", "test"));
        assertEquals(
                List.of("slipway webhook test: no webhook is configured", "  add the section webhook"), terminal.err);
    }

    @Test
    void deliveriesAreShownNewestFirst() {
        engine.deliveries.add(Given.accepted("web"));
        engine.deliveries.add(Given.rejected());
        assertEquals(0, slipway("history", "--deliveries"));
        assertEquals(
                List.of(
                        "AT         FROM       FORGE   EVENT  ANSWER          APPS  REASON",
                        "30 s ago   192.0.2.1  GitHub  push   ✖ 401 rejected  -     matches without its trailing newline"
                                + " (.env line 7)",
                        "4 min ago  192.0.2.1  GitHub  push   ✔ 202 accepted  web   push to main"),
                terminal.out);
    }

    @Test
    void deliveriesMayBeLimitedAndOfOneApp() {
        engine.deliveries.add(Given.accepted("web"));
        engine.deliveries.add(Given.accepted("api"));
        engine.deliveries.add(Given.rejected());
        assertEquals(0, slipway("history", "--deliveries", "-n", "1"));
        assertEquals(2, terminal.out.size());
        assertEquals(0, slipway("history", "web", "--deliveries", "--json"));
        assertTrue(terminal.out.getLast().contains("\"web\""), terminal.out.getLast());
        assertTrue(!terminal.out.getLast().contains("\"api\""), terminal.out.getLast());
    }

    @Test
    void whereNothingCameInThatIsSaid() {
        assertEquals(0, slipway("history", "--deliveries"));
        assertEquals(List.of("nothing came in by the webhook yet (slipway webhook test)"), terminal.err);
        assertEquals(List.of(), terminal.out);
    }

    private int verify(Path secretFile, Path bodyFile) {
        return slipway(
                "webhook",
                "verify",
                "--secret-file",
                secretFile.toString(),
                "--signature",
                "sha256=00",
                "--body",
                bodyFile.toString());
    }

    private int slipway(String... arguments) {
        var time = new ManualTime();
        time.pass(Duration.between(time.now(), Given.NOW));
        var context = new Context(terminal, backend, time, Map.of(), Optional.empty());
        return CommandLineInterface.run(context, List.of(arguments));
    }
}
