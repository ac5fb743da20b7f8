package dev.slipway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A list of values that look alike; nothing written is an empty list. */
record ListShape<T>(Shape<T> item) implements Shape<List<T>> {
    @Override
    public Optional<List<T>> read(Yaml node, Reading in) {
        if (node.isNull()) {
            return Optional.of(List.of());
        }
        if (!(node instanceof Yaml.Items list)) {
            return in.refuse(node, "must be a list, not " + node.what());
        }
        var values = new ArrayList<T>();
        for (var each : list.items()) {
            item.read(each, in).ifPresent(values::add);
        }
        return values.size() == list.items().size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    @Override
    public Map<String, Object> schema() {
        return Scalars.schemaOf("type", List.of("array", "null"), "items", item.schema());
    }

    @Override
    public String kind() {
        return "list of " + item.kind();
    }

    @Override
    public Object shown(Yaml node, Reading in) {
        return node instanceof Yaml.Items list
                ? list.items().stream().map(each -> item.shown(each, in)).toList()
                : List.of();
    }

    @Override
    public List<Field<?>> fields() {
        return item.fields();
    }

    @Override
    public Map<String, List<Field<?>>> keysByForm() {
        return item.keysByForm();
    }
}
