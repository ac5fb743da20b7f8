package dev.slipway.docker;

import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code $NAME}, <code>${NAME}</code>, <code>${NAME:-default}</code> and <code>${NAME:+other}</code> as a Dockerfile's FROM does. */
final class Variables {
    private static final Pattern VARIABLE = Pattern.compile(
            "\\$(?:(?<bare>[A-Za-z_]\\w*)|\\{(?<name>[A-Za-z_]\\w*)(?:(?<colon>:?)(?<operator>[-+])(?<word>[^}]*))?})");

    private final Map<String, String> values;

    Variables(Map<String, String> values) {
        this.values = values;
    }

    /** The text with its variables replaced and its quotes removed; a variable that is not set is empty. */
    String expand(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(value(match)))
                .replaceAll("[\"']", "");
    }

    private String value(MatchResult variable) {
        var name = Optional.ofNullable(variable.group("bare")).orElseGet(() -> variable.group("name"));
        var value = Optional.ofNullable(values.get(name));
        var operator = Optional.ofNullable(variable.group("operator"));
        if (operator.isEmpty()) {
            return value.orElse("");
        }
        var counts = value.filter(v -> variable.group("colon").isEmpty() || !v.isEmpty());
        var word = expand(variable.group("word"));
        return operator.get().equals("-")
                ? counts.orElse(word)
                : counts.map(ignored -> word).orElse("");
    }
}
