package dev.slipway.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.history.Database.Damage;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Failure;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.Phase;
import dev.slipway.model.RestartPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * How a container and a failure are written as JSON. Field by field, so that a name that changes in {@code model} does not
 * change what stands on the disks of users; a field that is unknown is passed over.
 */
final class StoredForm {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StoredForm() {}

    static String write(Container container) {
        var json = JSON.createObjectNode();
        json.put("id", container.id()).put("name", container.name());
        container.origin().ifPresent(origin -> json.set("origin", write(origin)));
        json.set("state", write(container.state()));
        json.set("wiring", write(container.wiring()));
        container.address().ifPresent(address -> json.put("address", address));
        return json.toString();
    }

    static Container container(String text) {
        return parse(
                text,
                json -> new Container(
                        string(json, "id"),
                        string(json, "name"),
                        Optional.of(json.path("origin"))
                                .filter(JsonNode::isObject)
                                .map(StoredForm::origin),
                        state(json.required("state")),
                        wiring(json.required("wiring")),
                        optional(json, "address")));
    }

    static String write(Failure failure) {
        var json = JSON.createObjectNode()
                .put("at", failure.at().name())
                .put("blame", failure.blame().name())
                .put("what", failure.what())
                .put("stands", failure.stands())
                .put("next", failure.next());
        json.set("evidence", array(failure.evidence()));
        return json.toString();
    }

    static Failure failure(String text) {
        return parse(
                text,
                json -> new Failure(
                        Phase.valueOf(string(json, "at")),
                        Blame.valueOf(string(json, "blame")),
                        string(json, "what"),
                        string(json, "stands"),
                        string(json, "next"),
                        strings(json.required("evidence"))));
    }

    private static ObjectNode write(Container.Origin origin) {
        return JSON.createObjectNode()
                .put("app", origin.app())
                .put("commit", origin.commit().sha())
                .put("deployment", origin.deployment())
                .put("configHash", origin.configHash());
    }

    private static Container.Origin origin(JsonNode json) {
        return new Container.Origin(
                string(json, "app"),
                new Commit(string(json, "commit")),
                json.required("deployment").asLong(),
                string(json, "configHash"));
    }

    private static ObjectNode write(Container.State state) {
        return JSON.createObjectNode()
                .put("status", state.status().name())
                .put("exitCode", state.exitCode())
                .put("restarts", state.restarts())
                .put("startedAt", state.startedAt().toString())
                .put("health", state.health().name())
                .put("healthOutput", state.healthOutput());
    }

    private static Container.State state(JsonNode json) {
        return new Container.State(
                Container.Status.valueOf(string(json, "status")),
                json.required("exitCode").asInt(),
                json.required("restarts").asInt(),
                Instant.parse(string(json, "startedAt")),
                Container.Health.valueOf(string(json, "health")),
                string(json, "healthOutput"));
    }

    private static ObjectNode write(Container.Wiring wiring) {
        var json = JSON.createObjectNode().put("image", wiring.image());
        json.putObject("restart")
                .put("kind", wiring.restart().kind().name())
                .put("maximumRetries", wiring.restart().maximumRetries());
        var networks = json.putArray("networks");
        for (var network : wiring.networks()) {
            var entry = networks.addObject().put("network", network.network());
            entry.set("aliases", array(network.aliases()));
            network.ipv4().ifPresent(address -> entry.put("ipv4", address));
            network.ipv6().ifPresent(address -> entry.put("ipv6", address));
        }
        return json;
    }

    private static Container.Wiring wiring(JsonNode json) {
        var restart = json.required("restart");
        return new Container.Wiring(
                string(json, "image"),
                new RestartPolicy(
                        RestartPolicy.Kind.valueOf(string(restart, "kind")),
                        restart.required("maximumRetries").asInt()),
                list(
                        json.required("networks"),
                        network -> new NetworkAttachment(
                                string(network, "network"),
                                strings(network.required("aliases")),
                                optional(network, "ipv4"),
                                optional(network, "ipv6"))));
    }

    private static <T> T parse(String text, Function<JsonNode, T> mapping) {
        try {
            return mapping.apply(JSON.readTree(text));
        } catch (JsonProcessingException | RuntimeException e) {
            throw new Damage("a stored value makes no sense: " + e.getMessage(), e);
        }
    }

    private static ArrayNode array(List<String> lines) {
        var array = JSON.createArrayNode();
        lines.forEach(array::add);
        return array;
    }

    private static List<String> strings(JsonNode array) {
        return list(array, JsonNode::asText);
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
        return StreamSupport.stream(array.spliterator(), false).map(each).toList();
    }

    private static String string(JsonNode json, String name) {
        return json.required(name).asText();
    }

    private static Optional<String> optional(JsonNode json, String name) {
        return Optional.of(json.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
