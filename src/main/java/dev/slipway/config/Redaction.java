package dev.slipway.config;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes out of a text what is secret by its value, and what looks like a secret whoever it belongs to. */
public final class Redaction {
    private static final String GONE = "(removed)";
    private static final List<Pattern> SHAPES = List.of(
            Pattern.compile("(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)"),
            Pattern.compile("\\b(?:gh[a-z]_|github_pat_|glpat-|gloas-|xox[a-z]-|sk-|dckr_pat_)[A-Za-z0-9_-]{10,}"),
            Pattern.compile("\\bAKIA[0-9A-Z]{16}\\b"),
            Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*"),
            Pattern.compile("(?i)(?<=authorization: )(?:basic |bearer |token )?[^\\s\"',]+(?: [^\\s\"',]+)?"),
            Pattern.compile("(?i)(?<=\\b(?:basic|bearer) )[A-Za-z0-9._~+/=-]{12,}"),
            Pattern.compile("(?<=://)[^/@\\s\"']+(?=@)"),
            Pattern.compile(
                    "(?i)(?<=(?:password|passwd|pwd|secret|token|api_?key|private_?key|access_?key|credentials?)[\"']?"
                            + "\\s{0,2}[=:]\\s{0,2})[\"']?(?!\\(secret|\\[|null|false|true)[^\\s\"',;&}]+"));

    private final List<String> values;

    /** @param values that are secret; the longest is looked for first, as one may be part of another */
    public Redaction(Set<String> values) {
        this.values = values.stream()
                .filter(value -> !value.isBlank())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The text without them. */
    public String of(String text) {
        var clean = text;
        for (var value : values) {
            clean = clean.replace(value, GONE).replace(value.strip(), GONE).replace(inJson(value), GONE);
        }
        for (var shape : SHAPES) {
            clean = shape.matcher(clean).replaceAll(GONE);
        }
        return clean;
    }

    private static String inJson(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
