package dev.slipway.e2e;

import static dev.slipway.testkit.Command.docker;
import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Phase;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.GateImage;
import dev.slipway.testkit.Hammer;
import dev.slipway.testkit.JournalWatch;
import dev.slipway.testkit.PrivateEngine;
import dev.slipway.testkit.Regular;
import dev.slipway.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gate holds the port, and nobody who asks it notices a deployment. */
class GateIT {
    private static final Duration LONG_ENOUGH_TO_HIT = Duration.ofSeconds(4);
    private static final int PUT_BACK = 7;
    private static final int NOT_WELL = 3;

    private static final String HEALTH = """
            health: {http: ":8000/health", timeout: 10s, settle: 1s}
            """;
    private static final String GATE = HEALTH + """
            swap: gate
            gate: {image: "%s", drain: 3s}
            """.formatted(GateImage.TAG);
    private static final String GATE_OF_TCP = GATE.replace("drain: 3s", "drain: 3s, http: []");

    @TempDir
    Path folder;

    @Test
    void notOneRequestFailsWhileVersionsComeAndGoAndOneIsSick() throws Exception {
        try (var host = hostWithVersionOne(GATE)) {
            assertEquals(withGate(host), host.containers());
            assertEquals("", docker("port", host.name()), "the container itself publishes nothing");
            try (var visitors = Hammer.on(host.port());
                    var regular = Regular.of(host.port())) {
                for (var version : Set.of("two", "three")) {
                    host.push(host.version(version));
                    host.slipway("poll").expecting(0);
                    assertEquals(version, host.page());
                    assertEquals("gate", host.latest().get("swap").asText());
                }
                host.push(host.version("sick").but(UNHEALTHY));
                host.slipway("poll").expecting(PUT_BACK);
                visitors.assertNotOneRequestFailed();
                regular.assertNotOneRequestFailed();
                assertEquals(Set.of("one", "two", "three"), visitors.pages());
                assertEquals(visitors.pages(), regular.pages());
            }
            assertEquals(withGate(host), host.containers());
        }
    }

    @Test
    void norDoesOneWherePortsArePassedOnAsTcp() throws Exception {
        try (var host = hostWithVersionOne(GATE_OF_TCP);
                var visitors = Hammer.on(host.port())) {
            host.push(host.version("two"));
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
            visitors.assertNotOneRequestFailed();
        }
    }

    @Fault({5, 8})
    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"REPLACING", "VERIFYING"})
    void anAgentThatIsKilledInTheMiddleIsMissedByNobody(Phase phase) throws Exception {
        try (var host = hostWithVersionOne(GATE)) {
            host.polling("10s").configure(GATE.replace("settle: 1s", "settle: 3s"));
            var journal = new JournalWatch(host.data());
            var before = journal.newest();
            try (var visitors = Hammer.on(host.port());
                    var regular = Regular.of(host.port())) {
                host.push(host.version("two").startingFor(LONG_ENOUGH_TO_HIT));
                var agent = host.startAgent();
                var id = Await.until(
                        "a deployment begins", TestHost.PATIENCE, journal::newest, newest -> newest > before);
                Await.until("it is " + phase, TestHost.PATIENCE, () -> journal.phase(id), phase::equals);
                agent.kill9();
                host.startAgent();
                host.awaitPage("two");
                Await.until("all is tidied up", TestHost.PATIENCE, host::containers, withGate(host)::equals);
                visitors.assertNotOneRequestFailed();
                regular.assertNotOneRequestFailed();
            }
        }
    }

    @Fault(33)
    @Test
    void itLeadsOnAfterARestartOfItsOwnAndOfTheEngineWithoutAnAgent() throws Exception {
        try (var engine = PrivateEngine.start(Files.createDirectory(folder.resolve("e")))) {
            GateImage.make(engine);
            var host = TestHost.on(engine, folder, GATE);
            try {
                host.push(host.version("one"));
                host.slipway("poll").expecting(0);
                assertEquals("one", host.page());
                engine.docker("restart", host.name() + ".gate");
                host.awaitPage("one");
                // What takes the address of before.
                engine.docker("stop", host.name());
                engine.docker(
                        "run", "--detach", "--network", "slipway.gate-" + host.name(), GateImage.TAG, "sleep", "600");
                engine.docker("start", host.name());
                host.awaitPage("one");
                engine.restart();
                host.awaitPage("one");
                engine.kill9();
                engine.startAgain();
                host.awaitPage("one");
                host.push(host.version("two"));
                host.slipway("poll").expecting(0);
                assertEquals("two", host.page());
                assertEquals(withGate(host), host.containers());
            } finally {
                host.close();
            }
        }
    }

    @Test
    void anAppGetsAGateAndIsRidOfItByItsConfigurationAlone() throws Exception {
        try (var host = hostWithVersionOne(HEALTH)) {
            host.configure(GATE);
            host.slipway("poll").expecting(0);
            assertEquals("one", host.page());
            assertEquals(withGate(host), host.containers());
            assertTrue(host.latest().get("reason").asText().contains("this once the port has to move"));
            host.slipway("doctor").expecting(0);

            docker("stop", host.name() + ".gate");
            host.slipway("poll").expecting(0);
            assertFalse(host.containers().get(host.name() + ".gate").equals("running"), "it is not fought");
            assertTrue(host.slipway("status", "--exit-code")
                    .expecting(NOT_WELL)
                    .out()
                    .contains("docker start " + host.name() + ".gate"));
            docker("rm", host.name() + ".gate");
            host.slipway("poll").expecting(0);
            assertEquals("one", host.page(), "one that was removed is made anew");

            host.configure(HEALTH);
            host.slipway("poll").expecting(0);
            assertEquals("one", host.page());
            assertEquals(Map.of(host.name(), "running"), host.containers());
            assertEquals(
                    "",
                    docker("network", "ls", "--quiet", "--filter", "name=slipway.gate-" + host.name()),
                    "its network");
        }
    }

    private TestHost hostWithVersionOne(String settings) throws Exception {
        GateImage.make();
        var host = TestHost.with(folder, settings);
        host.push(host.version("one"));
        host.slipway("poll").expecting(0);
        assertEquals("one", host.page());
        return host;
    }

    private static Map<String, String> withGate(TestHost host) {
        return Map.of(host.name(), "running", host.name() + ".gate", "running");
    }
}
