package dev.slipway.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping one key of which says what the others are.
 *
 * @param selector the key, such as {@code type}, which each of the variants has as a field too
 */
record VariantShape<T>(String selector, Map<String, ObjectShape<T>> variants) implements Shape<T> {
    @Override
    public Optional<T> read(Yaml node, Reading in) {
        if (!(node instanceof Yaml.Entries entries)) {
            // Not quoted: somebody may have written the URL alone, which is a secret.
            return in.refuse(node, "must be a mapping with the key '" + selector + "'");
        }
        var chosen = entries.find(selector).map(Yaml.Entry::value);
        if (chosen.isEmpty()) {
            return in.refuse(node, "key '" + selector + "' is missing: one of " + words());
        }
        return word().read(chosen.get(), in.in(selector)).flatMap(variant -> variant.read(node, in));
    }

    private Shape<ObjectShape<T>> word() {
        return Scalars.choice(variants);
    }

    private String words() {
        return String.join(", ", variants.keySet());
    }

    @Override
    public Map<String, Object> schema() {
        return Scalars.schemaOf(
                "anyOf", variants.values().stream().map(Shape::schema).toList());
    }

    @Override
    public String kind() {
        return "mapping by its " + selector + " (" + words() + ")";
    }

    @Override
    public Object shown(Yaml node, Reading in) {
        return word().read(((Yaml.Entries) node).find(selector).orElseThrow().value(), in)
                .orElseThrow()
                .shown(node, in);
    }

    @Override
    public Map<String, List<Field<?>>> keysByForm() {
        var forms = new LinkedHashMap<String, List<Field<?>>>();
        variants.forEach((word, shape) -> forms.put(selector + ": " + word, shape.fields()));
        return forms;
    }
}
