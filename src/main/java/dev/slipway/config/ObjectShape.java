package dev.slipway.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A mapping with known keys. Every other key is refused: by its own reason if it is one that somebody may expect to work,
 * else with the nearest known key.
 *
 * @param refused keys that are known, and why they are not taken
 * @param check looks at several keys together; also called when some of them could not be read
 * @param build called only when nothing is wrong with this mapping
 */
record ObjectShape<T>(
        List<Field<?>> fields, Map<String, String> refused, Consumer<Fields> check, Function<Fields, T> build)
        implements Shape<T> {
    static <T> ObjectShape<T> of(List<Field<?>> fields, Function<Fields, T> build) {
        return new ObjectShape<>(fields, Map.of(), ignored -> {}, build);
    }

    ObjectShape<T> refusing(Map<String, String> keys) {
        return new ObjectShape<>(fields, keys, check, build);
    }

    ObjectShape<T> checked(Consumer<Fields> extra) {
        return new ObjectShape<>(fields, refused, extra, build);
    }

    @Override
    public Optional<T> read(Yaml node, Reading in) {
        var mapping = node.isNull() ? new Yaml.Entries(node.at(), List.of()) : node;
        if (!(mapping instanceof Yaml.Entries entries)) {
            return in.refuse(node, "must be a mapping, not " + node.what());
        }
        var values = new Fields(entries, in);
        for (var entry : entries.entries()) {
            if (!isKnown(entry.key())) {
                in.problems().report(entry.at(), unknown(entry.key(), in.path()));
                values.spoil();
            }
        }
        fields.forEach(values::read);
        check.accept(values);
        return values.isSound() ? Optional.of(build.apply(values)) : Optional.empty();
    }

    private boolean isKnown(String key) {
        return fields.stream().anyMatch(field -> field.name().equals(key));
    }

    private String unknown(String key, String path) {
        var place = path.isEmpty() ? "" : " in " + path;
        var reason = refused.get(key);
        return reason == null
                ? "unknown key '" + key + "'" + place
                        + Suggestion.of(key, fields.stream().map(Field::name).toList())
                : "key '" + key + "'" + place + " is not supported: " + reason;
    }

    @Override
    public Map<String, Object> schema() {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (var field : fields) {
            var property = new LinkedHashMap<String, Object>();
            property.put("description", field.about());
            field.fallback().filter(text -> !text.isEmpty()).ifPresent(text -> property.put("default", text));
            property.putAll(field.shape().schema());
            properties.put(field.name(), property);
            if (field.required()) {
                required.add(field.name());
            }
        }
        var schema = Scalars.schemaOf("type", required.isEmpty() ? List.of("object", "null") : "object");
        schema.put("properties", properties);
        schema.put("patternProperties", Scalars.schemaOf("^x-", Map.of()));
        schema.put("additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    @Override
    public String kind() {
        return "mapping";
    }

    @Override
    public Object shown(Yaml node, Reading in) {
        var entries = node instanceof Yaml.Entries given ? given : new Yaml.Entries(node.at(), List.of());
        var shown = new LinkedHashMap<String, Object>();
        for (var field : fields) {
            entries.find(field.name())
                    .map(Yaml.Entry::value)
                    .or(() -> field.fallbackAt(node.at(), in))
                    .ifPresent(value -> shown.put(field.name(), field.shape().shown(value, in.in(field.name()))));
        }
        return shown;
    }
}
