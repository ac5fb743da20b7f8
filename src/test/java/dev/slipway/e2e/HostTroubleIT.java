package dev.slipway.e2e;

import static dev.slipway.testkit.WebApp.Trait.STUBBORN;
import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.HaltingPoll;
import dev.slipway.model.Phase;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.JournalWatch;
import dev.slipway.testkit.TestHost;
import dev.slipway.testkit.WebApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people, other containers and the app itself do to a deployment, seen from outside. */
class HostTroubleIT {
    private static final String HEALTH = """
            health: {http: ":8000/health", timeout: 10s, settle: 1s}
            """;
    private static final int DOCKER = 5;
    private static final int BUILD_FAILED = 6;
    private static final int BUSY = 9;
    private static final int ROLLED_BACK = 7;

    @TempDir
    Path folder;

    @Fault(45)
    @ParameterizedTest
    @ValueSource(strings = {"trial", "stop-first"})
    void oneThatIsWellAndThenDiesIsRolledBack(String swap) throws Exception {
        try (var host = hostWithVersionOne("""
                health: {http: ":8000/health", timeout: 20s, settle: 8s}
                swap: %s
                """.formatted(swap))) {
            var first = host.labelledCommit();
            host.push(host.version("two"), Map.of("start.sh", """
                    mkdir -p /www
                    echo well >/www/health
                    httpd -p %d -h /www
                    sleep 4
                    echo 'lost its database' >&2
                    exit 9
                    """.formatted(WebApp.PORT)));
            var failed = host.slipway("poll").expecting(ROLLED_BACK);
            assertTrue(
                    host.latest().get("failure").get("evidence").toString().contains("lost its database"),
                    failed.said());
            assertEquals("one", host.page());
            assertEquals(first, host.labelledCommit());
            assertEquals(Map.of(host.name(), "running"), host.containers());
        }
    }

    @Fault(38)
    @Test
    void aBaseImageWhoseRegistryIsDownIsTriedAgainLater() throws Exception {
        try (var host = hostWithVersionOne(HEALTH)) {
            host.push(host.version("two"), Map.of("Dockerfile", "FROM 127.0.0.1:1/slipway/base:1\n"));
            host.slipway("poll").expecting(BUILD_FAILED);
            assertEquals("remote", host.latest().get("failure").get("blame").asText());
            // The next poll is a wait of its own; from the second failure on it waits a minute and more.
            host.slipway("poll").expecting(BUILD_FAILED);
            var held = host.slipway("poll").expecting(0).said();
            assertTrue(held.contains("tried again later"), held);
            assertEquals("one", host.page());
        }
    }

    @Fault(39)
    @Test
    void aBuildThatHangsIsCalledOffAndTheNextOneGoesThrough() throws Exception {
        try (var host = hostWithVersionOne(HEALTH + "build: {timeout: 15s}\n")) {
            host.push(host.version("two").buildingFor(Duration.ofMinutes(10)));
            var failed = host.slipway("poll").expecting(DOCKER);
            assertTrue(failed.said().contains("build took longer than 15s"), failed.said());
            assertEquals("one", host.page());
            host.push(host.version("three"));
            host.slipway("poll").expecting(0);
            assertEquals("three", host.page());
        }
    }

    @Fault(46)
    @Test
    void anOldContainerThatSomebodyRemovedMeanwhileIsMissedOnceAndNothingFlaps() throws Exception {
        var settings = HEALTH + "swap: stop-first\n";
        try (var host = hostWithVersionOne(settings)) {
            var journal = new JournalWatch(host.data());
            var before = journal.newest();
            host.push(host.version("two").but(UNHEALTHY));
            var agent = host.startAgent();
            Await.until("it begins", TestHost.PATIENCE, journal::newest, newest -> newest > before);
            var id = journal.newest();
            Await.until("it is verified", TestHost.PATIENCE, () -> journal.phase(id), Phase.VERIFYING::equals);
            Command.docker("rm", "--force", host.name() + ".previous");
            Await.until("it ends", TestHost.PATIENCE, () -> journal.phase(id), Phase.BROKEN::equals);
            var left = host.containers();
            for (var poll = 0; poll < 2; poll++) {
                host.slipway("poll");
                assertEquals(id, journal.newest());
                assertEquals(left, host.containers());
            }
            var told = agent.log().lines().filter(line -> line.contains("could not be put back"));
            assertEquals(1, told.count(), agent.log());
        }
    }

    @Fault(49)
    @Test
    void aNetworkThatIsMissingStopsTheDeploymentBeforeTheOldContainerIsTouched() throws Exception {
        try (var host = hostWithVersionOne(HEALTH)) {
            var container = host.inspect("{{.Id}} {{.State.StartedAt}}");
            host.onNetwork("gone").configure(HEALTH);
            Command.docker("network", "rm", host.name() + "-gone");
            var failed = host.slipway("poll");
            assertNotEquals(0, failed.exit());
            assertTrue(failed.said().contains(host.name() + "-gone"), failed.said());
            assertEquals(container, host.inspect("{{.Id}} {{.State.StartedAt}}"));
            assertEquals("one", host.page());
        }
    }

    @Fault(54)
    @Test
    void aSecondAgentIsRefusedAndTheFirstGoesOn() throws Exception {
        try (var host = hostWithVersionOne(HEALTH)) {
            var agent = host.startAgent();
            host.awaitLog(" watches ");
            var refused = host.slipway("agent").expecting(BUSY);
            assertTrue(refused.said().contains("slipway agent"), refused.said());
            assertTrue(agent.isAlive());
            host.push(host.version("two"));
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
        }
    }

    @Test
    void agentsThatAreKilledLeaveNothingInTheFolderForTemporaryFiles() throws Exception {
        var temporary = Files.createDirectory(folder.resolve("tmp"));
        try (var host = TestHost.with(folder, HEALTH)) {
            var agent = host.startAgent(Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary));
            host.awaitLog(" watches ");
            agent.kill9();
        }
        try (var left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Fault(48)
    @Test
    void anImageThatIsRemovedBetweenItsBuildAndItsStartIsBuiltAgain() throws Exception {
        try (var host = hostWithVersionOne(HEALTH)) {
            var commit = host.push(host.version("two"));
            assertEquals(HaltingPoll.HALTED, host.haltingPoll("Images.build").exit());
            var built = Command.docker("image", "ls", "--quiet", "slipway/" + host.name() + ":" + commit);
            assertNotEquals("", built);
            Command.docker("image", "rm", "--force", built);

            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
            assertEquals(Map.of(host.name(), "running"), host.containers());
        }
    }

    @Fault(50)
    @Test
    void oneThatWasStoppedByHandStaysStoppedAndStatusSaysSo() throws Exception {
        try (var host = hostWithVersionOne(HEALTH)) {
            Command.docker("stop", "--time", "1", host.name());
            for (var poll = 0; poll < 2; poll++) {
                host.slipway("poll");
                assertEquals(Map.of(host.name(), "exited"), host.containers());
                assertEquals("unwell", host.status().get("state").asText());
            }
            host.push(host.version("two"));
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page(), "a newer commit is deployed all the same");
        }
    }

    @Fault(58)
    @Test
    void anOldContainerThatDoesNotEndIsKilledAfterItsGracePeriod() throws Exception {
        try (var host = TestHost.with(folder, HEALTH)) {
            host.push(host.version("one").but(STUBBORN));
            host.slipway("poll").expecting(0);
            host.push(host.version("two"));
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
            assertEquals(Map.of(host.name(), "running"), host.containers());
        }
    }

    private TestHost hostWithVersionOne(String settings) throws Exception {
        var host = TestHost.with(folder, settings);
        host.push(host.version("one"));
        host.slipway("poll").expecting(0);
        assertEquals("one", host.page());
        return host;
    }
}
