package dev.slipway.config;

import dev.slipway.model.App;
import dev.slipway.model.DashboardSpec;
import dev.slipway.model.NotifySpec;
import dev.slipway.model.Polling;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A whole configuration file, checked: what holds here needs no second look elsewhere.
 *
 * @param dataDir absolute; the only folder that Slipway writes to
 * @param dockerHost {@code unix:///path} or {@code tcp://host:port}
 * @param minFreeDisk bytes that must be free on Docker's disk and that of {@code data_dir} before a build; 0 for no such limit
 * @param webhook empty if Slipway only polls
 * @param dashboard empty if none is served
 * @param heartbeat URL to call after every round of polls
 * @param notifiers who is told of changes of state
 * @param apps at least one, in the order of the file, no two of which want the same container name or host port
 */
public record Settings(
        Path dataDir,
        Polling poll,
        URI dockerHost,
        long minFreeDisk,
        Optional<WebhookSpec> webhook,
        Optional<DashboardSpec> dashboard,
        Optional<Secret> heartbeat,
        List<NotifySpec> notifiers,
        List<App> apps) {
    public Settings {
        Objects.requireNonNull(dataDir);
        Objects.requireNonNull(poll);
        Objects.requireNonNull(dockerHost);
        Objects.requireNonNull(webhook);
        Objects.requireNonNull(dashboard);
        Objects.requireNonNull(heartbeat);
        notifiers = List.copyOf(notifiers);
        apps = List.copyOf(apps);
    }
}
