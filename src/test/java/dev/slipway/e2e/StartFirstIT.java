package dev.slipway.e2e;

import static dev.slipway.testkit.WebApp.Trait.STUBBORN;
import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.model.Phase;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.Hammer;
import dev.slipway.testkit.JournalWatch;
import dev.slipway.testkit.TestHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app without published ports, behind a reverse proxy that follows its alias on a network. */
class StartFirstIT {
    private static final String SETTINGS = """
            health: {http: ":8000/health", timeout: 10s, settle: 2s}
            """;
    private static final Duration LONG_ENOUGH_TO_LOOK = Duration.ofSeconds(3);
    private static final int ROLLED_BACK = 7;

    @TempDir
    Path folder;

    @Test
    void noRequestFailsWhileAGoodCommitTakesOver() throws Exception {
        try (var host = TestHost.behindProxy(folder, SETTINGS)) {
            host.push(host.version("one"));
            host.slipway("poll").expecting(0);
            try (var visitors = Hammer.on(host.port())) {
                for (var version : List.of("two", "three")) {
                    host.push(host.version(version));
                    host.slipway("poll").expecting(0);
                    Await.until(
                            "a visitor sees version " + version,
                            TestHost.PATIENCE,
                            () -> visitors.pages().contains(version));
                }
                visitors.assertNotOneRequestFailed();
            }
            assertEquals(Map.of(host.name(), "running"), host.containers());
            assertEquals("start-first", host.latest().get("swap").asText());
            assertEquals("always", host.inspect("{{.HostConfig.RestartPolicy.Name}}"));
        }
    }

    /** The old one takes its time to end, so that there is time to look. */
    @Test
    void theAliasLeadsToTheOldOneThenToBothThenToTheNewOne() throws Exception {
        try (var host = TestHost.behindProxy(folder, SETTINGS)) {
            host.push(host.version("one").but(STUBBORN));
            host.slipway("poll").expecting(0);
            var before = addressOfTheOne(host);
            host.push(host.version("two").startingFor(LONG_ENOUGH_TO_LOOK));
            try (var alias = AliasWatch.of(host.proxy())) {
                host.slipway("poll").expecting(0);
                var after = addressOfTheOne(host);
                Await.until("the alias leads there", TestHost.PATIENCE, host.proxy()::addresses, Set.of(after)::equals);
                assertEquals(List.of(Set.of(before), Set.of(before, after), Set.of(after)), alias.end());
            }
        }
    }

    @Test
    void anUnhealthyCommitNeverGetsTheAlias() throws Exception {
        try (var host = TestHost.behindProxy(folder, SETTINGS)) {
            var first = host.push(host.version("one"));
            host.slipway("poll").expecting(0);
            var before = addressOfTheOne(host);
            host.push(host.version("two").but(UNHEALTHY));
            try (var visitors = Hammer.on(host.port());
                    var alias = AliasWatch.of(host.proxy())) {
                host.slipway("poll").expecting(ROLLED_BACK);
                assertEquals(List.of(Set.of(before)), alias.end());
                visitors.assertNotOneRequestFailed();
                assertEquals(Set.of("one"), visitors.pages());
            }
            assertEquals(first, host.labelledCommit());
            assertEquals(Map.of(host.name(), "running"), host.containers());
        }
    }

    @Test
    void killedWhileBothServeTheOldOneServesAloneAndTheCommitGoesLiveLater() throws Exception {
        try (var host = TestHost.behindProxy(folder, SETTINGS)) {
            host.polling("10s").configure(SETTINGS);
            host.push(host.version("one").but(STUBBORN));
            host.slipway("poll").expecting(0);
            var journal = new JournalWatch(host.data());
            var second = host.push(host.version("two"));
            long killed;
            try (var agent = host.startAgent()) {
                Await.until(
                        "the alias leads to both",
                        TestHost.PATIENCE,
                        host.proxy()::addresses,
                        both -> both.size() == 2);
                agent.kill9();
                killed = journal.newest();
                assertEquals(Phase.REPLACING, journal.phase(killed), "it was killed too late");
            }
            host.startAgent();
            host.awaitPage("two");
            Await.until(
                    "the commit was deployed anew",
                    TestHost.PATIENCE,
                    () -> journal.newest() > killed && journal.phase(journal.newest()) == Phase.SUCCEEDED);
            assertEquals(Phase.ROLLED_BACK, journal.phase(killed));
            assertEquals(second, host.labelledCommit());
            assertEquals(Set.of(addressOfTheOne(host)), host.proxy().addresses());
            Await.until(
                    "one container is left, and runs",
                    TestHost.PATIENCE,
                    host::containers,
                    Map.of(host.name(), "running")::equals);
            assertEquals("always", host.inspect("{{.HostConfig.RestartPolicy.Name}}"));
        }
    }

    private static String addressOfTheOne(TestHost host) {
        return host.inspect("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
    }
}
