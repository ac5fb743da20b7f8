package dev.slipway.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Names with values, as a mapping or as a list of {@code NAME=value}.
 *
 * @param valueless what a name without a value means
 */
record PairsShape(Valueless valueless) implements Shape<SequencedMap<String, String>> {
    /** What is meant by a name alone. */
    enum Valueless {
        /** The value that the agent's own environment has; left out if it has none. */
        FROM_ENVIRONMENT,
        EMPTY,
        REFUSED
    }

    @Override
    public Optional<SequencedMap<String, String>> read(Yaml node, Reading in) {
        if (node.isNull()) {
            return Optional.of(new LinkedHashMap<>());
        }
        var reader = new Reader(in);
        switch (node) {
            case Yaml.Entries mapping ->
                mapping.entries().forEach(entry -> reader.entry(entry.at(), entry.key(), entry.value()));
            case Yaml.Items list -> list.items().forEach(reader::item);
            default -> {
                return in.refuse(node, "must be a mapping or a list of NAME=value, not " + node.what());
            }
        }
        return reader.sound ? Optional.of(reader.pairs) : Optional.empty();
    }

    /** Collects the pairs of one node. */
    private final class Reader {
        private final Reading in;
        private final SequencedMap<String, String> pairs = new LinkedHashMap<>();
        private boolean sound = true;

        Reader(Reading in) {
            this.in = in;
        }

        void item(Yaml item) {
            if (!(item instanceof Yaml.Text text) || text.isNull()) {
                refuse(item, "must be text like NAME=value, not " + item.what());
                return;
            }
            int equals = text.value().indexOf('=');
            var name = equals < 0 ? text.value() : text.value().substring(0, equals);
            var value = equals < 0
                    ? Optional.<String>empty()
                    : Optional.of(text.value().substring(equals + 1));
            if (pairs.containsKey(name)) {
                refuse(item, "'" + name + "' is given twice");
            }
            put(item, name, value);
        }

        void entry(Yaml.Spot at, String name, Yaml value) {
            if (value instanceof Yaml.Text text) {
                put(
                        new Yaml.Text(at, name, name, false),
                        name,
                        text.isNull() ? Optional.empty() : Optional.of(text.value()));
            } else {
                refuse(value, "'" + name + "' must be text, not " + value.what());
            }
        }

        private void put(Yaml node, String name, Optional<String> value) {
            if (name.isBlank()) {
                refuse(node, "a name is missing before '='");
            } else if (value.isPresent()) {
                pairs.put(name, value.get());
            } else {
                switch (valueless) {
                    case FROM_ENVIRONMENT ->
                        in.variables().find(name).ifPresent(found -> pairs.put(name, found.text()));
                    case EMPTY -> pairs.put(name, "");
                    case REFUSED -> refuse(node, "'" + name + "' has no value; write '" + name + "=value'");
                }
            }
        }

        private void refuse(Yaml node, String message) {
            sound = false;
            in.refuse(node, message);
        }
    }

    @Override
    public Map<String, Object> schema() {
        var list = Scalars.schemaOf("type", "array", "items", Scalars.schemaOf("type", "string"));
        var mapping = Scalars.schemaOf(
                "type",
                List.of("object", "null"),
                "additionalProperties",
                Scalars.schemaOf("type", List.of("string", "number", "boolean", "null")));
        return Scalars.schemaOf("anyOf", List.of(mapping, list));
    }

    @Override
    public String kind() {
        return "mapping or list of NAME=value";
    }

    @Override
    public Object shown(Yaml node, Reading in) {
        var shown = new LinkedHashMap<String, Object>();
        read(node, in).orElseThrow().forEach((name, value) -> shown.put(name, Masking.pair(name, value)));
        return shown;
    }
}
