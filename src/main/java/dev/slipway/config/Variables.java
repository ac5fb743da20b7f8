package dev.slipway.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code ${NAME}} is replaced from: the environment of the process first, then env files, of which the last wins. */
final class Variables {
    private final Map<String, String> environment;
    private final Map<String, Value> fromFiles = new HashMap<>();
    private final List<String> files = new ArrayList<>();

    Variables(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * One value, which may be a secret.
     *
     * @param origin for a person: {@code WEBHOOK_SECRET of the environment}, {@code .env line 7}
     */
    record Value(String text, String origin) {
        @Override
        public String toString() {
            return "(value from " + origin + ")";
        }
    }

    /** Of the process alone. */
    Map<String, String> environment() {
        return environment;
    }

    /** Adds a file that was read. */
    void add(String file, Map<String, Value> values) {
        files.add(file);
        fromFiles.putAll(values);
    }

    Optional<Value> find(String name) {
        return Optional.ofNullable(environment.get(name))
                .map(text -> new Value(text, name + " of the environment"))
                .or(() -> Optional.ofNullable(fromFiles.get(name)));
    }

    /** Completes "the environment variable X is not set": {@code , neither in the environment nor in /x/.env}. */
    String lookedAt() {
        return files.isEmpty() ? "" : ", neither in the environment nor in " + String.join(" or ", files);
    }

    /** All together, as a name's value alone. */
    Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        fromFiles.forEach((name, value) -> texts.put(name, value.text()));
        texts.putAll(environment);
        return texts;
    }
}
