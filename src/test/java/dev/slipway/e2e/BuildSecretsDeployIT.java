package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Command;
import dev.slipway.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app whose build needs a secret. */
class BuildSecretsDeployIT {
    private static final String TOKEN = "tok3n-of-the-harbour-master";
    private static final int INVALID = 2;

    @TempDir
    Path folder;

    @Test
    void aBuildIsGivenItsSecretAndNobodyElseIs() throws Exception {
        try (var host = TestHost.with(folder, "")) {
            var file = Files.writeString(folder.resolve("npm-token"), TOKEN + "\n");
            host.configure("""
                    build: {secrets: {npm_token: {file: "%s"}}}
                    health: {http: ":8000/health", timeout: 10s, settle: 1s}
                    """.formatted(file));
            var app = host.version("one");
            host.push(app, Map.of("Dockerfile", app.files().get("Dockerfile").replace("RUN true", """
                            RUN --mount=type=secret,id=npm_token,required=true echo "it says $(cat /run/secrets/npm_token)"
                            """)));

            host.slipway("poll").expecting(0);

            assertEquals("one", host.page());
            var id = host.latest().get("id").asText();
            var log = host.slipway("logs", id).expecting(0).out();
            assertTrue(log.contains("it says (secret)"), log);
            for (var said : new String[] {
                log,
                Files.readString(host.data().resolve("logs").resolve(id + ".log")),
                host.slipway("history", "--verbose").said(),
                host.slipway("history", "--json").said(),
                host.slipway("status", host.name(), "--json").said(),
                host.slipway("config", "show").said(),
                host.inspect("{{json .}}"),
                Command.docker("history", "--no-trunc", host.inspect("{{.Image}}"))
            }) {
                assertFalse(said.contains(TOKEN), said);
            }

            Files.delete(file);
            var refused = host.slipway("poll").expecting(INVALID);
            assertTrue(
                    refused.said().contains("build.secrets.npm_token.file: there is no file " + file), refused.said());
            assertEquals("one", host.page());
        }
    }
}
