package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.testkit.BaseImage;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.FreePort;
import dev.slipway.testkit.TestHost;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway doctor} on a real machine: what is wrong is named in one line, with the next command. */
class DoctorIT {
    private static final int SOMETHING_IS_WRONG = 3;
    private static final List<String> NEEDLES =
            List.of("hook-needle-4711", "app-needle-4711", "build-needle-4711", "inline-needle-4711");

    @TempDir
    Path folder;

    @BeforeEach
    void openTheFolder() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The night of docs/WEBHOOK.md, ended by one command. */
    @Test
    void theNightOfTheStoryWouldHaveBeenOverAfterOneCommand() throws Exception {
        try (var host = TestHost.with(folder, "")) {
            host.hookedBy("listen: 127.0.0.1:" + FreePort.find() + "\nsecret: ${WEBHOOK_SECRET}")
                    .configure("");
            Files.writeString(host.envFile(), "TZ=Asia/Shanghai\n");
            assertOneLine(host, "✖ config: ", "environment variable WEBHOOK_SECRET is not set");
            Files.writeString(host.envFile(), "WEBHOOK_SECRET=your-secret-key-here\n");
            assertOneLine(host, "✖ config: ", "'your-secret-key-here' is a placeholder that everybody knows");

            Files.writeString(host.envFile(), "WEBHOOK_SECRET=9f2c41d07b6e4a58\n");
            Files.writeString(folder.resolve("app.env"), "WEBHOOK_SECRET=your-secret-key-here\n");
            host.configure("  env_file: " + folder.resolve("app.env"));
            var app = host.slipway("doctor").out();
            assertTrue(
                    app.contains("WEBHOOK_SECRET is a placeholder that everybody knows (" + folder.resolve("app.env")
                            + " line 1)"),
                    app);
        }
    }

    @Test
    void whatIsWrongWithAMachineIsToldByNameAndMendedByWhatItSays() throws Exception {
        try (var host = TestHost.with(folder, "");
                var stranger = new ServerSocket(host.port(), 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(folder.resolve("token"), "a-token-for-all-to-see\n");
            Files.setPosixFilePermissions(folder.resolve("token"), PosixFilePermissions.fromString("rw-r--r--"));
            git("init", "--quiet");
            git("add", "token");
            var yaml = folder.resolve("slipway.yaml");
            Files.writeString(yaml, Files.readString(yaml).replace("branch: main", "branch: mian, token_file: token"));
            host.push(host.version("one"));
            var findings = findings(host, SOMETHING_IS_WRONG);
            assertEquals("wrong", level(findings, "host port " + host.port() + "/tcp is held by java (process "));
            assertEquals("wrong", level(findings, "has no branch mian"));
            assertEquals("wrong", level(findings, folder.resolve("token") + " holds a secret, and is tracked by Git"));
            assertEquals("risk", level(findings, "every user of this machine can read it"));
            assertEquals("note", level(findings, "no agent is running"));
            assertEquals("well", level(findings, "Docker "));
            assertEquals("note", level(findings, "is no part of the secret"));

            stranger.close();
            host.configure("");
            Files.delete(folder.resolve("token"));
            host.slipway("doctor").expecting(0);
        }
    }

    @Test
    void aContainerThatIsNotSlipwaysIsToldByDoctorAndStatusBeforeADeploymentMeetsIt() throws Exception {
        try (var host = TestHost.with(folder, "")) {
            host.push(host.version("one"));
            Command.docker("create", "--name", host.name(), BaseImage.TAG, "true");
            try {
                var findings = findings(host, SOMETHING_IS_WRONG);
                assertEquals("wrong", level(findings, "the name " + host.name() + " belongs to a container that"));
                assertTrue(
                        findingsOf(findings, "run " + host.name()).contains("adopt: true under apps." + host.name()));
                var status = host.slipway("status").expecting(0).out();
                assertTrue(status.contains("✖ conflict"), status);
                assertTrue(status.contains("adopt: true under apps." + host.name()), status);
            } finally {
                Command.docker("rm", "--force", host.name());
            }
        }
    }

    @Test
    void theAgentItselfIsAskedAndTheBundleHoldsNoSecret() throws Exception {
        var env = "WEBHOOK_SECRET=" + NEEDLES.get(0) + "\n";
        try (var host = TestHost.with(folder, "")) {
            Files.writeString(host.envFile(), env);
            Files.writeString(folder.resolve("app.env"), "DB_PASSWORD=" + NEEDLES.get(1) + "\n");
            host.hookedBy("listen: 127.0.0.1:" + FreePort.find() + "\nsecret: ${WEBHOOK_SECRET}")
                    .configure("  env_file: " + folder.resolve("app.env") + "\n  environment: {API_KEY: "
                            + NEEDLES.get(3) + "}\nbuild: {args: {NPM_TOKEN: " + NEEDLES.get(2) + "}}");
            host.push(host.version("one"), Map.of("Dockerfile", leakyDockerfile(host)));
            host.startAgent();
            host.awaitPage("one");
            var file = folder.resolve("bundle.zip");
            var said = host.slipway("doctor", "--json", "--bundle", file.toString())
                    .expecting(0)
                    .out();
            var root = new ObjectMapper().readTree(said);
            assertTrue(root.get("agent").asBoolean(), "the agent's eyes are what count");
            assertEquals("well", level(root.get("findings"), "an agent is running"));
            var webhook = findingsOf(root.get("findings"), "webhook");
            assertTrue(webhook.contains("\"well\""), webhook);
            var text = unzipped(file);
            assertTrue(text.contains("leaked: "), "the build's log is there: " + text);
            NEEDLES.forEach(needle -> assertFalse(text.contains(needle), needle + " is in the bundle"));
            NEEDLES.forEach(needle -> assertFalse(said.contains(needle), needle + " is printed"));
        }
    }

    private static String leakyDockerfile(TestHost host) {
        return host.version("one").files().get("Dockerfile") + "\nARG NPM_TOKEN\nRUN echo leaked: $NPM_TOKEN "
                + NEEDLES.get(1) + " " + NEEDLES.get(3) + " " + NEEDLES.get(0) + "\n";
    }

    private static void assertOneLine(TestHost host, String begin, String words) {
        var said = host.slipway("doctor").expecting(SOMETHING_IS_WRONG).out();
        var lines = said.lines().filter(line -> line.startsWith(begin)).toList();
        assertEquals(1, lines.size(), said);
        assertTrue(lines.getFirst().contains(words), said);
    }

    private void git(String... arguments) {
        Command.run(Command.concat(List.of("git", "-C", folder.toString()), List.of(arguments)), Map.of())
                .expecting(0);
    }

    private static JsonNode findings(TestHost host, int code) throws Exception {
        return new ObjectMapper()
                .readTree(host.slipway("doctor", "--json").expecting(code).out())
                .get("findings");
    }

    private static String level(JsonNode findings, String words) {
        for (var finding : findings) {
            if (finding.get("what").asText().contains(words)) {
                return finding.get("level").asText();
            }
        }
        throw new AssertionError("nobody says '" + words + "': " + findings.toPrettyString());
    }

    private static String findingsOf(JsonNode findings, String check) {
        var found = new StringBuilder();
        findings.forEach(each -> {
            if (each.get("check").asText().equals(check)) {
                found.append(each);
            }
        });
        return found.toString();
    }

    private static String unzipped(Path file) throws Exception {
        var all = new StringBuilder();
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream().toList()) {
                all.append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }
}
