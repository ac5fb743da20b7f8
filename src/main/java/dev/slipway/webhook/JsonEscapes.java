package dev.slipway.webhook;

import java.util.HexFormat;
import java.util.function.IntPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ways in which programs write the characters of JSON's strings; each reads all of the others first. */
enum JsonEscapes {
    /** As it is. */
    UNTOUCHED,
    /** Nothing that need not be. */
    FEWEST,
    /** Whatever is not ASCII, as Python does by default. */
    ASCII,
    /** What HTML would take for markup, as Go does by default, and Gitea with it. */
    HTML,
    /** Whatever is not ASCII, and slashes, as PHP does by default. */
    SLASHES;

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))", Pattern.DOTALL);
    private static final int HEXADECIMAL = 16;
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_ASCII = 0x7f;

    String of(String json) {
        return switch (this) {
            case UNTOUCHED -> json;
            case FEWEST -> unescaped(json);
            case ASCII -> escaped(unescaped(json), c -> c > LAST_ASCII);
            case HTML -> escaped(unescaped(json), c -> "<>&\u2028\u2029".indexOf(c) >= 0);
            case SLASHES -> escaped(unescaped(json), c -> c > LAST_ASCII).replace("/", "\\/");
        };
    }

    private static String unescaped(String json) {
        return ESCAPE.matcher(json).replaceAll(match -> Matcher.quoteReplacement(plain(match)));
    }

    private static String plain(MatchResult escape) {
        if (escape.group(1) == null) {
            return escape.group(2).equals("/") ? "/" : escape.group();
        }
        var character = (char) Integer.parseInt(escape.group(1), HEXADECIMAL);
        var mustStay = character < FIRST_PRINTABLE || character == '"' || character == '\\';
        return mustStay ? escape.group() : String.valueOf(character);
    }

    private static String escaped(String json, IntPredicate which) {
        var out = new StringBuilder(json.length());
        json.chars().forEach(c -> {
            if (which.test(c)) {
                out.append("\\u").append(HexFormat.of().toHexDigits((char) c));
            } else {
                out.append((char) c);
            }
        });
        return out.toString();
    }
}
