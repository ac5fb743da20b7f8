package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the engine's answer to {@code GET /containers/ID/json}. */
final class Inspection {
    private static final int SHORT_ID = 12;
    private static final int QUOTED_CHARACTERS = 200;

    private Inspection() {}

    static Container read(JsonNode json) {
        var id = json.path("Id").asText();
        var networks = networks(json, id);
        return new Container(
                id,
                json.path("Name").asText().replaceFirst("^/", ""),
                origin(json.path("Config").path("Labels")),
                state(json),
                new Container.Wiring(json.path("Image").asText(), restart(json), networks),
                address(json));
    }

    static Optional<Container.Origin> origin(JsonNode labels) {
        var app = labels.path(ImageLabels.APP).asText();
        var commit = labels.path(ImageLabels.COMMIT).asText();
        var deployment = labels.path(ImageLabels.DEPLOYMENT).asText();
        var hash = labels.path(ImageLabels.CONFIG_HASH).asText();
        return app.isEmpty() || !Commit.isFull(commit) || !deployment.matches("\\d{1,18}")
                ? Optional.empty()
                : Optional.of(new Container.Origin(app, new Commit(commit), Long.parseLong(deployment), hash));
    }

    private static Container.State state(JsonNode json) {
        var state = json.path("State");
        var health = state.path("Health");
        return new Container.State(
                constant(Container.Status.class, state.path("Status").asText(), Container.Status.DEAD),
                state.path("ExitCode").asInt(),
                json.path("RestartCount").asInt(),
                instant(state.path("StartedAt").asText()),
                constant(Container.Health.class, health.path("Status").asText(), Container.Health.NONE),
                lastOutput(health.path("Log")));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name, E otherwise) {
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equals(name.toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        return otherwise;
    }

    /** One that never started says year 1. */
    private static Instant instant(String text) {
        return text.isEmpty() || text.startsWith("0001") ? Instant.EPOCH : Instant.parse(text);
    }

    private static String lastOutput(JsonNode log) {
        var output = log.isEmpty()
                ? ""
                : log.get(log.size() - 1).path("Output").asText().strip();
        return output.length() <= QUOTED_CHARACTERS ? output : output.substring(0, QUOTED_CHARACTERS) + "…";
    }

    private static RestartPolicy restart(JsonNode json) {
        var policy = json.path("HostConfig").path("RestartPolicy");
        var kind = constant(
                RestartPolicy.Kind.class, policy.path("Name").asText().replace('-', '_'), RestartPolicy.Kind.NO);
        return new RestartPolicy(kind, policy.path("MaximumRetryCount").asInt());
    }

    private static List<NetworkAttachment> networks(JsonNode json, String id) {
        var networks = new ArrayList<NetworkAttachment>();
        json.path("NetworkSettings").path("Networks").properties().forEach(entry -> {
            var name = entry.getKey();
            if (!name.equals("host") && !name.equals("none")) {
                networks.add(attachment(name, entry.getValue(), id));
            }
        });
        return networks;
    }

    /** The engine adds the short id to the aliases by itself; only those that were asked for count. */
    private static NetworkAttachment attachment(String name, JsonNode network, String id) {
        var aliases = new ArrayList<String>();
        network.path("Aliases").forEach(alias -> {
            if (!id.startsWith(alias.asText()) || alias.asText().length() != SHORT_ID) {
                aliases.add(alias.asText());
            }
        });
        var asked = network.path("IPAMConfig");
        return new NetworkAttachment(
                name,
                aliases.stream().distinct().toList(),
                text(asked.path("IPv4Address")),
                text(asked.path("IPv6Address")));
    }

    private static Optional<String> address(JsonNode json) {
        if (json.path("HostConfig").path("NetworkMode").asText().equals("host")) {
            return Optional.of("127.0.0.1");
        }
        for (var entry : json.path("NetworkSettings").path("Networks").properties()) {
            var address = text(entry.getValue().path("IPAddress"));
            if (address.isPresent()) {
                return address;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node.asText()).filter(text -> !text.isEmpty() && !text.equals("null"));
    }
}
