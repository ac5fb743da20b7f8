package dev.slipway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.config.Settings;
import dev.slipway.model.App;
import dev.slipway.model.DashboardSpec;
import dev.slipway.model.Destination;
import dev.slipway.model.DockerHost;
import dev.slipway.model.NotifySpec;
import dev.slipway.model.Polling;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import dev.slipway.model.WebhookSpec;
import dev.slipway.testkit.Apps;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigChangesTest {
    private static final Polling EVERY_MINUTE = new Polling.Every(Duration.ofMinutes(1));
    private static final URI SOCKET = URI.create("unix:///var/run/docker.sock");

    private final Settings before = settings("/data", EVERY_MINUTE, SOCKET, Apps.app("web", 5), Apps.app("api", 5));

    @Test
    void theSameAgainIsNoChange() {
        assertEquals(
                List.of(), changes(settings("/data", EVERY_MINUTE, SOCKET, Apps.app("web", 5), Apps.app("api", 5))));
    }

    @Test
    void appsThatCameWentAndChangedAreNamed() {
        assertEquals(
                List.of(
                        "web has changed",
                        "blog is new",
                        "api is gone: its container stays as it is, and is looked after no more"),
                changes(settings("/data", EVERY_MINUTE, SOCKET, Apps.app("web", 6), Apps.app("blog", 5))));
    }

    @Test
    void anotherRhythmIsNamed() {
        var every = new Polling.Every(Duration.ofSeconds(90));
        assertEquals(List.of("polls every 90 s"), changes(with(every)));
        assertEquals(List.of("polls at 0 0/5 * * * ?"), changes(with(new Polling.Cron("0 0/5 * * * ?"))));
    }

    @Test
    void whatNeedsANewStartSaysSoEveryTime() {
        var moved = settings(
                "/elsewhere", EVERY_MINUTE, URI.create("tcp://box:2375"), Apps.app("web", 5), Apps.app("api", 5));
        var lines = List.of(
                "data_dir stays /data until the agent is started again",
                "docker.host stays unix:///var/run/docker.sock until the agent is started again");
        assertEquals(lines, changes(moved));
        assertEquals(lines, ConfigChanges.between(before, moved, moved));
    }

    @Test
    void anotherSecretOfTheWebhookIsNamedByItsFingerprint() {
        var spec = webhook(9000, "hunter2");
        var changed = webhook(9000, "hunter3");
        assertEquals(
                List.of("the webhook has changed: it is at 0.0.0.0:9000, its secrets are .env line 7 ("
                        + new Secret("hunter3").fingerprint() + ")"),
                ConfigChanges.between(spec, spec, changed));
        assertEquals(List.of(), ConfigChanges.between(spec, changed, changed));
    }

    @Test
    void aWebhookThatComesMovesOrGoesIsNamed() {
        var spec = webhook(9000, "hunter2");
        var moved = webhook(9001, "hunter2");
        assertTrue(ConfigChanges.between(before, before, spec).getFirst().contains("it is at 0.0.0.0:9000"));
        assertTrue(ConfigChanges.between(spec, spec, moved).getFirst().contains("it is at 0.0.0.0:9001"));
        assertEquals(List.of("the webhook is gone"), ConfigChanges.between(spec, spec, before));
    }

    @Test
    void anotherLimitOfFreeRoomIsNamedInWordsForPeople() {
        var now = new Settings(
                before.dataDir(),
                before.poll(),
                before.dockerHost(),
                before.hosts(),
                3L << 30,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                before.apps());
        assertEquals(List.of("min_free_disk is 3 GiB"), changes(now));
    }

    @Test
    void aDashboardThatCameWentOrMovedIsNamed() {
        var at = dashboard(8484);
        assertEquals(List.of("the dashboard is at 127.0.0.1:8484"), ConfigChanges.between(before, before, at));
        assertEquals(List.of("the dashboard is at 127.0.0.1:8485"), ConfigChanges.between(at, at, dashboard(8485)));
        assertEquals(List.of("the dashboard is gone"), ConfigChanges.between(at, at, before));
    }

    @Test
    void whoIsToldAndTheHeartbeatAreNamedWithoutTheirUrls() {
        var told = telling(List.of(new NotifySpec(
                new Destination.Ntfy(new Secret("https://ntfy.sh/hidden"), Optional.empty(), Optional.empty()),
                Set.of(),
                Set.of())));
        assertEquals(
                List.of("news goes to ntfy", "the heartbeat has changed"), ConfigChanges.between(before, before, told));
        assertEquals(
                List.of("nobody is told of news any more", "the heartbeat is gone"),
                ConfigChanges.between(told, told, before));
    }

    private Settings telling(List<NotifySpec> notifiers) {
        return new Settings(
                before.dataDir(),
                before.poll(),
                before.dockerHost(),
                before.hosts(),
                before.minFreeDisk(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Secret("https://hc-ping.com/hidden")),
                notifiers,
                before.apps());
    }

    private Settings dashboard(int port) {
        return new Settings(
                before.dataDir(),
                before.poll(),
                before.dockerHost(),
                before.hosts(),
                before.minFreeDisk(),
                Optional.empty(),
                Optional.of(new DashboardSpec("127.0.0.1", port)),
                Optional.empty(),
                List.of(),
                before.apps());
    }

    private Settings webhook(int port, String secret) {
        return new Settings(
                before.dataDir(),
                before.poll(),
                before.dockerHost(),
                before.hosts(),
                before.minFreeDisk(),
                Optional.of(new WebhookSpec(
                        "0.0.0.0",
                        port,
                        List.of(new WebhookSecret(new Secret(secret), ".env line 7")),
                        Optional.empty(),
                        WebhookSpec.DEFAULT_MAX_BODY_BYTES)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                before.apps());
    }

    private List<String> changes(Settings now) {
        return ConfigChanges.between(before, before, now);
    }

    private static Settings with(Polling polling) {
        return settings("/data", polling, SOCKET, Apps.app("web", 5), Apps.app("api", 5));
    }

    private static Settings settings(String dataDir, Polling polling, URI docker, App... apps) {
        return new Settings(
                Path.of(dataDir),
                polling,
                DockerHost.at(docker),
                Map.of(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(apps));
    }
}
