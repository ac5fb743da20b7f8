package dev.slipway.config;

import dev.slipway.model.App;
import dev.slipway.model.EnvText;
import dev.slipway.model.Finding;
import dev.slipway.model.Placeholders;
import dev.slipway.model.Run;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The files that hold the secrets of a configuration and of its apps: who may read them, and what stands in them. */
public final class SecretFiles {
    private static final String PRIVATE_KEY = "PRIVATE KEY-----";
    private static final int SHORTEST_TO_LOOK_FOR = 4;

    private final Loaded loaded;
    private final Map<String, String> environment;

    /** @param environment of the process, from which env files take names without a value */
    public SecretFiles(Loaded loaded, Map<String, String> environment) {
        this.loaded = loaded;
        this.environment = environment;
    }

    /** Every value in force that must not be told, those of the apps' own environment among them. */
    public Set<String> values() {
        var values = new LinkedHashSet<String>();
        secrets().map(Secret::reveal).forEach(values::add);
        for (var app : loaded.settings().apps()) {
            pairs(app).forEach(pair -> {
                if (Masking.looksSecret(pair.name())) {
                    values.add(pair.value());
                }
            });
        }
        values.removeIf(value -> value.length() < SHORTEST_TO_LOOK_FOR);
        return values;
    }

    /** Those that hold a secret, absolute. */
    public List<Path> holding() {
        var holding = new ArrayList<Path>();
        for (var file : loaded.files()) {
            var text = text(file);
            if (text.contains(PRIVATE_KEY) || secrets().map(Secret::reveal).anyMatch(text::contains)) {
                holding.add(file);
            }
        }
        for (var app : loaded.settings().apps()) {
            for (var file : app.envFiles()) {
                if (pairs(file).stream().anyMatch(pair -> Masking.looksSecret(pair.name()))) {
                    holding.add(Path.of(file.path()));
                }
            }
        }
        return holding.stream().distinct().sorted().toList();
    }

    /** What is wrong with them. */
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        var holding = holding();
        for (var file : holding) {
            if (isReadableByAll(file)) {
                findings.add(Finding.risk(
                        file + " holds a secret, and every user of this machine can read it",
                        "whoever gets any account here gets the secret too",
                        "chmod o-r " + file));
            }
        }
        for (var app : loaded.settings().apps()) {
            pairs(app).forEach(pair -> oddity(app, pair, findings));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.well(
                    holding.isEmpty()
                            ? "no file holds one"
                            : holding.size() + (holding.size() == 1 ? " file holds" : " files hold")
                                    + " some, none open to all"));
        }
        return findings;
    }

    private static void oddity(App app, Pair pair, List<Finding> findings) {
        if (!Masking.looksSecret(pair.name())) {
            return;
        }
        if (Placeholders.contain(pair.value())) {
            findings.add(Finding.risk(
                    app.name() + ": " + pair.name() + " is a placeholder that everybody knows (" + pair.where() + ")",
                    "the app takes it for its secret: it lets in whoever reads the same example, and nobody else",
                    "put the real value there; then slipway deploy " + app.name()));
        } else if (pair.value().isBlank()) {
            findings.add(Finding.risk(
                    app.name() + ": " + pair.name() + " is empty (" + pair.where() + ")",
                    "many apps take an empty secret for none, or fall back to one that everybody knows",
                    "put the value there, or remove the line; then slipway deploy " + app.name()));
        } else {
            SecretText.oddity(new WebhookSecret(new Secret(pair.value()), pair.where()))
                    .ifPresent(what -> findings.add(Finding.risk(
                            app.name() + ": " + pair.name() + ": " + what,
                            "docker run takes quotes and spaces of an env file for part of the value",
                            "remove it there, or set env_format: compose in apps." + app.name()
                                    + ".run; then slipway deploy " + app.name())));
        }
    }

    /** One variable of an app, and where it stands. */
    private record Pair(String name, String value, String where) {}

    private Stream<Pair> pairs(App app) {
        return Stream.concat(
                Stream.concat(
                        app.envFiles().stream().flatMap(file -> pairs(file).stream()),
                        pairs(app.environment(), app.name() + "." + app.environmentKey() + ".environment")),
                pairs(app.build().args(), app.name() + ".build.args"));
    }

    private static Stream<Pair> pairs(Map<String, String> values, String where) {
        return values.entrySet().stream().map(e -> new Pair(e.getKey(), e.getValue(), "apps." + where));
    }

    /** None of a file that cannot be read: the look at what a deployment needs says so. */
    private List<Pair> pairs(Run.EnvFile file) {
        try {
            return EnvText.parse(Files.readAllBytes(Path.of(file.path())), file.composeFormat(), environment)
                    .entrySet()
                    .stream()
                    .map(e -> new Pair(
                            e.getKey(),
                            e.getValue().text(),
                            file.path() + " line " + e.getValue().line()))
                    .toList();
        } catch (IOException | EnvText.Malformed e) {
            return List.of();
        }
    }

    private Stream<Secret> secrets() {
        var settings = loaded.settings();
        return Stream.of(
                        settings.apps().stream().flatMap(App::secrets),
                        settings.webhook().stream()
                                .flatMap(spec -> spec.secrets().stream())
                                .map(WebhookSecret::value),
                        settings.notifiers().stream().flatMap(spec -> spec.to().secrets().stream()),
                        settings.dashboard().stream()
                                .flatMap(spec -> spec.access().secrets()),
                        settings.heartbeat().stream())
                .flatMap(each -> each);
    }

    private static String text(Path file) {
        try {
            return Files.isRegularFile(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            return ""; // What cannot be read here was not read for the configuration either.
        }
    }

    /** A file in a folder that is closed to others is closed, whatever its own mode. */
    private static boolean isReadableByAll(Path file) {
        try {
            if (!Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                return false;
            }
            for (var folder = file.toRealPath().getParent(); folder != null; folder = folder.getParent()) {
                if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false; // Not known to be open.
        }
    }
}
