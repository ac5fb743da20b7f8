package dev.slipway.config;

import java.util.Map;
import java.util.Optional;

/** A scalar that is parsed from its text, whatever YAML would have made of it: {@code 22:22} stays what it is. */
record ScalarShape<T>(String kind, Map<String, Object> schema, Parser<T> parser) implements Shape<T> {
    @Override
    public Optional<T> read(Yaml node, Reading in) {
        if (!(node instanceof Yaml.Text text)) {
            return in.refuse(node, "must be " + kind + ", not " + node.what());
        }
        if (text.isNull()) {
            return in.refuse(node, "has no value; give it one (" + kind + ") or remove the key");
        }
        try {
            return Optional.of(parser.parse(text));
        } catch (Misfit misfit) {
            return in.refuse(node, misfit.message(text.written()));
        }
    }

    /** Makes a value of a scalar that is not null. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(Yaml.Text text) throws Misfit;
    }
}
