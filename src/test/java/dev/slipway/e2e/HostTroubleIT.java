package dev.slipway.e2e;

import static dev.slipway.testkit.WebApp.Trait.STUBBORN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.HaltingPoll;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.TestHost;
import dev.slipway.testkit.WebApp;
import java.nio.file.Path;
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
