package dev.slipway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes maps, lists, text, numbers and flags as YAML that {@link YamlLoader} reads as the same.
 *
 * @param inConfiguration how text is written there, above all its dollars
 */
record YamlWriter(UnaryOperator<String> inConfiguration) {
    private static final int WIDTH = 100;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");
    private static final Pattern WORD = Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n|nan|inf");
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    /** A key without a value. */
    static final Object NOTHING = new Object();

    /** Text that is as the configuration has it, variables and all. */
    record Written(String text) {}

    /** The lines of one key with its value. */
    List<String> entry(String key, Object value, int indent) {
        var begin = " ".repeat(indent) + key(key) + ":";
        var flow = flow(value);
        if (isScalar(value) || isEmpty(value) || fits(value, begin.length() + flow.length())) {
            return List.of(flow.isEmpty() ? begin : begin + " " + flow);
        }
        var lines = new ArrayList<String>();
        lines.add(begin);
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> lines.addAll(entry(String.valueOf(name), inner, indent + 2)));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> lines.add(" ".repeat(indent + 2) + "- " + flow(item)));
        }
        return lines;
    }

    private static boolean isScalar(Object value) {
        return !(value instanceof Map) && !(value instanceof List);
    }

    private static boolean isEmpty(Object value) {
        return value instanceof Map<?, ?> map ? map.isEmpty() : value instanceof List<?> list && list.isEmpty();
    }

    /** Lists of text on one line are easy to read, mappings are not. */
    private static boolean fits(Object value, int width) {
        return width <= WIDTH
                && value instanceof List<?> list
                && (list.size() == 1 || list.stream().allMatch(YamlWriter::isScalar));
    }

    String flow(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> (key(String.valueOf(e.getKey())) + ": " + flow(e.getValue())).stripTrailing())
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(this::flow).collect(Collectors.joining(", ", "[", "]"));
            case String text -> text(text);
            case Written written -> quoted(written.text());
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> "";
        };
    }

    private static String key(String key) {
        return isPlain(PLAIN_KEY, key) ? key : quoted(key);
    }

    private String text(String raw) {
        var text = inConfiguration.apply(raw);
        return isPlain(PLAIN, text) ? text : quoted(text);
    }

    private static boolean isPlain(Pattern pattern, String text) {
        return pattern.matcher(text).matches() && !WORD.matcher(text).matches();
    }

    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').appendCodePoint(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || (c >= 0x7f && c <= 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                        out.append(String.format("\\u%04x", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }
}
