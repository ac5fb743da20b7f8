package dev.slipway.e2e;

import static dev.slipway.testkit.WebApp.Trait.STUBBORN;
import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.HaltingPoll;
import dev.slipway.model.Phase;
import dev.slipway.testkit.AgentProcess;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.CloneLeftovers;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.JournalWatch;
import dev.slipway.testkit.Noise;
import dev.slipway.testkit.TestHost;
import dev.slipway.testkit.WebApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The end of the agent's process in the middle of a deployment, and a new agent: the app answers again, by itself. It is ended by
 * SIGKILL, but for PLANNED, which is left in a millisecond: there the process ends itself, right after the act.
 */
class KilledIT {
    private static final Duration LONG_ENOUGH_TO_HIT = Duration.ofSeconds(4);

    private static final int HALF_A_PACK = 200_000;

    @TempDir
    Path folder;

    @Test
    void whenOnlyThePlanIsWrittenNothingWasTouched() throws Exception {
        try (var host = hostWithVersionOne("trial")) {
            host.push(host.version("two"));
            assertEquals(HaltingPoll.HALTED, host.haltingPoll("History.begin").exit());
            var journal = new JournalWatch(host.data());
            var killed = journal.newest();
            assertEquals(Phase.PLANNED, journal.phase(killed));
            assertEquals("one", host.page());
            host.startAgent();
            host.awaitPage("two");
            assertSettled(host, killed, Phase.FAILED);
        }
    }

    @Fault(1)
    @Test
    void inTheMiddleOfAFetchItLeavesNothingInTheClone() throws Exception {
        try (var host = hostWithVersionOne("trial")) {
            host.git().fallSilentAfter(HALF_A_PACK);
            host.push(host.version("two"), Map.of("noise", Noise.of(2 * HALF_A_PACK)));
            var killed = host.startAgent();
            Await.until("half a pack has come", TestHost.PATIENCE, () -> leftovers(host), left -> !left.isEmpty());
            killed.kill9();
            assertNotEquals(List.of(), leftovers(host), "it was killed too late");
            assertEquals("one", host.page());
            host.git().answerNormally();
            host.startAgent();
            host.awaitPage("two");
            assertEquals(List.of(), leftovers(host));
        }
    }

    @Fault(3)
    @Test
    void whileBuildingItBuildsTheSameCommitAgain() throws Exception {
        try (var host = hostWithVersionOne("trial")) {
            var killed = killIn(Phase.BUILDING, host, host.version("two").buildingFor(LONG_ENOUGH_TO_HIT));
            assertEquals("one", host.page(), "nothing was touched");
            host.startAgent();
            host.awaitPage("two");
            assertSettled(host, killed, Phase.FAILED);
        }
    }

    @Fault(5)
    @ParameterizedTest
    @CsvSource({"trial", "warm", "start-first"})
    void whileTheNewOneIsProvenTheOldOneServesOnAndTheCommitGoesLiveLater(String swap) throws Exception {
        try (var host = hostWithVersionOne(swap)) {
            var killed = killIn(Phase.REPLACING, host, host.version("two").startingFor(LONG_ENOUGH_TO_HIT));
            assertEquals("one", host.page(), "the old one serves while the new one is proven");
            host.startAgent();
            host.awaitPage("two");
            assertSettled(host, killed, Phase.ROLLED_BACK);
        }
    }

    @Fault(6)
    @Test
    void whileTheOldOneIsStoppedItIsPutBack() throws Exception {
        try (var host = host("stop-first")) {
            host.push(host.version("one").but(STUBBORN));
            host.slipway("poll").expecting(0);
            var killed = killIn(Phase.REPLACING, host, host.version("two"));
            host.startAgent();
            host.awaitPage("two");
            assertSettled(host, killed, Phase.ROLLED_BACK);
        }
    }

    @Fault(8)
    @ParameterizedTest
    @CsvSource({"trial", "warm", "start-first", "stop-first"})
    void whileVerifyingItGoesOnVerifying(String swap) throws Exception {
        try (var host = hostWithVersionOne(swap)) {
            var killed = killIn(Phase.VERIFYING, host, host.version("two").startingFor(LONG_ENOUGH_TO_HIT));
            host.startAgent();
            host.awaitPage("two");
            assertSettled(host, killed, Phase.SUCCEEDED);
        }
    }

    @Fault(11)
    @Test
    void whileRollingBackTheRollbackIsFinished() throws Exception {
        try (var host = hostWithVersionOne("stop-first")) {
            var killed = killIn(Phase.ROLLING_BACK, host, host.version("two").but(UNHEALTHY, STUBBORN));
            host.startAgent();
            host.awaitPage("one");
            assertSettled(host, killed, Phase.ROLLED_BACK);
        }
    }

    @Fault(12)
    @Test
    void aSecondKillDuringTheRecoveryChangesNothing() throws Exception {
        try (var host = hostWithVersionOne("stop-first")) {
            var killed = killIn(Phase.ROLLING_BACK, host, host.version("two").but(UNHEALTHY, STUBBORN));
            var second = host.startAgent();
            Await.until(
                    "the second agent has taken the rollback up, or finished it",
                    TestHost.PATIENCE,
                    () -> second.log().contains("rolling back") || terminal(host, killed));
            second.kill9();
            host.startAgent();
            host.awaitPage("one");
            assertSettled(host, killed, Phase.ROLLED_BACK);
        }
    }

    private static List<Path> leftovers(TestHost host) throws Exception {
        return CloneLeftovers.in(host.data().resolve("git"));
    }

    private TestHost host(String swap) throws Exception {
        var settings = """
                health: {http: ":8000/health", timeout: 10s, settle: 2s}
                swap: %s
                """.formatted(swap);
        var host = TestHost.swapping(swap, folder, settings);
        host.polling("10s").configure(settings);
        return host;
    }

    private TestHost hostWithVersionOne(String swap) throws Exception {
        var host = host(swap);
        host.push(host.version("one"));
        host.slipway("poll").expecting(0);
        assertEquals("one", host.page());
        return host;
    }

    /** Pushes, lets an agent of its own begin, and kills it in that phase; returns the deployment's id. */
    private static long killIn(Phase phase, TestHost host, WebApp app) throws Exception {
        var journal = new JournalWatch(host.data());
        long before = journal.newest();
        host.push(app);
        try (var agent = host.startAgent()) {
            long id = Await.until("a deployment begins", TestHost.PATIENCE, journal::newest, newest -> newest > before);
            awaitPhase(journal, id, phase, agent);
            agent.kill9();
            assertEquals(phase, journal.phase(id), "it was killed too late");
            return id;
        }
    }

    private static void awaitPhase(JournalWatch journal, long id, Phase wanted, AgentProcess agent) {
        Await.until(
                "deployment " + id + " is in " + wanted,
                TestHost.PATIENCE,
                () -> {
                    var phase = journal.phase(id);
                    if (phase.isTerminal() || !agent.isAlive()) {
                        throw new AssertionError("it went past " + wanted + " to " + phase + ":\n" + agent.log());
                    }
                    return phase;
                },
                wanted::equals);
    }

    private static boolean terminal(TestHost host, long id) throws Exception {
        return new JournalWatch(host.data()).phase(id).isTerminal();
    }

    private static void awaitEnd(TestHost host) {
        Await.until(
                "the deployment has ended",
                TestHost.PATIENCE,
                () -> host.latest().get("finished").asBoolean());
    }

    /** The killed deployment ended as it should, and nothing is left but one running container. */
    private static void assertSettled(TestHost host, long killed, Phase expected) throws Exception {
        awaitEnd(host);
        assertEquals(expected, new JournalWatch(host.data()).phase(killed));
        Await.until(
                "one container is left, and runs",
                TestHost.PATIENCE,
                host::containers,
                Map.of(host.name(), "running")::equals);
        assertEquals("always", host.inspect("{{.HostConfig.RestartPolicy.Name}}"));
        assertTrue(host.status().get("concerns").isEmpty() || expected == Phase.ROLLED_BACK, host.agentLog());
    }
}
