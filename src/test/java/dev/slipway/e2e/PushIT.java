package dev.slipway.e2e;

import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.HaltingPoll;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.PrivateRegistry;
import dev.slipway.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app whose images go to a registry once they run well. */
class PushIT {
    private static final int ROLLED_BACK = 7;

    @TempDir
    Path folder;

    @Test
    void tellsARefusedPushMakesUpForItPushesNoBadCommitAndDeploysWithoutTheRegistry() throws Exception {
        try (var registry = PrivateRegistry.locked(Files.createDirectory(folder.resolve("registry")));
                var host = TestHost.with(folder, "")) {
            host.configure(settings(registry));
            var login = Files.createDirectory(folder.resolve("docker")).resolve("config.json");
            Files.writeString(login, registry.loginWith("wrong-password"));
            var first = host.push(host.version("one"));
            host.startAgent(Map.of("DOCKER_CONFIG", login.getParent().toString()));

            host.awaitPage("one");
            var refused = awaitPush(host, push -> push.get("failure").isObject());
            assertTrue(refused.get("digest").isNull());
            assertTrue(host.agentLog().contains("cannot push " + registry.host() + "/me/app:" + first));
            assertTrue(host.agentLog().contains("docker login " + registry.host()));
            assertFalse(host.agentLog().contains("wrong-password"));
            assertEquals("succeeded", host.latest().get("phase").asText());
            assertEquals(Optional.empty(), registry.digest("me/app:" + first));

            Files.writeString(login, registry.loginWith(PrivateRegistry.PASSWORD));
            var made = Await.until(
                    "a person's deploy pushes it",
                    TestHost.PATIENCE,
                    () -> {
                        host.slipway("deploy", host.name()).expecting(0);
                        return host.status().get("push");
                    },
                    push -> push.get("digest").isTextual());
            assertEquals(
                    registry.digest("me/app:" + first),
                    Optional.of(made.get("digest").asText()));
            assertTrue(made.get("failure").isNull());
            assertEquals(1, deployments(host).size(), "nothing was deployed for it");
            assertEquals(
                    made.get("digest"), deployments(host).get(0).get("push").get("digest"));
            var log = host.slipway("logs", host.latest().get("id").asText()).said();
            assertTrue(log.contains("slipway: pushed " + registry.host() + "/me/app:" + first), log);

            var bad = host.push(host.version("two").but(UNHEALTHY));
            host.slipway("poll").expecting(ROLLED_BACK);
            assertEquals("one", host.page());
            assertEquals(Optional.empty(), registry.digest("me/app:" + bad));

            registry.close();
            var last = host.push(host.version("three"));
            host.slipway("poll").expecting(0);
            assertEquals("three", host.page());
            var down = awaitPush(host, push -> push.get("failure").isObject());
            assertTrue(down.get("reference").asText().endsWith(last));
            assertTrue(down.get("failure").get("what").asText().contains("connection refused"), down.toString());
        }
    }

    @Test
    void aProcessThatWasKilledRightAfterTheSuccessLeavesThePushToTheNext() throws Exception {
        try (var registry = PrivateRegistry.open(Files.createDirectory(folder.resolve("registry")));
                var host = TestHost.with(folder, "")) {
            host.configure(settings(registry));
            var commit = host.push(host.version("one"));
            assertEquals(
                    HaltingPoll.HALTED,
                    host.haltingPoll("History.record SUCCEEDED").exit());
            assertEquals(Optional.empty(), registry.digest("me/app:" + commit));

            host.slipway("poll").expecting(0);

            assertTrue(registry.digest("me/app:" + commit).isPresent(), "the command ends when it is pushed");
            assertEquals(1, deployments(host).size());
        }
    }

    private static String settings(PrivateRegistry registry) {
        return """
                build: {push: "%s/me/app"}
                health: {http: ":8000/health", timeout: 10s, settle: 1s}
                """.formatted(registry.host());
    }

    private static JsonNode awaitPush(TestHost host, Predicate<JsonNode> wanted) {
        return Await.until(
                "the status tells of the push",
                TestHost.PATIENCE,
                () -> host.status().get("push"),
                push -> push.isObject() && wanted.test(push));
    }

    private static JsonNode deployments(TestHost host) throws Exception {
        return new ObjectMapper()
                .readTree(host.slipway("history", host.name(), "--json")
                        .expecting(0)
                        .out())
                .get("deployments");
    }
}
