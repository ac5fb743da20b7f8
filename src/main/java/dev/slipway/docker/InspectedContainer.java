package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Container;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The engine's description of a container, in the words of the model. Read from JSON, since docker-java's own class gives
 * null for whatever is absent.
 */
record InspectedContainer(JsonNode json) {
    private static final int OUTPUT_LIMIT = 500;
    private static final int SHORT_ID_DIGITS = 12;
    private static final Set<String> NO_NETWORK_OF_ITS_OWN = Set.of("host", "none");
    private static final int DEFAULT_GRACE_SECONDS = 10;

    /** @param address at which this host reaches it */
    Container toModel(Optional<String> address) {
        return new Container(id(), name(), Labels.origin(json.at("/Config/Labels")), state(), wiring(), address);
    }

    String id() {
        return json.path("Id").asText();
    }

    String name() {
        return json.path("Name").asText().replaceFirst("^/", "");
    }

    /** The image as it was asked for: a tag, or an id. */
    String imageName() {
        return json.at("/Config/Image").asText();
    }

    String networkMode() {
        return json.at("/HostConfig/NetworkMode").asText();
    }

    boolean isRunning() {
        return json.at("/State/Running").asBoolean();
    }

    /** Seconds from its stop signal to SIGKILL. */
    int graceSeconds() {
        return json.at("/Config/StopTimeout").asInt(DEFAULT_GRACE_SECONDS);
    }

    /** The container whose network it shares, by name or id. */
    Optional<String> networkOf() {
        var prefix = "container:";
        return Optional.of(networkMode())
                .filter(mode -> mode.startsWith(prefix))
                .map(mode -> mode.substring(prefix.length()));
    }

    /** An address on any of its own networks; all of an engine's bridges are reachable from its host. */
    Optional<String> ownAddress() {
        for (var field : List.of("IPAddress", "GlobalIPv6Address")) {
            for (var network : json.at("/NetworkSettings/Networks")) {
                var address = network.path(field).asText("");
                if (!address.isEmpty()) {
                    return Optional.of(address);
                }
            }
        }
        return Optional.empty();
    }

    List<NetworkAttachment> networks() {
        var attachments = new ArrayList<NetworkAttachment>();
        json.at("/NetworkSettings/Networks").properties().forEach(each -> {
            if (!NO_NETWORK_OF_ITS_OWN.contains(each.getKey())) {
                attachments.add(attachment(each.getKey(), each.getValue()));
            }
        });
        return attachments;
    }

    private NetworkAttachment attachment(String network, JsonNode endpoint) {
        var shortId = id().substring(0, SHORT_ID_DIGITS); // which engines before 25 add to the aliases
        var aliases = new ArrayList<String>();
        endpoint.path("Aliases").forEach(alias -> aliases.add(alias.asText()));
        aliases.removeIf(shortId::equals);
        return new NetworkAttachment(
                network,
                aliases,
                text(endpoint.at("/IPAMConfig/IPv4Address")),
                text(endpoint.at("/IPAMConfig/IPv6Address")));
    }

    private Container.Wiring wiring() {
        var policy = json.at("/HostConfig/RestartPolicy");
        var kind = Arrays.stream(RestartPolicy.Kind.values())
                .filter(each -> each.key().equals(policy.path("Name").asText()))
                .findFirst()
                .orElse(RestartPolicy.Kind.NO); // Docker also writes it as an empty name
        return new Container.Wiring(
                json.path("Image").asText(),
                new RestartPolicy(kind, policy.path("MaximumRetryCount").asInt()),
                networks());
    }

    private Container.State state() {
        var state = json.path("State");
        return new Container.State(
                status(state),
                state.path("ExitCode").asInt(),
                json.path("RestartCount").asInt(),
                startedAt(state.path("StartedAt").asText()),
                health(state.at("/Health/Status").asText()),
                healthOutput(state.at("/Health/Log")));
    }

    private static Container.Status status(JsonNode state) {
        var word = state.path("Status").asText().toUpperCase(Locale.ROOT);
        return Arrays.stream(Container.Status.values())
                .filter(each -> each.name().equals(word))
                .findFirst()
                .orElse(state.path("Running").asBoolean() ? Container.Status.RUNNING : Container.Status.EXITED);
    }

    private static Container.Health health(String word) {
        return Arrays.stream(Container.Health.values())
                .filter(each -> each.name().equalsIgnoreCase(word))
                .findFirst()
                .orElse(Container.Health.NONE);
    }

    private static Instant startedAt(String text) {
        // The engine writes the first instant of the year 1 for "never".
        return text.isEmpty() || text.startsWith("0001-") ? Instant.EPOCH : Instant.parse(text);
    }

    private static String healthOutput(JsonNode log) {
        if (log.isEmpty()) {
            return "";
        }
        var output = log.get(log.size() - 1).path("Output").asText().strip();
        return output.length() > OUTPUT_LIMIT ? output.substring(0, OUTPUT_LIMIT) + "…" : output;
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node.asText("")).filter(text -> !text.isEmpty());
    }
}
