package dev.slipway.e2e;

import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.FreePort;
import dev.slipway.testkit.Receiver;
import dev.slipway.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a telephone in somebody's pocket gets to know, and a monitor elsewhere. */
class NotificationsIT {
    private static final String HEALTH = """
            health: {http: ":8000/health", timeout: 4s, settle: 1s}
            """;
    private static final String PASSWORD = "correct-horse-battery";

    @TempDir
    private Path folder;

    private static String told(String url) {
        return "notify: [{type: ntfy, url: \"" + url + "\"}]\n";
    }

    private static JsonNode await(Receiver receiver, String title) {
        Await.until(
                title + " is told",
                TestHost.PATIENCE,
                () -> receiver.requests().stream()
                        .map(request -> request.json().path("title").asText())
                        .toList(),
                titles -> titles.contains(title));
        return receiver.requests().stream()
                .map(Receiver.Request::json)
                .filter(json -> json.path("title").asText().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private static String shortId(String commit) {
        return commit.substring(0, 7);
    }

    @Test
    void eachEndOfADeploymentIsToldAndTheHeartbeatGoesOn() throws Exception {
        try (var ntfy = Receiver.start();
                var monitor = Receiver.start();
                var host = TestHost.with(folder, HEALTH)
                        .telling(
                                told(ntfy.url("/hidden-topic")) + "heartbeat: " + monitor.url("/hidden-uuid") + "\n")) {
            Files.writeString(host.envFile(), "APP_PASSWORD=" + PASSWORD + "\n");
            host.configure(HEALTH + "build: {args: {APP_PASSWORD: \"${APP_PASSWORD}\"}}\n");
            var first = host.push(host.version("1"));
            host.startAgent();
            var deployed = await(ntfy, host.name() + ": " + shortId(first) + " is live");
            assertEquals("hidden-topic", deployed.get("topic").asText());
            Await.until(
                    "the heartbeat is heard",
                    TestHost.PATIENCE,
                    () -> monitor.requests().size(),
                    count -> count > 0);
            assertEquals(
                    "GET /hidden-uuid",
                    monitor.requests().getFirst().method() + " "
                            + monitor.requests().getFirst().target());

            var dockerfile = host.version("2")
                            .files()
                            .get("Dockerfile")
                            .lines()
                            .findFirst()
                            .orElseThrow() + "\nARG APP_PASSWORD\nRUN echo \"it is $APP_PASSWORD\" && exit 7\n";
            var broken = host.push(host.version("2"), Map.of("Dockerfile", dockerfile));
            // The agent may be about to find it by itself.
            var unused = host.slipway("poll");
            var failed = await(ntfy, host.name() + ": " + shortId(broken) + " failed");
            var message = failed.get("message").asText();
            assertTrue(message.contains("still running: " + shortId(first)), message);
            assertTrue(message.contains("it is (removed)"), message);
            assertFalse(message.contains(PASSWORD), message);

            var unwell = host.push(host.version("3").but(UNHEALTHY));
            var unusedToo = host.slipway("poll");
            var back = await(ntfy, host.name() + ": " + shortId(unwell) + " was rolled back");
            assertEquals(4, back.get("priority").asInt());
            assertEquals(3, ntfy.requests().size(), "each once");

            for (var command : List.of("status", "history", "config show")) {
                var said = host.slipway(command.split(" "));
                assertFalse((said.out() + said.err()).contains("hidden-"), command);
            }
            assertFalse(host.agentLog().contains("hidden-"), host.agentLog());
        }
    }

    @Test
    @Fault(55)
    void nobodyToTakeTheNewsHoldsNoDeploymentUpAndAKilledAgentForgetsNone() throws Exception {
        int port = FreePort.find();
        try (var hanging = Receiver.start().hanging();
                var host = TestHost.with(folder, HEALTH)
                        .telling(told("http://127.0.0.1:" + port + "/topic") + "heartbeat: " + hanging.url("/uuid")
                                + "\n")) {
            host.configure(HEALTH);
            var first = host.push(host.version("1"));
            var agent = host.startAgent();
            host.awaitPage("1");
            host.awaitLog("live after");
            host.awaitLog("could not be sent");
            agent.kill9();
            try (var ntfy = Receiver.startAt(port)) {
                host.startAgent();
                await(ntfy, host.name() + ": " + shortId(first) + " is live");
            }
            assertEquals("succeeded", host.latest().get("phase").asText());
        }
    }
}
