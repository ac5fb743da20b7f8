package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers the settings of a container that exists, and what cannot be said by them. */
final class FoundSettings {
    private final List<String> notes = new ArrayList<>();
    private RunSpec run = RunSpec.EMPTY;

    RunSpec run() {
        return run;
    }

    List<String> notes() {
        return notes;
    }

    <T> void set(RunKey<T> key, T value) {
        run = run.with(key, value);
    }

    void note(String text) {
        notes.add(text);
    }

    void text(RunKey<String> key, JsonNode node) {
        find(node).ifPresent(value -> set(key, value));
    }

    /** A number that is neither missing nor one of those that mean "as usual". */
    void number(RunKey<Long> key, JsonNode node, long... usual) {
        if (!node.isNumber()) {
            return;
        }
        for (long each : usual) {
            if (node.asLong() == each) {
                return;
            }
        }
        set(key, node.asLong());
    }

    void flag(RunKey<Boolean> key, JsonNode node) {
        if (node.asBoolean()) {
            set(key, true);
        }
    }

    void list(RunKey<List<String>> key, JsonNode node) {
        var values = strings(node);
        if (!values.isEmpty()) {
            set(key, values);
        }
    }

    void map(RunKey<Map<String, String>> key, JsonNode node) {
        var values = pairs(node);
        if (!values.isEmpty()) {
            set(key, values);
        }
    }

    /** Text that is there and not empty. */
    static Optional<String> find(JsonNode node) {
        return node.isTextual() && !node.asText().isEmpty() ? Optional.of(node.asText()) : Optional.empty();
    }

    static List<String> strings(JsonNode node) {
        var values = new ArrayList<String>();
        node.forEach(each -> values.add(each.asText()));
        return List.copyOf(values);
    }

    static Map<String, String> pairs(JsonNode node) {
        var values = new LinkedHashMap<String, String>();
        node.properties()
                .forEach(each -> values.put(each.getKey(), each.getValue().asText()));
        return values;
    }
}
