package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The networks that one container is on at one moment, read from the engine's answer to {@code GET /containers/ID/json}. */
record Endpoints(String container, String networkMode, JsonNode networks) {
    /** A driver's option that no driver knows: it stays with the attachment, over restarts too, and tells who made it. */
    static final String JOINED_BY_SLIPWAY = "dev.slipway.joined";

    private static final String SHARED = "container:";

    static Endpoints read(JsonNode json) {
        return new Endpoints(
                json.path("Id").asText(),
                json.path("HostConfig").path("NetworkMode").asText(),
                json.path("NetworkSettings").path("Networks"));
    }

    boolean hasTheHostsNetwork() {
        return networkMode.equals("host");
    }

    /** The container whose network it shares. */
    Optional<String> sharedWith() {
        return Optional.of(networkMode)
                .filter(mode -> mode.startsWith(SHARED))
                .map(mode -> mode.substring(SHARED.length()));
    }

    boolean isOn(String network) {
        return networks.has(network);
    }

    /** Names of the networks on which it has an address now. */
    List<String> addressed() {
        return names().filter(name -> address(name).isPresent()).toList();
    }

    /** Names of the networks that Slipway had it join for a while. */
    List<String> joined() {
        return names().filter(this::hasJoined).toList();
    }

    boolean hasJoined(String network) {
        return networks.path(network).path("DriverOpts").has(JOINED_BY_SLIPWAY);
    }

    Optional<String> address(String network) {
        return text(network, "IPAddress");
    }

    /** The host's own address on that network; none where the network has no way out. */
    Optional<String> gateway(String network) {
        return text(network, "Gateway");
    }

    /** The host's own address on any of its networks. */
    Optional<String> gateway() {
        return names().flatMap(name -> gateway(name).stream()).findFirst();
    }

    private Stream<String> names() {
        return networks.properties().stream().map(Map.Entry::getKey);
    }

    private Optional<String> text(String network, String field) {
        return Optional.of(networks.path(network).path(field).asText()).filter(text -> !text.isEmpty());
    }
}
