package dev.slipway.webhook;

import static dev.slipway.webhook.Variant.Side.OURS;
import static dev.slipway.webhook.Variant.Side.THEIRS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What may stand at the other end in the place of a secret: every slip of copying it that is known, likeliest first. */
final class SecretVariants {
    private static final Pattern QUOTED =
            Pattern.compile("(?s)([\"'`])(.*)\\1|[\u201c\u201e](.*)[\u201c\u201d]|\u2018(.*)\u2019");
    private static final Pattern LONE_QUOTE = Pattern.compile("^[\"'`]|[\"'`]$");
    private static final Pattern NAMED =
            Pattern.compile("(?s)\\s*(?:export\\s+)?[A-Za-z_][A-Za-z0-9_]*\\s*(?:=|:\\s)\\s*(.*)");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cc}\u00a0&&[^\r\n\t]]");
    private static final Pattern HEX = Pattern.compile("(?:[0-9A-Fa-f]{2}){8,}");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{[^}]*\\}|\\w*)");
    /** Where a shell, an env file or a YAML file may take the rest for something else. */
    private static final String SPECIAL = "$# \"'`\\&;!|<>()*?%:@";

    private static final String REMOVE_IT = "remove it there";
    private static final String REMOVE_THEM = "remove them there";
    private static final String BARE = "keep only the bare value there";
    private static final String ENTER_AGAIN = "enter the secret again at the forge, without it";
    private static final String ENTER_WHOLE = "enter the whole secret at the forge, or a new one of letters and digits";
    private static final String MAKE_ALIKE = "let both ends have the same text";
    private static final String AS_THE_FORGE = "write it there as the forge has it";

    private static final List<Rule> RULES = List.of(
            // Too much at our end.
            ours("without the line end (CR LF) at the end of the secret", REMOVE_IT, s -> chop(s, "\r\n")),
            ours("without the newline at the end of the secret", REMOVE_IT, s -> chop(s, "\n")),
            ours(
                    "without the carriage return at the end of the secret",
                    "save that file with Unix line ends",
                    s -> chop(s, "\r")),
            ours("without the space at the end of the secret", REMOVE_IT, s -> s.replaceFirst("[ \t]+$", "")),
            ours("without the space in front of the secret", REMOVE_IT, s -> s.replaceFirst("^[ \t]+", "")),
            ours("without the quotes around the secret", REMOVE_THEM, SecretVariants::unquoted),
            ours("with only what stands behind NAME= in the secret", BARE, SecretVariants::unnamed),
            ours(
                    "without the byte order mark in front of the secret",
                    "save that file as UTF-8 without one",
                    s -> s.startsWith("\ufeff") ? s.substring(1) : s),
            ours(
                    "without the comment behind the secret",
                    "move the comment to a line of its own",
                    s -> s.replaceFirst("\\s+#.*$", "")),
            ours(
                    "without the comma or semicolon at the end of the secret",
                    REMOVE_IT,
                    s -> s.replaceFirst("[,;]$", "")),
            ours(
                    "without the lone quote at one end of the secret",
                    REMOVE_IT,
                    s -> LONE_QUOTE.matcher(s).replaceFirst("")),
            ours(
                    "with only the first line of the secret",
                    BARE,
                    s -> s.lines().findFirst().orElse("")),
            ours("with only the last line of the secret", BARE, s -> s.lines().reduce("", (first, next) -> next)),
            ours("without what surrounds the secret (space, quotes, a name)", BARE, SecretVariants::bare),
            ours(
                    "without the invisible characters in the secret",
                    "type it there anew",
                    s -> INVISIBLE.matcher(s).replaceAll("")),
            new Rule(
                    OURS,
                    "with the escapes in the secret undone (backslashes, doubled dollar signs or percent codes)",
                    AS_THE_FORGE,
                    SecretVariants::unescaped),
            // Too much, or too little, at theirs.
            theirs("with a newline at the end of the secret", ENTER_AGAIN, s -> s + "\n"),
            theirs("with a line end (CR LF) at the end of the secret", ENTER_AGAIN, s -> s + "\r\n"),
            theirs("with a carriage return at the end of the secret", ENTER_AGAIN, s -> s + "\r"),
            theirs("with a space at the end of the secret", ENTER_AGAIN, s -> s + " "),
            theirs("with a space in front of the secret", ENTER_AGAIN, s -> " " + s),
            new Rule(
                    THEIRS,
                    "with quotes around the secret",
                    "enter the secret again at the forge, without them",
                    s -> Stream.of("\"", "'", "`").map(quote -> bytes(quote + s + quote))),
            new Rule(
                    THEIRS,
                    "with a name and = in front of the secret",
                    "enter only the value at the forge",
                    s -> Stream.of("WEBHOOK_SECRET", "GITHUB_WEBHOOK_SECRET", "secret")
                            .map(name -> bytes(name + "=" + s))),
            theirs("with a byte order mark in front of the secret", ENTER_AGAIN, s -> "\ufeff" + s),
            new Rule(
                    THEIRS,
                    "with only the part of the secret before a character that shells or env files take for their own",
                    ENTER_WHOLE,
                    SecretVariants::cutShort),
            theirs(
                    "with the parts of the secret left out that a shell takes for variables",
                    ENTER_WHOLE,
                    s -> VARIABLE.matcher(s).replaceAll("")),
            new Rule(
                    THEIRS,
                    "with the secret escaped for a Compose file or a URL",
                    "enter it unescaped at the forge",
                    s -> Stream.of(s.replace("$", "$$"), URLEncoder.encode(s, UTF_8))
                            .map(SecretVariants::bytes)),
            new Rule(
                    THEIRS,
                    "with the secret pasted twice",
                    "enter it once at the forge",
                    s -> Stream.of(s, "\n" + s).map(again -> bytes(s + again))),
            ours("with the secret once, where Slipway has it twice", BARE, SecretVariants::half),
            theirs(
                    "without the last character of the secret",
                    ENTER_WHOLE,
                    s -> s.substring(0, s.offsetByCodePoints(s.length(), -1))),
            theirs(
                    "without the first character of the secret",
                    ENTER_WHOLE,
                    s -> s.substring(s.offsetByCodePoints(0, 1))),
            // Another spelling of the same.
            theirs("with the secret in lower case", MAKE_ALIKE, s -> s.toLowerCase(Locale.ROOT)),
            theirs("with the secret in upper case", MAKE_ALIKE, s -> s.toUpperCase(Locale.ROOT)),
            new Rule(
                    THEIRS,
                    "with the bytes that the secret encodes in hex or base64",
                    "sign with the text itself, or write whsec_ in front of a signing token of GitLab's",
                    SecretVariants::decoded),
            new Rule(
                    THEIRS,
                    "with the secret encoded in base64 once more",
                    "enter it at the forge as Slipway has it",
                    s -> Stream.of(s, s + "\n").map(plain -> Base64.getEncoder().encode(bytes(plain)))),
            new Rule(
                    THEIRS,
                    "with another encoding of the letters in the secret that are not ASCII",
                    "choose a secret of letters and digits",
                    SecretVariants::reencoded));

    private SecretVariants() {}

    /** None is the secret itself, none is empty, and none comes twice. */
    static List<Variant> of(String secret) {
        var seen = new HashSet<ByteBuffer>();
        seen.add(ByteBuffer.wrap(bytes(secret)));
        seen.add(ByteBuffer.allocate(0));
        var variants = new ArrayList<Variant>();
        for (var rule : RULES) {
            rule.change()
                    .apply(secret)
                    .filter(key -> seen.add(ByteBuffer.wrap(key)))
                    .forEach(key -> variants.add(new Variant(key, rule.side(), rule.how(), rule.remedy())));
        }
        return List.copyOf(variants);
    }

    private record Rule(Variant.Side side, String how, String remedy, Function<String, Stream<byte[]>> change) {}

    private static Rule ours(String how, String remedy, UnaryOperator<String> change) {
        return new Rule(OURS, how, remedy, s -> Stream.of(bytes(change.apply(s))));
    }

    private static Rule theirs(String how, String remedy, UnaryOperator<String> change) {
        return new Rule(THEIRS, how, remedy, s -> Stream.of(bytes(change.apply(s))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String chop(String text, String end) {
        return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
    }

    private static String unquoted(String text) {
        var quoted = QUOTED.matcher(text);
        return quoted.matches() ? text.substring(1, text.length() - 1) : text;
    }

    private static String unnamed(String text) {
        var named = NAMED.matcher(text);
        return named.matches() ? named.group(1) : text;
    }

    private static String bare(String text) {
        return unquoted(unnamed(text.replace("\ufeff", "").strip()).strip()).strip();
    }

    private static Stream<byte[]> unescaped(String text) {
        return Stream.of(
                        text.replace("$$", "$"),
                        text.replaceAll("\\\\(.)", "$1"),
                        text.replace("\\n", "\n"),
                        percentDecoded(text))
                .map(SecretVariants::bytes);
    }

    private static String percentDecoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign that begins no code: it was not encoded.
            return text;
        }
    }

    private static Stream<byte[]> cutShort(String text) {
        return IntStream.range(1, text.length())
                .filter(at -> SPECIAL.indexOf(text.charAt(at)) >= 0)
                .limit(SPECIAL.length())
                .mapToObj(at -> bytes(text.substring(0, at)));
    }

    private static String half(String text) {
        var middle = text.length() / 2;
        return text.substring(middle).equals(text.substring(0, middle)) ? text.substring(middle) : text;
    }

    private static Stream<byte[]> decoded(String text) {
        if (HEX.matcher(text).matches()) {
            return Stream.of(HexFormat.of().parseHex(text));
        }
        return Stream.of(Base64.getDecoder(), Base64.getUrlDecoder()).flatMap(decoder -> {
            try {
                return Stream.of(decoder.decode(text));
            } catch (IllegalArgumentException e) {
                // Not base64 of this kind.
                return Stream.empty();
            }
        });
    }

    private static Stream<byte[]> reencoded(String text) {
        return Stream.of(
                bytes(Normalizer.normalize(text, Normalizer.Form.NFC)),
                bytes(Normalizer.normalize(text, Normalizer.Form.NFD)),
                text.getBytes(ISO_8859_1));
    }
}
