package dev.slipway.e2e;

import static dev.slipway.testkit.Command.docker;
import static dev.slipway.testkit.WebApp.Trait.DOES_NOT_BUILD;
import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Phase;
import dev.slipway.testkit.ApiVersionProxy;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.JournalWatch;
import dev.slipway.testkit.TestHost;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Engines of several ages, as the engine at hand answers in their API versions. */
class ApiVersionsIT {
    private static final String SETTINGS = """
            health: {http: ":8000/health", timeout: 5s, settle: 1s}
            """;
    /** Docker 18.09: see docs/decisions/0003-oldest-api-version.md. */
    private static final int OLDEST_MINOR = 39;

    private static final int NEWEST_MINOR = 45;
    private static final int DOCKER = 5;
    private static final int BUILD_FAILED = 6;
    private static final int ROLLED_BACK = 7;

    @TempDir
    Path folder;

    /** The oldest and the newest that both this engine and Slipway speak. */
    static Set<String> versions() {
        var oldest = Math.max(minor("{{.Server.MinAPIVersion}}"), OLDEST_MINOR);
        var newest = Math.min(minor("{{.Server.APIVersion}}"), NEWEST_MINOR);
        return new LinkedHashSet<>(List.of("1." + oldest, "1." + newest));
    }

    private static int minor(String template) {
        return Integer.parseInt(docker("version", "--format", template).split("\\.", -1)[1]);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theSameCommitsGoTheSameWay(String version) throws Exception {
        try (var proxy = ApiVersionProxy.speaking(version, folder);
                var host = TestHost.with(folder, SETTINGS)) {
            host.engineAt(proxy.url()).configure(SETTINGS);
            host.push(host.version("one"));
            host.slipway("poll").expecting(0);
            host.push(host.version("two"));
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
            host.push(host.version("three").but(DOES_NOT_BUILD));
            host.slipway("poll").expecting(BUILD_FAILED);
            host.push(host.version("four").but(UNHEALTHY));
            host.slipway("poll").expecting(ROLLED_BACK);
            assertEquals("two", host.page());
            assertEquals(Map.of(host.name(), "running"), host.containers());
            assertEquals(List.of(), proxy.refused());
            assertEquals(List.of(), proxy.troubles());
            assertTrue(proxy.passed().contains("POST /v" + version + "/containers/create"));
        }
    }

    @Fault(35)
    @Test
    void anEngineThatIsReplacedByAnotherVersionIsSpokenToInTheOtherFromTheNextCallOn() throws Exception {
        var both = versions().stream().toList();
        try (var proxy = ApiVersionProxy.speaking(both.getFirst(), folder);
                var host = TestHost.with(folder, SETTINGS).polling("10s")) {
            host.engineAt(proxy.url()).configure(SETTINGS);
            host.push(host.version("one"));
            host.startAgent();
            host.awaitPage("one");

            proxy.speakFromNowOn(both.getLast());
            host.push(host.version("two"));
            host.awaitPage("two");
            proxy.speakFromNowOn(both.getFirst());
            host.push(host.version("three"));
            host.awaitPage("three");
            assertEquals(List.of(), proxy.troubles());
            Await.until(
                    "all three succeeded",
                    TestHost.PATIENCE,
                    () -> new JournalWatch(host.data())
                            .phases()
                            .equals(List.of(Phase.SUCCEEDED, Phase.SUCCEEDED, Phase.SUCCEEDED)));
        }
    }

    /** Nothing fails that would show it: an upgraded engine still understands the version of before. */
    @Fault(35)
    @Test
    void anEngineThatIsUpgradedBetweenTwoPollsIsSpokenToInItsNewVersion() throws Exception {
        var both = versions().stream().toList();
        try (var proxy = ApiVersionProxy.speaking(both.getFirst(), folder);
                var host = TestHost.with(folder, SETTINGS)) {
            host.engineAt(proxy.url()).configure(SETTINGS);
            host.push(host.version("one"));
            host.startAgent();
            host.awaitLog("live after");
            proxy.learn(both.getLast());
            host.push(host.version("two"));
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
            assertTrue(
                    proxy.passed().contains("POST /v" + both.getLast() + "/containers/create"),
                    proxy.passed().toString());
            assertEquals(List.of(), proxy.refused());
            assertEquals(List.of(), proxy.troubles());
        }
    }

    @Test
    void anEngineThatIsTooOldIsRefusedInWords() throws Exception {
        try (var proxy = ApiVersionProxy.speaking("1.38", folder);
                var host = TestHost.with(folder, SETTINGS)) {
            host.engineAt(proxy.url()).configure(SETTINGS);
            host.push(host.version("one"));
            var refused = host.slipway("poll").expecting(DOCKER);
            assertTrue(refused.err().contains("1.38"), refused.err());
        }
    }
}
