package dev.slipway.config;

import dev.slipway.model.Secret;
import dev.slipway.model.SecretNames;
import java.util.LinkedHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides what may be secret from {@code config show}; it rather hides too much than too little. */
final class Masking {
    private static final Pattern ASSIGNMENT = Pattern.compile("(?s)([-\\w.]+)=(.*)");
    private static final Pattern URL_PASSWORD = Pattern.compile("(://[^/:@\\s]*:)([^/\\s]+)(?=@)");
    private static final Pattern INLINE =
            Pattern.compile("(?i)((?:password|passwd|pwd|token|secret|api_?key)=)([^;&\\s]+)");
    private static final Pattern INTEGER = Pattern.compile("-?(?:0|[1-9][0-9]{0,17})");

    private Masking() {}

    static String of(Secret secret) {
        return "(secret, fingerprint " + secret.fingerprint() + ")";
    }

    static String of(String secret) {
        return secret.isEmpty() ? "" : of(new Secret(secret));
    }

    static boolean looksSecret(String name) {
        return SecretNames.isLike(name);
    }

    /** A value under a name that the user chose, such as an environment variable. */
    static String pair(String name, String value) {
        return looksSecret(name) ? of(value) : text(value);
    }

    /** Text, with the passwords in URLs and after {@code NAME=} hidden. */
    static String text(String value) {
        var assignment = ASSIGNMENT.matcher(value);
        if (assignment.matches() && looksSecret(assignment.group(1))) {
            return assignment.group(1) + "=" + of(assignment.group(2));
        }
        return replace(INLINE, replace(URL_PASSWORD, value));
    }

    private static String replace(Pattern pattern, String value) {
        return pattern.matcher(value)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + of(match.group(2))));
    }

    static Object shown(Yaml node) {
        return switch (node) {
            case Yaml.Text text -> scalar(text);
            case Yaml.Items list -> list.items().stream().map(Masking::shown).toList();
            case Yaml.Entries mapping -> {
                var shown = new LinkedHashMap<String, Object>();
                for (var entry : mapping.entries()) {
                    shown.put(
                            entry.key(),
                            entry.value() instanceof Yaml.Text text && looksSecret(entry.key())
                                    ? of(text.value())
                                    : shown(entry.value()));
                }
                yield shown;
            }
            case Yaml.Unreadable ignored -> throw new IllegalStateException("only a valid file is shown");
        };
    }

    private static Object scalar(Yaml.Text text) {
        var value = text.value();
        if (text.plain() && (value.equals("true") || value.equals("false"))) {
            return Boolean.valueOf(value);
        }
        if (text.plain() && INTEGER.matcher(value).matches()) {
            return Long.valueOf(value);
        }
        return text(value);
    }
}
