package dev.slipway.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a value in the file may look like: reads it, and describes itself as JSON Schema and for people.
 *
 * @param <T> what is read
 */
interface Shape<T> {
    /** The value, whole; or nothing, and then at least one problem has been reported. */
    Optional<T> read(Yaml node, Reading in);

    /** As JSON Schema, in the order in which it is to be written. */
    Map<String, Object> schema();

    /** In a few words, for the documentation: {@code list of text}. */
    String kind();

    /** The value for {@code config show}: lists, maps, text, numbers; secrets masked, defaults filled in. */
    default Object shown(Yaml node, Reading in) {
        return Masking.shown(node);
    }

    /** The keys of the mapping that this is or holds, for the documentation. */
    default List<Field<?>> fields() {
        return List.of();
    }

    /** The keys of each mapping that this can be, by what it is then called, where one of its keys decides. */
    default Map<String, List<Field<?>>> keysByForm() {
        return Map.of();
    }

    /** This shape, and a further condition or conversion. */
    default <U> Shape<U> then(Refinement<? super T, ? extends U> refinement) {
        return new RefinedShape<>(this, refinement);
    }

    /** Turns what was read into something else, or refuses it. */
    @FunctionalInterface
    interface Refinement<T, U> {
        U apply(T value, Reading in) throws Misfit;
    }
}
