package dev.slipway.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a container is run: Compose's service keys, each at most once, in normal form.
 *
 * <p>A map from typed keys, since a record of sixty components would say less: configuration and Docker adapter hold one
 * row for each {@link RunKey}, and a test holds that neither forgets one.
 */
public final class RunSpec {
    public static final RunSpec EMPTY = new RunSpec(Map.of());

    private final Map<RunKey<?>, Object> values;

    private RunSpec(Map<RunKey<?>, Object> values) {
        this.values = values;
    }

    /** This one with {@code key} set to {@code value}. */
    public <T> RunSpec with(RunKey<T> key, T value) {
        var copy = new LinkedHashMap<>(values);
        copy.put(key, value);
        return new RunSpec(copy);
    }

    public <T> Optional<T> get(RunKey<T> key) {
        return Optional.ofNullable(values.get(key)).map(key::cast);
    }

    public Set<RunKey<?>> keys() {
        return Set.copyOf(values.keySet());
    }

    /**
     * Every key and value in one order of keys, for hashing. It holds whatever the configuration held, secrets in
     * {@code environment} too, so it must not be printed.
     */
    public String canonical() {
        var sorted = new TreeMap<String, String>();
        values.forEach((key, value) -> sorted.put(
                key.name(), value instanceof Map<?, ?> map ? new TreeMap<>(map).toString() : value.toString()));
        return sorted.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunSpec spec && spec.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The keys alone: values may be secret. */
    @Override
    public String toString() {
        return "run" + values.keySet();
    }
}
