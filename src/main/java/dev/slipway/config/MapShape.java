package dev.slipway.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * A mapping whose keys are the user's own names.
 *
 * @param keys what a name must look like
 * @param keyKind the same in words
 */
record MapShape<T>(Pattern keys, String keyKind, Shape<T> value) implements Shape<SequencedMap<String, T>> {
    @Override
    public Optional<SequencedMap<String, T>> read(Yaml node, Reading in) {
        if (node.isNull()) {
            return Optional.of(new LinkedHashMap<>());
        }
        if (!(node instanceof Yaml.Entries mapping)) {
            return in.refuse(node, "must be a mapping, not " + node.what());
        }
        var values = new LinkedHashMap<String, T>();
        for (var entry : mapping.entries()) {
            boolean named = keys.matcher(entry.key()).matches();
            if (!named) {
                in.problems().report(entry.at(), in.path() + ": '" + entry.key() + "' must be " + keyKind);
            }
            var read = value.read(entry.value(), in.in(entry.key()));
            if (named) {
                read.ifPresent(it -> values.put(entry.key(), it));
            }
        }
        return values.size() == mapping.entries().size() ? Optional.of(values) : Optional.empty();
    }

    @Override
    public Map<String, Object> schema() {
        return Scalars.schemaOf(
                "type",
                List.of("object", "null"),
                "propertyNames",
                Scalars.schemaOf("pattern", "^(" + keys.pattern() + "|x-.*|<<)$"),
                "patternProperties",
                Scalars.schemaOf("^x-", Map.of()),
                "additionalProperties",
                value.schema());
    }

    @Override
    public String kind() {
        return "mapping of names to " + value.kind();
    }

    @Override
    public Object shown(Yaml node, Reading in) {
        var shown = new LinkedHashMap<String, Object>();
        if (node instanceof Yaml.Entries mapping) {
            mapping.entries().forEach(entry -> shown.put(entry.key(), value.shown(entry.value(), in.in(entry.key()))));
        }
        return shown;
    }

    @Override
    public List<Field<?>> fields() {
        return value.fields();
    }
}
