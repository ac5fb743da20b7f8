package dev.slipway.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapping in which one key stands in the place of another, whose default then is none. */
record InsteadShape<T>(Shape<T> mapping, String key, String of) implements Shape<T> {
    @Override
    public Optional<T> read(Yaml node, Reading in) {
        return mapping.read(node, in);
    }

    @Override
    public Map<String, Object> schema() {
        return mapping.schema();
    }

    @Override
    public String kind() {
        return mapping.kind();
    }

    /** What is shown must be readable again. */
    @Override
    public Object shown(Yaml node, Reading in) {
        var shown = mapping.shown(node, in);
        if (shown instanceof Map<?, ?> keys && keys.containsKey(key)) {
            var without = new LinkedHashMap<Object, Object>(keys);
            without.remove(of);
            return without;
        }
        return shown;
    }

    @Override
    public List<Field<?>> fields() {
        return mapping.fields();
    }
}
