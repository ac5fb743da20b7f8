package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.HaltingPoll;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.ComposeApp;
import dev.slipway.testkit.WebApp;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployments of an app of two services, looked at from outside. */
class ComposeIT {
    @TempDir
    Path folder;

    private ComposeApp app;

    @BeforeEach
    void create() throws Exception {
        app = ComposeApp.in(folder);
    }

    @AfterEach
    void removeAll() {
        app.close();
    }

    @Test
    void versionsComeAndABadOneGoesWhileTheOtherServiceRunsOn() throws Exception {
        var first = app.push(app.version("one"));
        app.slipway("poll").expecting(0);
        assertEquals("one", app.page());
        var before = app.containers();

        app.push(app.version("two"));
        app.slipway("poll").expecting(0);
        assertEquals("two", app.page());
        assertEquals(before.get("db"), app.containers().get("db"));
        assertNotEquals(before.get("web"), app.containers().get("web"));

        app.push(app.version("three").but(WebApp.Trait.UNHEALTHY));
        var poll = app.slipway("poll").expecting(7);
        assertTrue(poll.said().contains("service web is unhealthy"), poll.said());
        assertEquals("two", app.page());
        var failed = app.history().get(0);
        assertEquals("rolled_back", failed.get("phase").asText());
        assertTrue(failed.get("failure").get("stands").asText().startsWith("back and running: "), failed.toString());

        app.push(app.version("four"), "services: {web: {porst: []}}");
        var refused = app.slipway("poll").expecting(6);
        assertTrue(refused.said().contains("Compose refuses the files of commit "), refused.said());
        assertEquals("two", app.page());

        app.slipway("rollback", app.name(), first).expecting(0);
        assertEquals("one", app.page());
        assertEquals(before.get("db"), app.containers().get("db"));
        var status = app.slipway("status", app.name()).expecting(0).out();
        assertTrue(status.contains(app.name() + ": 2 of 2 services are well"), status);
    }

    @Test
    void nothingIsLeftOfAFirstVersionThatIsNotWellButItsVolumes() throws Exception {
        app.push(app.version("one").but(WebApp.Trait.CRASHES));
        var poll = app.slipway("poll").expecting(7);
        assertTrue(poll.said().contains("not well: service web "), poll.said());
        assertEquals(Map.of(), app.containers());
        assertEquals("", app.docker("network", "ls", "--quiet", "--filter", "name=" + app.name()));
        assertEquals(app.name() + "_data", app.docker("volume", "ls", "--quiet", "--filter", "name=" + app.name()));
        var evidence = app.history().get(0).get("failure").get("evidence").toString();
        assertTrue(evidence.contains("cannot find its database"), evidence);
    }

    /** The journal does not say yet that they are put up, which is taken back; or it says so, and whether they are well is looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"Projects.up", "History.record VERIFYING"})
    void aProcessThatIsKilledLeavesAProjectThatTheNextBringsToAnEnd(String act) throws Exception {
        app.push(app.version("one"));
        app.slipway("poll").expecting(0);
        var db = app.containers().get("db");
        app.push(app.version("two"));
        var halted = app.haltingPoll(act);
        assertEquals(HaltingPoll.HALTED, halted.exit(), halted.said());
        app.slipway("poll").expecting(0);
        assertEquals("two", app.page());
        var history = app.history();
        assertEquals("succeeded", history.get(0).get("phase").asText());
        assertEquals(
                act.contains("VERIFYING") ? "succeeded" : "rolled_back",
                history.get(1).get("phase").asText());
        assertEquals(db, app.containers().get("db"));
    }

    @Test
    void anAgentThatIsKilledWhileComposeIsAtWorkPutsBackWhatRan() throws Exception {
        app.push(app.version("one"));
        app.slipway("poll").expecting(0);
        // A version whose service waits for another that never gets well keeps Compose waiting.
        app.push(app.version("two"), """
                services:
                  web: {build: web, depends_on: {slow: {condition: service_healthy}}, stop_grace_period: 1s}
                  slow:
                    image: slipway-test/base:1
                    command: [sleep, "60"]
                    stop_grace_period: 1s
                    healthcheck: {test: ["CMD", "false"], interval: 1s, retries: 100}
                """);
        var agent = app.startAgent();
        app.awaitPhase("replacing");
        Await.until("Compose waits", ComposeApp.PATIENCE, () -> app.containers().containsKey("slow"));
        agent.kill9();
        app.startAgent();
        var ended = app.awaitPhase("rolled_back");
        assertEquals(
                "Slipway was interrupted while the containers were being replaced",
                ended.get("failure").get("what").asText());
        assertEquals("one", app.page());
        assertEquals(Set.of("web", "db"), app.containers().keySet());
    }
}
