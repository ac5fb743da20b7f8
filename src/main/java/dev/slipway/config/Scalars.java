package dev.slipway.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The shapes of single values. */
final class Scalars {
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,18}");
    /** In the schema, what stands for a value that only the environment knows. */
    private static final String VARIABLE = ".*\\$\\{.*";

    private Scalars() {}

    /** Any text; numbers and booleans are taken as they are written. */
    static Shape<String> text() {
        return new ScalarShape<>("text", Map.of("type", List.of("string", "number", "boolean")), Yaml.Text::value);
    }

    /** Text that is not empty. */
    static Shape<String> name() {
        return parsed("text", text -> {
            if (text.isBlank()) {
                throw new Misfit("must not be empty");
            }
            return text;
        });
    }

    /** Text that has to match as a whole. */
    static Shape<String> matching(String kind, Pattern pattern) {
        return parsed(kind, text -> {
            if (!pattern.matcher(text).matches()) {
                throw Misfit.mustBe(kind);
            }
            return text;
        });
    }

    /** Text with a syntax of its own. */
    static <T> Shape<T> parsed(String kind, Parser<T> parser) {
        return new ScalarShape<>(
                kind, Map.of("type", List.of("string", "number", "boolean")), text -> parser.parse(text.value()));
    }

    static Shape<Boolean> flag() {
        return new ScalarShape<>("true or false", orVariable("boolean", "true|false"), text -> {
            if (text.plain() || text.isInterpolated()) {
                switch (text.value()) {
                    case "true", "True", "TRUE" -> {
                        return true;
                    }
                    case "false", "False", "FALSE" -> {
                        return false;
                    }
                    default -> {}
                }
            }
            throw Misfit.mustBe("true or false, without quotes");
        });
    }

    static Shape<Long> integer(long min, long max) {
        var kind = range(min, max);
        var schema = orVariable("integer", "[-+]?[0-9]+");
        if (min > Long.MIN_VALUE) {
            schema.put("minimum", min);
        }
        if (max < Long.MAX_VALUE) {
            schema.put("maximum", max);
        }
        return new ScalarShape<>(kind, schema, text -> {
            if (!INTEGER.matcher(text.value()).matches()) {
                throw Misfit.mustBe(kind);
            }
            long value = Long.parseLong(text.value());
            if (value < min || value > max) {
                throw Misfit.mustBe(kind);
            }
            return value;
        });
    }

    static Shape<Integer> port() {
        return integer(1, PortSyntax.MAX_PORT).then((value, in) -> Math.toIntExact(value));
    }

    /** One of some words. */
    static <T> Shape<T> choice(Map<String, T> values) {
        var words = List.copyOf(values.keySet());
        var kind = String.join(" | ", words);
        var schema = new LinkedHashMap<String, Object>();
        schema.put("enum", words);
        return new ScalarShape<>(kind, schema, text -> {
            var value = values.get(text.value());
            if (value == null) {
                throw new Misfit("must be one of " + String.join(", ", words) + ", not '" + text.written() + "'"
                        + Suggestion.of(text.value(), words));
            }
            return value;
        });
    }

    static Shape<Duration> duration(Duration min, Duration max) {
        return parsed("a duration such as 30s or 1h30m", Durations::parse).then((value, in) -> {
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                throw Misfit.mustBe("from " + Durations.show(min) + " to " + Durations.show(max));
            }
            return value;
        });
    }

    static Shape<Long> bytes() {
        return parsed("a size such as 512m or 2gb", Sizes::parse);
    }

    /** A path of the host, made absolute. */
    static Shape<String> hostPath() {
        return name().then((value, in) -> in.resolve(value).toString());
    }

    /** A path in the container. */
    static Shape<String> containerPath() {
        return parsed("an absolute path in the container", text -> {
            if (!text.startsWith("/")) {
                throw Misfit.mustBe("an absolute path in the container");
            }
            return text;
        });
    }

    /** An object's schema is a map in the order of writing; this makes one of pairs. */
    static Map<String, Object> schemaOf(Object... pairs) {
        var schema = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            schema.put((String) pairs[i], pairs[i + 1]);
        }
        return schema;
    }

    private static Map<String, Object> orVariable(String type, String words) {
        return schemaOf("type", List.of(type, "string"), "pattern", "^(" + words + "|" + VARIABLE + ")$");
    }

    private static String range(long min, long max) {
        if (max == Long.MAX_VALUE) {
            return min == Long.MIN_VALUE ? "a whole number" : "a whole number from " + min;
        }
        return "a whole number from " + min + " to " + max;
    }

    /** Makes a value of text. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws Misfit;
    }
}
