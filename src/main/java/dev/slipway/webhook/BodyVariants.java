package dev.slipway.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What a body may have been before somebody between the forge and here changed it; each is made only when it is asked for. */
final class BodyVariants {
    /** Bytes; larger ones are not rebuilt, which would take many times their memory. */
    static final int LARGEST = 1024 * 1024;

    private static final String PASS_UNCHANGED =
            "make whatever stands between the forge and Slipway pass the body on byte for byte";
    private static final String FORM_FIELD = "payload=";

    private final Body body;

    private BodyVariants(Body body) {
        this.body = body;
    }

    /** Likeliest first; those that would be the same as the body itself are empty. */
    static Stream<BodyVariant> of(Body body) {
        if (body.length() > LARGEST) {
            return Stream.empty();
        }
        var variants = new BodyVariants(body);
        return Stream.of(variants.ends(), variants.wrappings(), variants.encodings(), variants.spellings())
                .flatMap(each -> each);
    }

    private Stream<BodyVariant> ends() {
        return Stream.of(
                onTheWay("its newline at the end was dropped", text -> text + "\n"),
                onTheWay("its line end (CR LF) at the end was dropped", text -> text + "\r\n"),
                onTheWay("a newline was put at its end", text -> text.replaceFirst("\r?\n\\z", "")),
                onTheWay("its line ends were changed from LF to CR LF", text -> text.replace("\r\n", "\n")),
                onTheWay("its line ends were changed from CR LF to LF", text -> text.replaceAll("\r?\n", "\r\n")),
                onTheWay("space was put around it", String::strip),
                onTheWay(
                        "a byte order mark was put in front of it",
                        text -> text.startsWith("\ufeff") ? text.substring(1) : text),
                onTheWay("the byte order mark in front of it was dropped", text -> "\ufeff" + text));
    }

    private Stream<BodyVariant> wrappings() {
        var choose = "choose application/json as the content type in the hook's settings";
        return Stream.of(
                // Gitea signs the JSON and sends it in a form.
                text("the hook sends a form, and signs only the JSON in it", choose, BodyVariants::formField),
                text(
                        "the body was signed as a form, and something on the way took the JSON out of it",
                        choose,
                        json -> FORM_FIELD + URLEncoder.encode(json, UTF_8)),
                new BodyVariant(
                        "the body was compressed on the way",
                        "make whatever stands between the forge and Slipway leave it as it is",
                        () -> another(unzipped())));
    }

    private Stream<BodyVariant> encodings() {
        return Stream.of(
                reencoded(
                        "its text beyond ASCII was taken for Latin-1 and encoded again",
                        bytes -> new String(bytes, UTF_8).getBytes(ISO_8859_1)),
                reencoded(
                        "its text beyond ASCII was turned into Latin-1",
                        bytes -> new String(bytes, ISO_8859_1).getBytes(UTF_8)));
    }

    /** The same JSON, as others write it. */
    private Stream<BodyVariant> spellings() {
        var escaped = Stream.of(JsonEscapes.values())
                .map(escapes -> onTheWay("characters in its JSON were escaped anew", escapes::of));
        var laidOut = Stream.of(
                        JsonLayout.COMPACT,
                        JsonLayout.indented("  "),
                        JsonLayout.SPACED,
                        JsonLayout.indented("    "),
                        JsonLayout.indented("\t"))
                .flatMap(layout -> Stream.of(JsonEscapes.values())
                        .map(escapes -> onTheWay(
                                "its JSON was read and written anew",
                                text -> layout.of(escapes.of(text)).orElse(text))));
        return Stream.concat(escaped, laidOut);
    }

    private BodyVariant onTheWay(String what, UnaryOperator<String> change) {
        return text(changed(what), PASS_UNCHANGED, change);
    }

    private BodyVariant reencoded(String what, Function<byte[], byte[]> change) {
        return new BodyVariant(changed(what), PASS_UNCHANGED, () -> another(change.apply(body.bytes())));
    }

    private static String changed(String what) {
        return "the body was changed on the way (" + what + ")";
    }

    private BodyVariant text(String what, String remedy, UnaryOperator<String> change) {
        return new BodyVariant(
                what, remedy, () -> another(change.apply(body.text()).getBytes(UTF_8)));
    }

    private Optional<Body> another(byte[] bytes) {
        return Arrays.equals(bytes, body.bytes()) ? Optional.empty() : Optional.of(new Body(bytes));
    }

    private static String formField(String form) {
        return Stream.of(form.split("&"))
                .filter(field -> field.startsWith(FORM_FIELD))
                .findFirst()
                .map(field -> decoded(field.substring(FORM_FIELD.length())))
                .orElse(form);
    }

    private static String decoded(String field) {
        try {
            return URLDecoder.decode(field, UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign that begins no code: not a form after all.
            return field;
        }
    }

    /** The body itself if it is not zipped, or bursts. */
    private byte[] unzipped() {
        try (var zip = new GZIPInputStream(new ByteArrayInputStream(body.bytes()))) {
            var bytes = zip.readNBytes(LARGEST + 1);
            return bytes.length > LARGEST ? body.bytes() : bytes;
        } catch (IOException e) {
            // It was not compressed, then.
            return body.bytes();
        }
    }
}
