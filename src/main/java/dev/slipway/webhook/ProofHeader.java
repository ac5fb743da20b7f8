package dev.slipway.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A header by which a forge proves that it knows the secret, and how it is written there. Anything else in it is no proof. */
record ProofHeader(String name, Form form) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{" + 2 * Proof.Signature.BYTES + "}");
    private static final Pattern PREFIXED_HEX = Pattern.compile("sha256=(" + HEX.pattern() + ")");
    /** 32 bytes in Base64 are 43 characters and one of padding. */
    private static final Pattern STANDARD = Pattern.compile("v1,([A-Za-z0-9+/]{43}=)");

    private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,200}");

    /** How a proof is written. */
    enum Form {
        /** {@code sha256=} and the hex digits of an HMAC-SHA256 over the body, in lower case. */
        PREFIXED_HEX,
        /** The hex digits alone. */
        HEX,
        /** The secret itself. */
        TOKEN,
        /**
         * {@code v1,} and the Base64 of an HMAC-SHA256 over {@code webhook-id.webhook-timestamp.body}. The time is not held
         * against the clock here: a box whose clock is wrong must still be woken, and a replay only makes it look once more.
         *
         * <p>Source: standardwebhooks.com specification, "Signature scheme"; gitlab.com merge request 230944.
         */
        STANDARD
    }

    /** Empty unless the header is there exactly once, and well-formed. */
    Optional<Proof> read(Headers headers, Body body) {
        return only(headers, name).flatMap(value -> switch (form) {
            case PREFIXED_HEX ->
                match(PREFIXED_HEX, 1, value)
                        .map(hex -> signature(HexFormat.of().parseHex(hex), body));
            case HEX -> match(HEX, 0, value).map(hex -> signature(HexFormat.of().parseHex(hex), body));
            case TOKEN -> Optional.of(value).filter(token -> !token.isEmpty()).map(Proof.Token::new);
            case STANDARD -> match(STANDARD, 1, value).flatMap(digest -> standard(digest, headers, body));
        });
    }

    private static Optional<Proof> standard(String digest, Headers headers, Body body) {
        var id = only(headers, "webhook-id")
                .filter(value -> VISIBLE.matcher(value).matches());
        var time = only(headers, "webhook-timestamp")
                .filter(value -> VISIBLE.matcher(value).matches());
        if (id.isEmpty() || time.isEmpty()) {
            return Optional.empty();
        }
        var signed = new ByteArrayOutputStream();
        signed.writeBytes((id.get() + "." + time.get() + ".").getBytes(StandardCharsets.US_ASCII));
        signed.writeBytes(body.bytes());
        return Optional.of(signature(Base64.getDecoder().decode(digest), new Body(signed.toByteArray())));
    }

    private static Proof signature(byte[] claimed, Body body) {
        return new Proof.Signature(claimed, body);
    }

    private static Optional<String> match(Pattern pattern, int group, String value) {
        var matcher = pattern.matcher(value);
        return matcher.matches() ? Optional.of(matcher.group(group)) : Optional.empty();
    }

    private static Optional<String> only(Headers headers, String name) {
        List<String> values = headers.all(name);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }
}
