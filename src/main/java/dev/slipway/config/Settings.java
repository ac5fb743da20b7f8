package dev.slipway.config;

import dev.slipway.model.App;
import dev.slipway.model.DashboardSpec;
import dev.slipway.model.DockerHost;
import dev.slipway.model.NotifySpec;
import dev.slipway.model.Polling;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSpec;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A whole configuration file, checked: what holds here needs no second look elsewhere.
 *
 * @param dataDir absolute; the only folder that Slipway writes to
 * @param dockerHost where apps run that are pinned to no other
 * @param hosts others by name, on which apps may run
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
        DockerHost dockerHost,
        Map<String, DockerHost> hosts,
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
        hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
        Objects.requireNonNull(webhook);
        Objects.requireNonNull(dashboard);
        Objects.requireNonNull(heartbeat);
        notifiers = List.copyOf(notifiers);
        apps = List.copyOf(apps);
    }
    /** The Docker hosts that any of the apps runs on: that of {@code docker.host} first. */
    public List<DockerHost> used() {
        var names = apps.stream().map(App::host).collect(Collectors.toSet());
        return Stream.concat(Stream.of(dockerHost), hosts.values().stream())
                .filter(host -> names.contains(host.name()))
                .toList();
    }

    /** The Docker host that the app runs on. */
    public DockerHost hostOf(App app) {
        return app.host().map(hosts::get).orElse(dockerHost);
    }
}
