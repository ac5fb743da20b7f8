package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.Forgery;
import dev.slipway.testkit.FreePort;
import dev.slipway.testkit.TestHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A delivery on its way to a container, with a poll that is an hour away. */
class WebhookIT {
    private static final String HEALTH = """
            health: {http: ":8000/health", timeout: 20s, settle: 1s}
            """;
    private static final String SECRET = "correct horse battery staple";

    @TempDir
    Path folder;

    @Test
    void aSignedPushGoesLiveThoughTheNextPollIsAnHourAway() throws Exception {
        int port = FreePort.find();
        try (var host = hooked(port)) {
            host.push(host.version("one"));
            host.startAgent();
            host.awaitPage("one");
            awaitListening(host);

            var forge = new Forgery(port, SECRET);
            assertEquals(200, forge.ping().statusCode());
            var second = host.push(host.version("two"));
            var answer = forge.push(host.git().url(host.repo()), "main", second);
            assertEquals(202, answer.statusCode());
            assertTrue(answer.body().contains("\"status\":\"accepted\""), answer.body());
            assertTrue(answer.headers().firstValue("X-Slipway").isPresent());
            host.awaitPage("two");

            assertEquals("webhook", host.latest().get("trigger").asText());
            var nudge = webhook(host).get("last_nudge");
            assertEquals("accepted", nudge.get("verdict").asText(), nudge.toString());
            assertTrue(
                    host.slipway("history", "--deliveries").expecting(0).out().contains("push"));
            assertTrue(host.slipway("webhook", "test").expecting(0).said().contains("Slipway"));
        }
    }

    @Test
    void anotherSecretIsTakenUpWithoutANewStart() throws Exception {
        int port = FreePort.find();
        try (var host = hooked(port)) {
            host.push(host.version("one"));
            host.startAgent();
            awaitListening(host);
            assertEquals(401, new Forgery(port, "a new one").ping().statusCode());
            Files.writeString(folder.resolve("secret"), "a new one\n");
            Await.until(
                    "the new secret is in force",
                    TestHost.PATIENCE,
                    () -> new Forgery(port, "a new one").ping().statusCode(),
                    status -> status == 200);
            assertEquals(401, new Forgery(port, SECRET).ping().statusCode());
        }
    }

    @Fault(56)
    @Test
    void aTakenPortHoldsUpNoPollAndIsTakenAsSoonAsItIsFree() throws Exception {
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = stranger.getLocalPort();
            try (var host = hooked(port)) {
                host.push(host.version("one"));
                var agent = host.startAgent();
                host.awaitPage("one");
                assertTrue(webhook(host).get("trouble").asText().contains("the port is taken"));
                assertTrue(host.slipway("status").out().contains("the port is taken"));
                stranger.close();
                awaitListening(host);
                assertEquals(200, new Forgery(port, SECRET).ping().statusCode());
                assertEquals(
                        1,
                        agent.log()
                                .lines()
                                .filter(line -> line.contains("the port is taken"))
                                .count());
            }
        }
    }

    private TestHost hooked(int port) throws IOException {
        Files.writeString(folder.resolve("secret"), SECRET + "\n");
        var host = TestHost.with(folder, HEALTH);
        host.hookedBy("listen: 127.0.0.1:" + port + "\nsecret_file: secret").configure(HEALTH);
        return host;
    }

    private static void awaitListening(TestHost host) {
        Await.until(
                "the webhook listens",
                TestHost.PATIENCE,
                () -> webhook(host).get("trouble").isNull());
    }

    private static JsonNode webhook(TestHost host) throws IOException {
        return new ObjectMapper()
                .readTree(host.slipway("status", "--json").expecting(0).out())
                .get("webhook");
    }
}
