package dev.slipway.e2e;

import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Fault;
import dev.slipway.testkit.Hammer;
import dev.slipway.testkit.TestHost;
import dev.slipway.testkit.WebApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's own HEALTHCHECK alone says whether a commit goes live: the app has no check in its configuration. */
class HealthCheckIT {
    private static final String SETTINGS = """
            health: {timeout: 8s, settle: 1s}
            """;
    private static final String EVERY_SECOND = "--interval=1s --timeout=2s";
    private static final int ROLLED_BACK = 7;

    @TempDir
    Path folder;

    @Test
    void oneThatNeedsAWhileGoesLiveOnceDockerCallsItHealthy() throws Exception {
        try (var host = hostWithVersionOne()) {
            host.push(checked(host.version("two").startingFor(Duration.ofSeconds(3)), "--start-period=20s"));
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
            assertEquals("healthy", host.inspect("{{.State.Health.Status}}"));
            assertTrue(log(host).contains("well: HEALTHCHECK says HEALTHY, and stayed well for "), log(host));
        }
    }

    @Test
    void oneThatDockerCallsUnhealthyIsTurnedAwayWithTheLastThingThatItsCheckSaid() throws Exception {
        try (var host = hostWithVersionOne()) {
            host.push(checked(host.version("two").but(UNHEALTHY), "--retries=2"));
            assertTurnedAway(
                    host, "HEALTHCHECK says UNHEALTHY \"wget: server returned error: HTTP/1.1 404 Not Found\"");
        }
    }

    @Test
    void oneThatIsStillStartingAtTheEndOfItsTimeIsTurnedAway() throws Exception {
        try (var host = hostWithVersionOne()) {
            host.push(checked(host.version("two").startingFor(Duration.ofSeconds(60)), "--start-period=60s"));
            assertTurnedAway(
                    host,
                    "HEALTHCHECK says STARTING"
                            + " \"wget: can't connect to remote host (127.0.0.1): Connection refused\"");
        }
    }

    @Test
    void oneThatIsNotAskedBeforeTheEndOfItsTimeIsTurnedAwayToo() throws Exception {
        try (var host = hostWithVersionOne()) {
            host.push(host.version("two").checkedBy("--interval=60s"));
            assertTurnedAway(host, "HEALTHCHECK says STARTING");
        }
    }

    @Test
    void oneWhoseCheckHangsIsTurnedAwayWithDockersOwnWords() throws Exception {
        try (var host = hostWithVersionOne()) {
            var app = host.version("two").checkedBy("--interval=1s --timeout=1s --retries=1");
            var hanging = app.files().get("Dockerfile").replace("CMD wget", "CMD sleep 60; wget");
            host.push(app, Map.of("Dockerfile", hanging));
            assertTurnedAway(host, "Health check exceeded timeout (1s)");
        }
    }

    @Fault(47)
    @Test
    void withoutAnyTheHistoryCallsItWeakProof() throws Exception {
        try (var host = hostWithVersionOne()) {
            host.push(host.version("two").but(UNHEALTHY));
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
            assertTrue(log(host).contains("well: weak proof: there is no health check, but it runs"), log(host));
        }
    }

    private TestHost hostWithVersionOne() throws Exception {
        var host = TestHost.with(folder, SETTINGS);
        host.push(checked(host.version("one"), ""));
        host.slipway("poll").expecting(0);
        assertEquals("one", host.page());
        return host;
    }

    private static WebApp checked(WebApp app, String more) {
        return app.checkedBy(EVERY_SECOND + " " + more);
    }

    /** The old one served all the time, and the failure quotes why. */
    private static void assertTurnedAway(TestHost host, String why) throws Exception {
        var first = host.labelledCommit();
        try (var visitors = Hammer.on(host.port())) {
            var failed = host.slipway("poll").expecting(ROLLED_BACK);
            visitors.assertNotOneRequestFailed();
            assertEquals(Set.of("one"), visitors.pages());
            assertTrue(failed.said().contains(why), failed.said());
        }
        var failure = host.latest().get("failure");
        assertTrue(failure.get("what").asText().contains(why), failure.toString());
        assertTrue(failure.get("evidence").toString().contains("version two starts"), failure.toString());
        assertEquals(first, host.labelledCommit());
        assertEquals(Map.of(host.name(), "running"), host.containers());
    }

    private static String log(TestHost host) throws Exception {
        return host.slipway("logs", host.latest().get("id").asText())
                .expecting(0)
                .said();
    }
}
