package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a container's {@code Config} says beyond its image's. */
final class FoundProcess {
    private static final String COMPOSE = "com.docker.compose.";
    private static final String DESKTOP = "desktop.docker.io/";
    private static final String SIGTERM = "SIGTERM";
    private static final long NANOS_OF_NOTHING = 0;

    private final JsonNode container;
    private final JsonNode own;
    private final JsonNode image;
    private final FoundSettings found;

    /**
     * @param container the engine's answer about it
     * @param image the {@code Config} of its image; missing if the image is gone
     */
    FoundProcess(JsonNode container, JsonNode image, FoundSettings found) {
        this.container = container;
        this.own = container.path("Config");
        this.image = image;
        this.found = found;
    }

    void read() {
        command();
        differing(RunKey.USER, "User");
        if (!folder(own).equals(folder(image))) {
            found.set(RunKey.WORKING_DIR, folder(own));
        }
        found.flag(RunKey.TTY, own.path("Tty"));
        found.flag(RunKey.STDIN_OPEN, own.path("OpenStdin"));
        // Older command lines always sent the usual one.
        if (!own.path("StopSignal").asText().equals(SIGTERM)
                || image.path("StopSignal").isTextual()) {
            differing(RunKey.STOP_SIGNAL, "StopSignal");
        }
        if (own.path("StopTimeout").isNumber()) {
            found.set(
                    RunKey.STOP_GRACE_PERIOD,
                    Duration.ofSeconds(own.path("StopTimeout").asLong()));
        }
        name();
        healthCheck();
        environment();
        labels();
    }

    private void differing(RunKey<String> key, String name) {
        if (!own.path(name).asText().equals(image.path(name).asText())) {
            found.text(key, own.path(name));
        }
    }

    private static String folder(JsonNode config) {
        return FoundSettings.find(config.path("WorkingDir")).orElse("/");
    }

    /** Setting an entrypoint takes the image's command away, as the engine has it. */
    private void command() {
        var entrypoint = withoutReset(FoundSettings.strings(own.path("Entrypoint")));
        var command = FoundSettings.strings(own.path("Cmd"));
        var imageEntrypoint = FoundSettings.strings(image.path("Entrypoint"));
        var imageCommand = FoundSettings.strings(image.path("Cmd"));
        boolean taken = command.isEmpty() && !imageCommand.isEmpty();
        boolean replaced = !entrypoint.equals(imageEntrypoint) || taken;
        if (replaced) {
            found.set(RunKey.ENTRYPOINT, entrypoint);
        }
        if (!command.isEmpty() && !command.equals(replaced ? List.of() : imageCommand)) {
            found.set(RunKey.COMMAND, command);
        }
    }

    private static List<String> withoutReset(List<String> entrypoint) {
        return entrypoint.equals(List.of("")) ? List.of() : entrypoint;
    }

    /** A host name that nobody chose is the id's beginning, or that of whose name space it shares. */
    private void name() {
        var host = container.path("HostConfig");
        var mode = host.path("NetworkMode").asText();
        boolean shared = mode.equals("host")
                || mode.startsWith("container:")
                || host.path("UTSMode").asText().equals("host");
        if (shared) {
            return;
        }
        if (!container.path("Id").asText().startsWith(own.path("Hostname").asText())) {
            found.text(RunKey.HOSTNAME, own.path("Hostname"));
        }
        found.text(RunKey.DOMAINNAME, own.path("Domainname"));
        found.text(RunKey.MAC_ADDRESS, own.path("MacAddress"));
    }

    /** What is not set is filled in from the image's by the engine. */
    private void healthCheck() {
        var check = own.path("Healthcheck");
        var usual = image.path("Healthcheck");
        if (check.isMissingNode() || check.isNull() || check.equals(usual)) {
            return;
        }
        var test = FoundSettings.strings(check.path("Test"));
        var retries = check.path("Retries");
        found.set(
                RunKey.HEALTHCHECK,
                new Run.HealthCheck(
                        test.equals(FoundSettings.strings(usual.path("Test"))) ? List.of() : test,
                        time(check, usual, "Interval"),
                        time(check, usual, "Timeout"),
                        time(check, usual, "StartPeriod"),
                        time(check, usual, "StartInterval"),
                        retries.asInt() == usual.path("Retries").asInt()
                                ? Optional.empty()
                                : Optional.of(retries.asInt())));
    }

    private static Optional<Duration> time(JsonNode check, JsonNode usual, String name) {
        long nanos = check.path(name).asLong();
        return nanos == NANOS_OF_NOTHING || nanos == usual.path(name).asLong()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(nanos));
    }

    private void environment() {
        var ofTheImage = Set.copyOf(FoundSettings.strings(image.path("Env")));
        var variables = new TreeMap<String, String>();
        for (var variable : FoundSettings.strings(own.path("Env"))) {
            int equals = variable.indexOf('=');
            if (equals > 0 && !ofTheImage.contains(variable)) {
                variables.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        if (!variables.isEmpty()) {
            found.set(RunKey.ENVIRONMENT, variables);
        }
    }

    private void labels() {
        var ofTheImage = FoundSettings.pairs(image.path("Labels"));
        var all = FoundSettings.pairs(own.path("Labels"));
        var labels = new LinkedHashMap<String, String>();
        all.forEach((name, value) -> {
            boolean foreign = name.startsWith(COMPOSE) || name.startsWith(DESKTOP) || name.startsWith("dev.slipway.");
            if (!foreign && !Objects.equals(ofTheImage.get(name), value)) {
                labels.put(name, value);
            }
        });
        if (!labels.isEmpty()) {
            found.set(RunKey.LABELS, labels);
        }
        tellWhose(all);
    }

    private void tellWhose(Map<String, String> labels) {
        var project = labels.getOrDefault(COMPOSE + "project", "");
        if (!project.isEmpty()) {
            var files = labels.getOrDefault(COMPOSE + "project.config_files", "");
            found.note("Compose made it (project " + project + ", service "
                    + labels.getOrDefault(COMPOSE + "service", "?") + (files.isEmpty() ? "" : ", " + files)
                    + "): take the service out of that file once Slipway has it, or the next docker compose up makes a second"
                    + " one, and docker compose down removes the networks");
        }
        if (labels.containsKey(ImageLabels.APP)) {
            found.note("Slipway made it, for the app " + labels.get(ImageLabels.APP)
                    + ": its configuration has an entry for it already");
        }
    }

    /** Ports that are named, neither by the image nor by being published. */
    void exposed() {
        var ports = new ArrayList<String>();
        own.path("ExposedPorts").fieldNames().forEachRemaining(port -> {
            boolean published =
                    container.path("HostConfig").path("PortBindings").has(port);
            if (!published && !image.path("ExposedPorts").has(port)) {
                ports.add(port);
            }
        });
        if (!ports.isEmpty()) {
            found.set(RunKey.EXPOSE, List.copyOf(ports));
        }
    }
}
