package dev.slipway.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Keeps secrets in commands, labels and options off the terminal: a variable stands in their place, to be set elsewhere. */
final class MaskedRun {
    /** The environment has a way of its own; in paths and names of others there are no secrets. */
    private static final Set<String> MASKED =
            Set.of("command", "entrypoint", "labels", "annotations", "logging", "healthcheck");

    private static final String OPTIONS = "options";

    private final String prefix;
    private final List<String> names = new ArrayList<>();

    MaskedRun(String app) {
        prefix = app.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_").replaceFirst("^(?=[0-9])", "_") + "_SECRET_";
    }

    Object of(String key, Object value) {
        return MASKED.contains(key) ? masked(key, value) : value;
    }

    List<String> notes() {
        return names.isEmpty()
                ? List.of()
                : List.of("Something in here looks like a secret, and is not printed. Put it as "
                        + String.join(", ", names)
                        + " into the file .env beside the configuration, readable by its owner alone.");
    }

    private Object masked(String key, Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, Object>();
                map.forEach((name, inner) -> {
                    boolean secret =
                            key.equals(OPTIONS) && Masking.looksSecret(String.valueOf(name)) && inner instanceof String;
                    copy.put(String.valueOf(name), secret ? variable() : masked(String.valueOf(name), inner));
                });
                yield copy;
            }
            case List<?> list -> items(list);
            case String text -> Masking.text(text).equals(text) ? text : variable();
            default -> value;
        };
    }

    /** {@code --password x} is two items. */
    private List<Object> items(List<?> list) {
        var copy = new ArrayList<Object>();
        var before = "";
        for (var item : list) {
            var text = String.valueOf(item);
            boolean secret = before.matches("--?[A-Za-z_-]+")
                    && Masking.looksSecret(before)
                    && !text.startsWith("-")
                    && !text.startsWith("/");
            copy.add(secret ? variable() : masked("", item));
            before = text;
        }
        return copy;
    }

    private Object variable() {
        names.add(prefix + (names.size() + 1));
        return new YamlWriter.Written("${" + names.getLast() + ":-" + ShellLine.UNKNOWN + "}");
    }
}
