package dev.slipway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A value that has a short and a long form, told apart by being a scalar, a list or a mapping. */
record FormsShape<T>(Optional<Shape<T>> scalar, Optional<Shape<T>> list, Optional<Shape<T>> mapping)
        implements Shape<T> {
    static <T> FormsShape<T> scalarOrList(Shape<T> scalar, Shape<T> list) {
        return new FormsShape<>(Optional.of(scalar), Optional.of(list), Optional.empty());
    }

    static <T> FormsShape<T> scalarOrMapping(Shape<T> scalar, Shape<T> mapping) {
        return new FormsShape<>(Optional.of(scalar), Optional.empty(), Optional.of(mapping));
    }

    static <T> FormsShape<T> listOrMapping(Shape<T> list, Shape<T> mapping) {
        return new FormsShape<>(Optional.empty(), Optional.of(list), Optional.of(mapping));
    }

    @Override
    public Optional<T> read(Yaml node, Reading in) {
        var form = formOf(node);
        return form.isPresent()
                ? form.get().read(node, in)
                : in.refuse(node, "must be " + kind() + ", not " + node.what());
    }

    private Optional<Shape<T>> formOf(Yaml node) {
        if (node.isNull()) {
            return list.or(() -> mapping).or(() -> scalar);
        }
        return switch (node) {
            case Yaml.Text ignored -> scalar;
            case Yaml.Items ignored -> list;
            case Yaml.Entries ignored -> mapping;
            case Yaml.Unreadable ignored -> Optional.empty();
        };
    }

    private List<Shape<T>> forms() {
        var forms = new ArrayList<Shape<T>>();
        scalar.ifPresent(forms::add);
        list.ifPresent(forms::add);
        mapping.ifPresent(forms::add);
        return forms;
    }

    @Override
    public Map<String, Object> schema() {
        return Scalars.schemaOf("anyOf", forms().stream().map(Shape::schema).toList());
    }

    @Override
    public String kind() {
        return forms().stream().map(Shape::kind).distinct().collect(Collectors.joining(" or "));
    }

    @Override
    public Object shown(Yaml node, Reading in) {
        return formOf(node).map(form -> form.shown(node, in)).orElseGet(() -> Masking.shown(node));
    }

    @Override
    public List<Field<?>> fields() {
        return forms().stream().flatMap(form -> form.fields().stream()).toList();
    }
}
