package dev.slipway.config;

import java.util.Optional;

/**
 * One row of the table: a key of a mapping.
 *
 * @param about what it is for, in one line, for schema and documentation
 * @param fallback the default as it would be written; empty text for a mapping whose keys have defaults of their own
 */
record Field<T>(String name, Shape<T> shape, String about, boolean required, Optional<String> fallback) {
    static <T> Field<T> optional(String name, Shape<T> shape, String about) {
        return new Field<>(name, shape, about, false, Optional.empty());
    }

    static <T> Field<T> required(String name, Shape<T> shape, String about) {
        return new Field<>(name, shape, about, true, Optional.empty());
    }

    static <T> Field<T> withDefault(String name, Shape<T> shape, String fallback, String about) {
        return new Field<>(name, shape, about, false, Optional.of(fallback));
    }

    /** What stands for the key where the file does not have it. */
    Optional<Yaml> fallbackAt(Yaml.Spot at, Reading in) {
        return fallback.map(text -> {
            try {
                return new Yaml.Text(at, text, new Interpolation(in.variables()).expand(text), true);
            } catch (Misfit misfit) {
                throw new IllegalStateException("the default of " + name + " must always be readable", misfit);
            }
        });
    }
}
