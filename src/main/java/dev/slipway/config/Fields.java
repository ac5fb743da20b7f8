package dev.slipway.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of one mapping's keys, those with problems left out. */
final class Fields {
    private final Yaml.Entries mapping;
    private final Reading in;
    private final Map<Field<?>, Object> values = new HashMap<>();
    private boolean sound = true;

    Fields(Yaml.Entries mapping, Reading in) {
        this.mapping = mapping;
        this.in = in;
    }

    void read(Field<?> field) {
        var entry = mapping.find(field.name());
        var node = entry.map(Yaml.Entry::value).or(() -> field.fallbackAt(mapping.at(), in));
        if (node.isPresent()) {
            field.shape()
                    .read(node.get(), in.in(field.name()))
                    .ifPresentOrElse(value -> values.put(field, value), this::spoil);
        } else if (field.required()) {
            refuse("key '" + field.name() + "' is missing");
        }
    }

    /** Where the mapping stands in the file's tree. */
    Reading in() {
        return in;
    }

    @SuppressWarnings("unchecked") // only read(Field) puts values in, and it takes them from that field's own shape
    <T> Optional<T> find(Field<T> field) {
        return Optional.ofNullable((T) values.get(field));
    }

    /** For keys that are required or have a default; only while {@link #isSound}. */
    <T> T get(Field<T> field) {
        return find(field).orElseThrow();
    }

    /** Puts a value in the place of one that was read, once more is known. */
    <T> void replace(Field<T> field, T value) {
        values.put(field, value);
    }

    boolean isGiven(Field<?> field) {
        return mapping.find(field.name()).isPresent();
    }

    /** Reports something about the value of {@code field}, at its place. */
    void refuse(Field<?> field, String message) {
        spoil();
        var node = mapping.find(field.name()).map(Yaml.Entry::value);
        if (node.isPresent()) {
            in.in(field.name()).refuse(node.get(), message);
        } else {
            refuse(field.name() + ": " + message);
        }
    }

    /** Reports something about a key within other keys of this mapping, such as {@code run}, {@code deploy}; if it is there. */
    void refuseWithin(List<String> path, String message) {
        Optional<Yaml> node = Optional.of(mapping);
        var place = in;
        for (var key : path) {
            node = node.filter(Yaml.Entries.class::isInstance)
                    .flatMap(each -> ((Yaml.Entries) each).find(key))
                    .map(Yaml.Entry::value);
            place = place.in(key);
        }
        if (node.isPresent()) {
            spoil();
            place.refuse(node.get(), message);
        }
    }

    /** Reports something about the mapping as a whole. */
    void refuse(String message) {
        spoil();
        in.refuse(mapping, message);
    }

    void spoil() {
        sound = false;
    }

    boolean isSound() {
        return sound;
    }
}
