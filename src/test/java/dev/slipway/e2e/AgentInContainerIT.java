package dev.slipway.e2e;

import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.AgentContainer;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.TestHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent in a container of its own, on a network from which Docker lets it reach no other container. */
class AgentInContainerIT {
    private static final int ROLLED_BACK = 7;
    private static final Duration LONG_ENOUGH_TO_HIT = Duration.ofSeconds(4);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"trial, ", "warm, ", "trial, front"})
    void deploysWhatIsWellAndTurnsAwayWhatIsNot(String swap, String network) throws Exception {
        try (var host = TestHost.with(folder, "")) {
            if (network != null) {
                host.onNetwork(network);
            }
            var agent = startWithVersionOne(host.publishingEverywhere(), swap);
            assertTrue(
                    lastLog(host)
                            .matches("(?s).*by the published port " + host.port() + " at [0-9.]+ .*answered 200.*"),
                    lastLog(host));

            host.push(host.version("two"));
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());

            var bad = host.push(host.version("three").but(UNHEALTHY));
            var refused = host.slipway("poll").expecting(ROLLED_BACK);
            assertTrue(refused.said().contains("answered 404"), "it was asked: " + refused.said());
            assertEquals(bad, host.latest().get("commit").asText());
            assertEquals("two", host.page());
            assertEquals(Map.of(host.name(), "running"), host.containers());
            assertEquals(Set.of(agent.ownNetwork()), agent.networks());
            assertEquals("", privateNetworks(host));
        }
    }

    @Test
    void saysThatAPortWhichOnlyTheHostSeesIsNotAskedFromOutside() throws Exception {
        try (var host = TestHost.with(folder, "")) {
            startWithVersionOne(host, "trial");
            assertTrue(
                    lastLog(host).contains("is not asked from outside: the port is bound to 127.0.0.1"), lastLog(host));
        }
    }

    @ParameterizedTest
    @CsvSource({"trial", "warm"})
    void killedInTheMiddleOfAProofItLeavesTheNetworkWhenItIsStartedAgain(String swap) throws Exception {
        try (var host = TestHost.with(folder, "")) {
            var agent = startWithVersionOne(host.publishingEverywhere(), swap);
            host.push(host.version("two").startingFor(LONG_ENOUGH_TO_HIT));
            // It may find the commit by itself or by this command, which ends with the agent that carries it out.
            var nudge = Thread.startVirtualThread(() -> host.slipway("poll"));
            Await.until("it has joined", TestHost.PATIENCE, agent::networks, networks -> networks.size() > 1);
            agent.kill9();
            nudge.join();
            assertEquals(2, agent.networks().size(), "the attachment outlives the process: " + agent.networks());
            assertEquals("one", host.page());

            agent.startAgain();
            host.awaitPage("two");
            Await.until(
                    "the deployment has ended",
                    TestHost.PATIENCE,
                    () -> host.latest().get("phase").asText(),
                    "succeeded"::equals);
            assertEquals(Set.of(agent.ownNetwork()), agent.networks());
            Await.until(
                    "the private network is swept", TestHost.PATIENCE, () -> privateNetworks(host), String::isEmpty);
        }
    }

    private static AgentContainer startWithVersionOne(TestHost host, String swap) throws Exception {
        host.cloningFromTheFolder().configure("""
                health: {http: ":8000/health", timeout: 12s, settle: 1s}
                swap: %s
                """.formatted(swap));
        host.push(host.version("one"));
        var agent = host.startAgentInContainer();
        try {
            host.awaitPage("one");
            Await.until(
                    "the deployment has ended",
                    TestHost.PATIENCE,
                    () -> host.latest().get("phase").asText(),
                    "succeeded"::equals);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + agent.log(), e);
        }
        return agent;
    }

    private static String lastLog(TestHost host) throws Exception {
        return host.slipway("logs", host.latest().get("id").asText())
                .expecting(0)
                .out();
    }

    private static String privateNetworks(TestHost host) {
        return Command.docker("network", "ls", "--quiet", "--filter", "name=slipway-" + host.name());
    }
}
