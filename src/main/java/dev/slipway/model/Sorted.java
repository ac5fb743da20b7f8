package dev.slipway.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Copies of maps whose order is the same in every JVM, since their text goes into hashes. */
final class Sorted {
    private Sorted() {}

    static <V> Map<String, V> copyOf(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
