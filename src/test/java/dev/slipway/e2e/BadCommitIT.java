package dev.slipway.e2e;

import static dev.slipway.testkit.WebApp.Trait.CRASHES;
import static dev.slipway.testkit.WebApp.Trait.DOES_NOT_BUILD;
import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Fault;
import dev.slipway.testkit.Hammer;
import dev.slipway.testkit.SigningKey;
import dev.slipway.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits that are not well are turned away, and what ran before goes on. */
class BadCommitIT {
    private static final String HEALTH = """
            health: {http: ":8000/health", timeout: 5s, settle: 1s}
            """;
    private static final int BUILD_FAILED = 6;
    private static final int ROLLED_BACK = 7;

    @TempDir
    Path folder;

    @Test
    void anUnsignedCommitIsRefusedBeforeItIsBuiltAndASignedOneGoesLive() throws Exception {
        try (var host = TestHost.with(folder, HEALTH)) {
            var ada = SigningKey.ssh(folder.resolve("ada"), "-t", "ed25519");
            var signers = folder.resolve("allowed_signers");
            Files.writeString(signers, "ada@example.org " + ada.publicKey() + "\n");
            host.cloningWith("require_signature: true, allowed_signers_file: " + signers)
                    .configure(HEALTH);
            var first = ada.commit(host.repo(), "One", host.files(host.version("one")));
            host.slipway("poll").expecting(0);
            assertEquals("one", host.page());

            host.push(host.version("two").but(DOES_NOT_BUILD));
            var refused = host.slipway("poll").expecting(BUILD_FAILED);
            assertTrue(refused.said().contains("is not signed"), refused.said());
            assertTrue(refused.said().contains("still running: " + first.substring(0, 7)), refused.said());
            assertTrue(refused.said().contains(signers.toString()), refused.said());
            assertFalse(refused.said().contains("left-pad"), "nothing was built");
            var id = host.latest().get("id").asLong();
            host.slipway("poll").expecting(0);
            assertEquals(id, host.latest().get("id").asLong(), "it is held back");
            assertEquals("one", host.page());

            ada.commit(host.repo(), "Three", host.files(host.version("three")));
            host.slipway("poll").expecting(0);
            assertEquals("three", host.page());
            var log = host.slipway("logs", host.latest().get("id").asText()).expecting(0);
            assertTrue(log.out().contains("is signed by ada@example.org"), log.out());
        }
    }

    @Fault(37)
    @Test
    void aBrokenDockerfileIsNamedWithItsStepAndNotTriedAgainUnasked() throws Exception {
        try (var host = TestHost.with(folder, HEALTH)) {
            var first = deployFirst(host);
            var container = host.inspect("{{.Id}}");
            host.push(host.version("two").but(DOES_NOT_BUILD));

            var failed = host.slipway("poll").expecting(BUILD_FAILED);
            assertTrue(failed.said().contains("no such module: left-pad"), failed.said());
            assertTrue(failed.said().contains("exit code 7"), failed.said());
            assertTrue(failed.said().contains("still running: " + first.substring(0, 7)), failed.said());
            assertTrue(failed.said().contains("slipway deploy " + host.name() + " --retry"), failed.said());
            assertEquals(container, host.inspect("{{.Id}}"), "it was not touched");
            assertEquals("one", host.page());

            var id = host.latest().get("id").asLong();
            host.slipway("poll").expecting(0);
            assertEquals(id, host.latest().get("id").asLong(), "the same commit must not be built again");
            host.slipway("deploy", host.name(), "--retry").expecting(BUILD_FAILED);
            assertTrue(host.latest().get("id").asLong() > id, "asked for, it is");

            host.push(host.version("three"));
            host.slipway("poll").expecting(0);
            assertEquals("three", host.page());
        }
    }

    @Fault(44)
    @ParameterizedTest
    @ValueSource(strings = {"trial", "warm"})
    void notOneRequestFailsWhileAnUnhealthyCommitIsTurnedAway(String swap) throws Exception {
        try (var host = TestHost.with(folder, HEALTH + "swap: " + swap + "\n")) {
            var first = deployFirst(host);
            host.push(host.version("two").but(UNHEALTHY));
            try (var visitors = Hammer.on(host.port())) {
                var failed = host.slipway("poll").expecting(ROLLED_BACK);
                visitors.assertNotOneRequestFailed();
                assertEquals(Set.of("one"), visitors.pages());
                assertTrue(failed.said().contains("404"), "the last answer of the probe is quoted: " + failed.said());
            }
            assertEquals(first, host.labelledCommit());
            assertEquals(Map.of(host.name(), "running"), host.containers());
            assertEquals("always", host.inspect("{{.HostConfig.RestartPolicy.Name}}"));
            var deployment = host.latest();
            assertEquals("rolled_back", deployment.get("phase").asText());
            assertEquals("yours", deployment.get("failure").get("blame").asText());
            assertFalse(host.status().get("in_sync").asBoolean());
        }
    }

    @Test
    void theOldContainerComesBackWhenTheNewOneCouldOnlyBeProvenInItsPlace() throws Exception {
        try (var host = TestHost.with(folder, HEALTH + "swap: stop-first\n")) {
            var first = deployFirst(host);
            var container = host.inspect("{{.Id}}");
            host.push(host.version("two").but(UNHEALTHY));
            host.slipway("poll").expecting(ROLLED_BACK);
            assertEquals("one", host.page());
            assertEquals(first, host.labelledCommit());
            assertEquals(container, host.inspect("{{.Id}}"), "the very same container");
            assertEquals("always", host.inspect("{{.HostConfig.RestartPolicy.Name}}"));
            assertEquals(Map.of(host.name(), "running"), host.containers());
        }
    }

    @Fault(43)
    @Test
    void aCrashLoopIsRolledBackOnceWithTheAppsLastWords() throws Exception {
        try (var host = TestHost.with(folder, HEALTH)) {
            deployFirst(host);
            host.push(host.version("two").but(CRASHES));
            var failed = host.slipway("poll").expecting(ROLLED_BACK);
            assertTrue(failed.said().contains("exit code 3") || failed.said().contains("exited with 3"), failed.said());
            assertTrue(host.latest().get("failure").get("evidence").toString().contains("cannot find its database"));
            assertEquals("one", host.page());
            assertEquals(Map.of(host.name(), "running"), host.containers());
            var id = host.latest().get("id").asLong();
            host.slipway("poll").expecting(0);
            assertEquals(id, host.latest().get("id").asLong(), "rolled back once, not once a poll");
        }
    }

    private static String deployFirst(TestHost host) throws Exception {
        var first = host.push(host.version("one"));
        host.slipway("poll").expecting(0);
        assertEquals("one", host.page());
        return first;
    }
}
