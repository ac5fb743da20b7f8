package dev.slipway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.config.Settings;
import dev.slipway.model.App;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.GitSpec;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.Polling;
import dev.slipway.model.RunSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigChangesTest {
    private static final Polling EVERY_MINUTE = new Polling.Every(Duration.ofMinutes(1));
    private static final URI SOCKET = URI.create("unix:///var/run/docker.sock");

    private final Settings before = settings("/data", EVERY_MINUTE, SOCKET, app("web", 5), app("api", 5));

    @Test
    void theSameAgainIsNoChange() {
        assertEquals(List.of(), changes(settings("/data", EVERY_MINUTE, SOCKET, app("web", 5), app("api", 5))));
    }

    @Test
    void appsThatCameWentAndChangedAreNamed() {
        assertEquals(
                List.of(
                        "web has changed",
                        "blog is new",
                        "api is gone: its container stays as it is, and is looked after no more"),
                changes(settings("/data", EVERY_MINUTE, SOCKET, app("web", 6), app("blog", 5))));
    }

    @Test
    void anotherRhythmIsNamed() {
        var every = new Polling.Every(Duration.ofSeconds(90));
        assertEquals(List.of("polls every 90 s"), changes(with(every)));
        assertEquals(List.of("polls at 0 0/5 * * * ?"), changes(with(new Polling.Cron("0 0/5 * * * ?"))));
    }

    @Test
    void whatNeedsANewStartSaysSoEveryTime() {
        var moved = settings("/elsewhere", EVERY_MINUTE, URI.create("tcp://box:2375"), app("web", 5), app("api", 5));
        var lines = List.of(
                "data_dir stays /data until the agent is started again",
                "docker.host stays unix:///var/run/docker.sock until the agent is started again");
        assertEquals(lines, changes(moved));
        assertEquals(lines, ConfigChanges.between(before, moved, moved));
    }

    private List<String> changes(Settings now) {
        return ConfigChanges.between(before, before, now);
    }

    private static Settings with(Polling polling) {
        return settings("/data", polling, SOCKET, app("web", 5), app("api", 5));
    }

    private static Settings settings(String dataDir, Polling polling, URI docker, App... apps) {
        return new Settings(Path.of(dataDir), polling, docker, List.of(apps));
    }

    private static App app(String name, int keep) {
        return new App(
                name,
                new GitSpec("https://example.org/" + name + ".git", "main", "user", Optional.empty()),
                new BuildSpec(
                        ".",
                        "Dockerfile",
                        Map.of(),
                        Optional.empty(),
                        new BuildSpec.Options(false, Duration.ofMinutes(30), BuildSpec.Builder.AUTO),
                        Optional.empty()),
                RunSpec.EMPTY,
                new HealthSpec(Optional.empty(), Duration.ofSeconds(60), Duration.ofSeconds(10)),
                new DeployPolicy(Optional.empty(), keep, List.of(), false));
    }
}
