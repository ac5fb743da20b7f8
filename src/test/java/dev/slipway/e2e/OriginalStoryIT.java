package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Await;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.Forgery;
import dev.slipway.testkit.FreePort;
import dev.slipway.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The night that Slipway was made for: GitHub's deliveries were refused for days, and nobody could tell whether the secret
 * matched, since the env file did not carry it. Here each way to get it wrong says so in one line.
 */
class OriginalStoryIT {
    private static final String SECRET = "9f2c41d07b6e4a58";

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "TZ=Asia/Shanghai, 'environment variable WEBHOOK_SECRET is not set, neither in the environment nor in', '/.env'",
        "WEBHOOK_SECRET=your-secret-key-here, 'your-secret-key-here', 'is a placeholder that everybody knows'",
        "WEBHOOK_SECRET=, webhook.secret, the secret is empty",
    })
    void aSecretThatIsNoneIsRefusedAtTheStartByName(String env, String words, String more) throws Exception {
        try (var host = hooked(FreePort.find())) {
            Files.writeString(host.envFile(), env + "\n");
            var refused = host.slipway("agent").expecting(2);
            var cause = lineWith("slipway.yaml:", refused);
            assertTrue(cause.contains(words), cause);
            assertTrue(cause.contains(more), cause);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'WEBHOOK_SECRET=\"9f2c41d07b6e4a58\"\n', without the quotes around the secret, .env line 1",
        "'# of GitHub\nWEBHOOK_SECRET=9f2c41d07b6e4a58 \n', without the space at the end of the secret, .env line 2",
    })
    void aSlipInTheEnvFileIsNamedWithItsLine(String env, String slip, String place) throws Exception {
        int port = FreePort.find();
        try (var host = hooked(port)) {
            Files.writeString(host.envFile(), env.replace("\\n", "\n"));
            assertNamed(host, port, Map.of(), slip, place);
        }
    }

    @ParameterizedTest(name = "by the shell: {1}")
    @CsvSource({
        "'9f2c41d07b6e4a58\r', without the carriage return at the end of the secret",
        "'9f2c41d07b6e4a58\n', without the newline at the end of the secret",
    })
    void aSlipThatCameByTheEnvironmentIsNamedToo(String value, String slip) throws Exception {
        int port = FreePort.find();
        try (var host = hooked(port)) {
            var secret = value.replace("\\r", "\r").replace("\\n", "\n");
            assertNamed(host, port, Map.of("WEBHOOK_SECRET", secret), slip, "WEBHOOK_SECRET of the environment");
        }
    }

    @ParameterizedTest(name = "line ends {0}")
    @CsvSource({"LF", "CRLF"})
    void theRightSecretIsAccepted(String lineEnds) throws Exception {
        int port = FreePort.find();
        try (var host = hooked(port)) {
            Files.writeString(host.envFile(), "WEBHOOK_SECRET=" + SECRET + (lineEnds.equals("LF") ? "\n" : "\r\n"));
            host.push(host.version("one"));
            host.startAgent();
            awaitAnswer(port, 200);
        }
    }

    @Test
    void aSecretThatStayedInTheAppsEnvFileIsFoundThere() throws Exception {
        int port = FreePort.find();
        try (var host = hooked(port)) {
            Files.writeString(host.envFile(), "WEBHOOK_SECRET=of another hook\n");
            Files.writeString(folder.resolve("app.env"), "TZ=Asia/Shanghai\nWEBHOOK_SECRET=" + SECRET + "\n");
            // Indented so far that it belongs to the section run, which comes right before.
            host.configure("  env_file: " + folder.resolve("app.env"));
            assertNamed(host, port, Map.of(), "app.env line 2", "secret");
        }
    }

    private static void assertNamed(TestHost host, int port, Map<String, String> environment, String slip, String place)
            throws Exception {
        host.push(host.version("one"));
        var agent = host.startAgent(environment);
        awaitAnswer(port, 401);
        var line = Await.until(
                "the agent says why",
                TestHost.PATIENCE,
                () -> agent.log()
                        .lines()
                        .filter(l -> l.contains("does not match"))
                        .findFirst()
                        .orElse(""),
                said -> !said.isEmpty());
        assertTrue(line.contains(slip), line);
        assertTrue(line.contains(place), line);
        assertTrue(!agent.log().contains(SECRET), "no secret is ever printed");
        var status = host.slipway("status").expecting(0).out();
        assertTrue(status.replaceAll("\\s+", " ").contains(slip), status);
        assertTrue(host.slipway("history", "--deliveries")
                .expecting(0)
                .out()
                .replaceAll("\\s+", " ")
                .contains(slip));
    }

    private static void awaitAnswer(int port, int status) {
        Await.until(
                "a signed ping is answered with " + status,
                TestHost.PATIENCE,
                () -> new Forgery(port, SECRET).ping().statusCode(),
                answered -> answered == status);
    }

    private TestHost hooked(int port) throws IOException {
        var host = TestHost.with(folder, "");
        host.hookedBy("listen: 127.0.0.1:" + port + "\nsecret: ${WEBHOOK_SECRET}")
                .configure("");
        return host;
    }

    private static String lineWith(String words, Command.Result result) {
        var lines = result.said().lines().filter(line -> line.contains(words)).toList();
        assertEquals(1, lines.size(), result.said());
        return lines.getFirst();
    }
}
