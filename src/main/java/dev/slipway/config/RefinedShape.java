package dev.slipway.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A shape whose value must pass one more condition, or becomes something else. */
record RefinedShape<T, U>(Shape<T> inner, Shape.Refinement<? super T, ? extends U> refinement) implements Shape<U> {
    @Override
    public Optional<U> read(Yaml node, Reading in) {
        var value = inner.read(node, in);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(refinement.apply(value.get(), in));
        } catch (Misfit misfit) {
            return in.refuse(node, misfit.message(node instanceof Yaml.Text text ? text.written() : node.what()));
        }
    }

    @Override
    public Map<String, Object> schema() {
        return inner.schema();
    }

    @Override
    public String kind() {
        return inner.kind();
    }

    @Override
    public Object shown(Yaml node, Reading in) {
        return inner.shown(node, in);
    }

    @Override
    public List<Field<?>> fields() {
        return inner.fields();
    }

    @Override
    public Map<String, List<Field<?>>> keysByForm() {
        return inner.keysByForm();
    }
}
