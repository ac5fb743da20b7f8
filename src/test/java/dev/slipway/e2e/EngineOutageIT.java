package dev.slipway.e2e;

import static dev.slipway.testkit.WebApp.Trait.STUBBORN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Phase;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.JournalWatch;
import dev.slipway.testkit.PrivateEngine;
import dev.slipway.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Docker engine goes away and comes back, and nobody has to do anything. */
class EngineOutageIT {
    private static final String SETTINGS = """
            health: {http: ":8000/health", timeout: 20s, settle: 1s}
            """;

    @TempDir
    Path folder;

    private PrivateEngine engine;
    private TestHost host;
    private JournalWatch journal;

    @BeforeEach
    void startEngine() throws Exception {
        engine = PrivateEngine.start(Files.createDirectory(folder.resolve("e")));
        host = TestHost.on(engine, folder, SETTINGS);
        journal = new JournalWatch(host.data());
    }

    @AfterEach
    void closeEngine() throws Exception {
        host.close();
        engine.close();
    }

    @Fault(34)
    @Test
    void anAgentThatStartsFirstWaitsForTheEngineAndThenDeploys() throws Exception {
        configuredToPoll(SETTINGS);
        host.push(host.version("one"));
        engine.stop();
        var agent = host.startAgent();
        host.awaitLog("Docker engine at");
        assertTrue(agent.isAlive());
        engine.startAgain();
        host.awaitPage("one");
        assertEquals(1, lines("no Docker engine at"), "one line when it is away, not one a poll:\n" + host.agentLog());
    }

    @Fault(32)
    @Test
    void aBuildThatTheEngineDroppedIsTriedAgainByItself() throws Exception {
        deployOne(SETTINGS);
        var id = journal.newest();
        host.push(host.version("two").buildingFor(Duration.ofSeconds(6)));
        awaitPhase(id + 1, Phase.BUILDING);
        Await.until(
                "the build runs",
                TestHost.PATIENCE,
                () -> engine.docker("ps", "--quiet").lines().count(),
                n -> n == 2);
        engine.restart();
        host.awaitPage("two");
        assertEquals(Phase.FAILED, journal.phase(id + 1));
        Await.until(
                "only the new container is left",
                TestHost.PATIENCE,
                host::containers,
                Map.of(host.name(), "running")::equals);
    }

    @Fault(33)
    @ParameterizedTest
    @ValueSource(strings = {"trial", "stop-first"})
    void aSwapThatTheEngineDroppedLeavesOneAppThatAnswers(String swap) throws Exception {
        var settings = SETTINGS + "swap: " + swap + "\n";
        configuredToPoll(settings);
        host.push(host.version("one").but(STUBBORN));
        host.startAgent();
        host.awaitPage("one");
        var id = journal.newest();
        awaitPhase(id, Phase.SUCCEEDED);
        host.push(host.version("two"));
        // The old one takes its three seconds to end, so that the swap is under way.
        awaitPhase(id + 1, Phase.REPLACING);
        engine.restart();
        host.awaitPage("two");
        Await.until(
                "one container only is left, and it runs",
                TestHost.PATIENCE,
                host::containers,
                Map.of(host.name(), "running")::equals);
        engine.restart();
        host.awaitPage("two");
        assertEquals(Map.of(host.name(), "running"), host.containers(), "nor does another restart bring two up");
    }

    private void deployOne(String settings) throws Exception {
        configuredToPoll(settings);
        host.push(host.version("one"));
        host.startAgent();
        host.awaitPage("one");
        awaitPhase(journal.newest(), Phase.SUCCEEDED);
    }

    private void configuredToPoll(String settings) throws Exception {
        host.polling("10s").configure(settings);
    }

    private void awaitPhase(long deployment, Phase phase) throws Exception {
        Await.until(
                "deployment " + deployment + " is begun",
                TestHost.PATIENCE,
                journal::newest,
                newest -> newest >= deployment);
        Await.until(
                "deployment " + deployment + " is " + phase,
                TestHost.PATIENCE,
                () -> journal.phase(deployment),
                phase::equals);
    }

    private long lines(String words) {
        return host.agentLog().lines().filter(line -> line.contains(words)).count();
    }
}
