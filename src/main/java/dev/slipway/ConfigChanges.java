package dev.slipway;

import dev.slipway.config.Settings;
import dev.slipway.model.App;
import dev.slipway.model.ByteSize;
import dev.slipway.model.Polling;
import dev.slipway.model.WebhookSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
        if (!now.dockerHost().equals(started.dockerHost())) {
            lines.add("docker.host stays " + started.dockerHost() + " until the agent is started again");
        }
        return lines;
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
