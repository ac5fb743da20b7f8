package dev.slipway.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The header fields of a request; names are compared without regard to case. */
final class Headers {
    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Headers with(String name, String value) {
        values.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value);
        return this;
    }

    /** In the order in which they came. */
    List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }
}
