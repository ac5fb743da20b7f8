package dev.slipway.model;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Replaces {@code $NAME}, <code>${NAME}</code> and its forms with {@code :- - :? ? :+ +}, as a shell and Compose do; a name that
 * is not set is empty, and {@code $$} is a dollar.
 */
final class Substitution {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String template;
    private final Function<String, Optional<String>> lookup;

    Substitution(String template, Function<String, Optional<String>> lookup) {
        this.template = template;
        this.lookup = lookup;
    }

    /** @throws IllegalArgumentException if a form is not known or a required name is not set; no value is in its message */
    String result() {
        var out = new StringBuilder();
        var at = 0;
        while (at < template.length()) {
            var dollar = template.indexOf('$', at);
            if (dollar < 0 || dollar + 1 == template.length()) {
                break;
            }
            out.append(template, at, dollar);
            at = dollar + 1;
            if (template.charAt(at) == '$') {
                out.append('$');
                at++;
            } else if (template.charAt(at) == '{') {
                var close = closing(at);
                out.append(braced(template.substring(at + 1, close)));
                at = close + 1;
            } else {
                var name = NAME.matcher(template).region(at, template.length());
                if (name.lookingAt()) {
                    out.append(lookup.apply(name.group()).orElse(""));
                    at = name.end();
                } else {
                    out.append('$');
                }
            }
        }
        return out.append(template, at, template.length()).toString();
    }

    /** Braces may be nested, since a default may itself refer to a name. */
    private int closing(int open) {
        var depth = 0;
        for (var i = open; i < template.length(); i++) {
            if (template.charAt(i) == '{') {
                depth++;
            } else if (template.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("'${' is never closed");
    }

    private String braced(String inner) {
        var match = NAME.matcher(inner);
        if (!match.lookingAt()) {
            throw new IllegalArgumentException("'${' is not followed by a name");
        }
        var name = match.group();
        var rest = inner.substring(match.end());
        var colon = rest.startsWith(":");
        var operation = colon ? rest.substring(1) : rest;
        var value = lookup.apply(name);
        if (rest.isEmpty()) {
            return value.orElse("");
        }
        if (operation.isEmpty()) {
            throw new IllegalArgumentException("'${" + name + ":' is not a form of interpolation");
        }
        var set = colon ? value.filter(text -> !text.isEmpty()) : value;
        var word = new Substitution(operation.substring(1), lookup);
        return switch (operation.charAt(0)) {
            case '-' -> set.orElseGet(word::result);
            case '+' -> set.isPresent() ? word.result() : "";
            case '?' -> set.orElseThrow(() -> new IllegalArgumentException(name + " is required and not set"));
            default -> throw new IllegalArgumentException("'${" + name + "' has an unknown form of interpolation");
        };
    }
}
