package dev.slipway.config;

import dev.slipway.model.App;
import dev.slipway.model.DashboardSpec;
import dev.slipway.model.DockerHost;
import dev.slipway.model.NotifySpec;
import dev.slipway.model.Polling;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The rows of the whole file: the root of the table that parser, JSON Schema and documentation are made from. */
final class SettingsShape {
    private static final Duration SHORTEST_POLL = Duration.ofSeconds(10);
    private static final Duration LONGEST_POLL = Duration.ofHours(24);

    static final Field<Path> DATA_DIR = Field.withDefault(
            "data_dir",
            Scalars.hostPath().then((path, in) -> Path.of(path)),
            "/var/lib/slipway",
            "history, clones and build logs; the only place that Slipway writes to");
    private static final Field<Polling> POLL = Field.withDefault(
            "poll",
            Scalars.name().then(SettingsShape::polling),
            "60s",
            "how often the branches are looked at: 10s to 24h, or a Quartz cron expression such as \"0 0/5 * * * ?\"");
    private static final Field<Long> MIN_FREE_DISK = Field.withDefault(
            "min_free_disk",
            Scalars.bytes(),
            "2g",
            "a build begins only with this much free on Docker's disk and on that of data_dir; 0 for no such limit");
    private static final Field<DockerShape.Engines> DOCKER =
            Field.withDefault("docker", DockerShape.SHAPE, "", "the Docker engine, and others for apps that name them");
    private static final Field<WebhookSpec> WEBHOOK = Field.optional(
            "webhook", WebhookShape.SHAPE, "lets a forge wake Slipway at once; left out, Slipway only polls");
    private static final Field<DashboardSpec> DASHBOARD = Field.optional(
            "dashboard", DashboardShape.SHAPE, "tells people and monitors of this host how things stand");
    private static final Secrets<Secret> HEARTBEAT = Secrets.refined(
            "heartbeat",
            "URL that is called after every poll round: a check of healthchecks.io, or a push monitor of Uptime Kuma",
            SecretUrl::withPath);
    private static final Field<List<NotifySpec>> NOTIFY = Field.optional(
            "notify", NotifyShape.SHAPE, "who is told when the state of an app changes; see NOTIFICATIONS.md");
    private static final Field<SequencedMap<String, App>> APPS = Field.required(
            "apps",
            new MapShape<>(
                            App.NAME,
                            "an app's name: a-z, 0-9, _ . -, beginning with a letter or a digit, at most 63 characters",
                            AppShape.SHAPE)
                    .then((apps, in) -> atLeastOne(apps)),
            "what is deployed, by name");

    static final Shape<Settings> SHAPE = ObjectShape.of(
                    List.of(
                            DATA_DIR,
                            POLL,
                            MIN_FREE_DISK,
                            DOCKER,
                            EnvironmentFiles.ENV_FILE,
                            EnvironmentFiles.ENV_FORMAT,
                            WEBHOOK,
                            DASHBOARD,
                            HEARTBEAT.inline(),
                            HEARTBEAT.file(),
                            NOTIFY,
                            APPS),
                    f -> new Settings(
                            f.get(DATA_DIR),
                            f.get(POLL),
                            f.get(DOCKER).host().below(f.get(DATA_DIR)),
                            below(f.get(DATA_DIR), f.get(DOCKER).hosts()),
                            f.get(MIN_FREE_DISK),
                            f.find(WEBHOOK),
                            f.find(DASHBOARD),
                            HEARTBEAT.find(f),
                            f.find(NOTIFY).orElse(List.of()),
                            f.get(APPS).values().stream()
                                    .map(app -> withKeysIn(f.get(DATA_DIR), app))
                                    .toList()))
            .checked(SettingsShape::check)
            .refusing(Map.of(
                    "services",
                            "this is no Compose file: write the app under apps, and the service's keys into its run",
                    "version", "the file has no version; remove it",
                    "name", "the file has no name; remove it",
                    "volumes", "named volumes need no declaration here; the engine creates them",
                    "networks", "networks are created with docker network create, and named in run.networks"));

    private SettingsShape() {}

    private static App withKeysIn(Path dataDir, App app) {
        var git = app.git();
        return git.ssh().map(ssh -> app.with(git.with(ssh.below(dataDir)))).orElse(app);
    }

    private static Map<String, DockerHost> below(Path dataDir, SequencedMap<String, DockerHost> hosts) {
        var below = new LinkedHashMap<String, DockerHost>();
        hosts.forEach((name, host) -> below.put(name, host.below(dataDir)));
        return below;
    }

    private static void check(Fields f) {
        HEARTBEAT.check(f);
        checkHosts(f);
        f.find(APPS)
                .ifPresent(apps -> f.find(NOTIFY).orElse(List.of()).stream()
                        .flatMap(spec -> spec.apps().stream())
                        .filter(app -> !apps.containsKey(app))
                        .distinct()
                        .forEach(app -> f.refuse(
                                NOTIFY,
                                "there is no app '" + app + "'" + Suggestion.of(app, List.copyOf(apps.keySet())))));
        checkClaims(f);
    }

    /** An app's host must be one of {@code docker.hosts}. */
    private static void checkHosts(Fields f) {
        f.find(APPS)
                .ifPresent(apps -> f.find(DOCKER)
                        .ifPresent(docker -> apps.values()
                                .forEach(app -> app.host()
                                        .filter(host -> !docker.hosts().containsKey(host))
                                        .ifPresent(host -> f.refuseWithin(
                                                List.of(APPS.name(), app.name(), "host"),
                                                docker.hosts().isEmpty()
                                                        ? "there is no host '" + host
                                                                + "': docker.hosts names none; add it there, or"
                                                                + " remove this key, and the app runs at docker.host"
                                                        : "there is no host '" + host + "' in docker.hosts"
                                                                + Suggestion.of(
                                                                        host,
                                                                        List.copyOf(docker.hosts()
                                                                                .keySet())))))));
    }

    private static void checkClaims(Fields f) {
        f.find(APPS).ifPresent(apps -> {
            f.find(DOCKER)
                    .ifPresent(docker -> HostClaims.byEngine(apps.values(), docker)
                            .forEach(claims -> claims.check(problem -> f.refuse(APPS, problem))));
            var claims = new HostClaims(
                    apps.values().stream().filter(app -> app.host().isEmpty()).toList());
            ReportClaims.check(apps.values(), problem -> f.refuse(APPS, problem));
            f.find(WEBHOOK)
                    .ifPresent(it -> claims.checkAgainst(
                            "webhook", it.host(), it.port(), problem -> f.refuse(WEBHOOK, problem)));
            f.find(DASHBOARD)
                    .ifPresent(it -> claims.checkAgainst(
                            "dashboard", it.host(), it.port(), problem -> f.refuse(DASHBOARD, problem)));
        });
        f.find(DASHBOARD)
                .ifPresent(dashboard -> f.find(WEBHOOK)
                        .filter(webhook ->
                                HostClaims.collide(webhook.host(), webhook.port(), dashboard.host(), dashboard.port()))
                        .ifPresent(webhook -> f.refuse(
                                DASHBOARD,
                                "listen: dashboard.listen (" + dashboard.listen() + ") and webhook.listen ("
                                        + webhook.listen()
                                        + ") want the same port; strangers reach the webhook, so let the"
                                        + " dashboard listen at another")));
    }

    private static SequencedMap<String, App> atLeastOne(SequencedMap<String, App> apps) throws Misfit {
        if (apps.isEmpty()) {
            throw new Misfit("must hold at least one app");
        }
        return apps;
    }

    private static Polling polling(String text, Reading in) throws Misfit {
        if (text.strip().contains(" ")) {
            var problem = in.cronProblem().apply(text.strip());
            if (problem.isPresent()) {
                throw new Misfit("is no cron expression that Quartz understands: " + problem.get());
            }
            return new Polling.Cron(text.strip());
        }
        var interval = Durations.parse(text);
        if (interval.compareTo(SHORTEST_POLL) < 0 || interval.compareTo(LONGEST_POLL) > 0) {
            throw Misfit.mustBe("from 10s to 24h, or a cron expression");
        }
        return new Polling.Every(interval);
    }
}
