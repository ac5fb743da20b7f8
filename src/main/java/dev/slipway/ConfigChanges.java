package dev.slipway;

import dev.slipway.config.Settings;
import dev.slipway.model.App;
import dev.slipway.model.ByteSize;
import dev.slipway.model.DockerHost;
import dev.slipway.model.Polling;
import dev.slipway.model.WebhookSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words what a new reading of the configuration brings. */
final class ConfigChanges {
    private ConfigChanges() {}

    /**
     * One line for each change; empty if there is none.
     *
     * @param started what the process was started with, which holds for what cannot change while it runs
     */
    static List<String> between(Settings started, Settings before, Settings now) {
        var lines = new ArrayList<String>();
        var old = byName(before);
        var all = byName(now);
        for (var app : now.apps()) {
            if (!old.containsKey(app.name())) {
                lines.add(app.name() + " is new");
            } else if (!app.host().equals(old.get(app.name()).host())) {
                lines.add(moved(old.get(app.name()), app, before));
            } else if (!app.equals(old.get(app.name()))) {
                lines.add(app.name() + " has changed");
            }
        }
        for (var app : before.apps()) {
            if (!all.containsKey(app.name())) {
                lines.add(app.name() + " is gone: its container stays as it is, and is looked after no more");
            }
        }
        if (!now.poll().equals(before.poll())) {
            lines.add("polls " + rhythm(now.poll()));
        }
        if (now.minFreeDisk() != before.minFreeDisk()) {
            lines.add("min_free_disk is " + ByteSize.inWords(now.minFreeDisk()));
        }
        lines.addAll(webhook(before.webhook(), now.webhook()));
        if (!now.dashboard().equals(before.dashboard())) {
            lines.add(now.dashboard()
                    .map(spec -> "the dashboard is at " + spec.listen())
                    .orElse("the dashboard is gone"));
        }
        if (!now.notifiers().equals(before.notifiers())) {
            lines.add(
                    now.notifiers().isEmpty()
                            ? "nobody is told of news any more"
                            : "news goes to "
                                    + now.notifiers().stream()
                                            .map(spec -> spec.to().type())
                                            .collect(Collectors.joining(", ")));
        }
        if (!now.heartbeat().equals(before.heartbeat())) {
            lines.add("the heartbeat " + (now.heartbeat().isPresent() ? "has changed" : "is gone"));
        }
        if (!now.dataDir().equals(started.dataDir())) {
            lines.add("data_dir stays " + started.dataDir() + " until the agent is started again");
        }
        hosts(started, before, now).forEach(lines::add);
        return lines;
    }

    private static Stream<String> hosts(Settings started, Settings before, Settings now) {
        var known = new LinkedHashMap<>(before.hosts());
        known.putAll(started.hosts());
        var untilThen = " until the agent is started again";
        return Stream.of(
                        Stream.of(started.dockerHost())
                                .filter(host -> !host.equals(now.dockerHost()))
                                .map(host -> "docker.host stays " + host + untilThen),
                        now.hosts().keySet().stream()
                                .filter(name -> !known.containsKey(name))
                                .map(name -> "the Docker host " + name + " is new"),
                        known.values().stream()
                                .filter(host -> !host.equals(now.hosts().getOrDefault(name(host), host)))
                                .map(host -> "the Docker host " + name(host) + " stays " + host.address() + untilThen))
                .flatMap(each -> each);
    }

    private static String name(DockerHost named) {
        return named.name().orElseThrow();
    }

    private static String moved(App from, App to, Settings before) {
        return to.name() + " moves to "
                + to.host().map("the Docker host "::concat).orElse("docker.host") + ": what runs of it at "
                + before.hostOf(from) + " stays as it is, and is looked after no more";
    }

    private static List<String> webhook(Optional<WebhookSpec> before, Optional<WebhookSpec> now) {
        if (now.equals(before)) {
            return List.of();
        }
        return List.of(now.map(spec -> "the webhook has changed: it is at " + spec.listen() + ", its secrets are "
                        + fingerprints(spec))
                .orElse("the webhook is gone"));
    }

    private static String fingerprints(WebhookSpec webhook) {
        return webhook.secrets().stream()
                .map(secret -> secret.origin() + " (" + secret.value().fingerprint() + ")")
                .collect(Collectors.joining(", "));
    }

    /** {@code every 60 s}, {@code at 0 0/5 * * * ?}. */
    static String rhythm(Polling polling) {
        return switch (polling) {
            case Polling.Every every -> "every " + every.interval().toSeconds() + " s";
            case Polling.Cron cron -> "at " + cron.expression();
        };
    }

    private static Map<String, App> byName(Settings settings) {
        var apps = new LinkedHashMap<String, App>();
        settings.apps().forEach(app -> apps.put(app.name(), app));
        return apps;
    }
}
