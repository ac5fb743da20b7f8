package dev.slipway.webhook;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody gave as a signature: the bytes, or what is wrong with the text. This is for explaining, and takes more than the
 * listener does.
 *
 * @param digits in hex, as many as an HMAC-SHA256 has
 * @param prefixed with {@code sha256=}, as all but Gitea's and Gogs' own headers have it
 * @param fault why it cannot be one, as a clause about it; empty if it can
 */
record ClaimedSignature(Optional<String> digits, boolean prefixed, String fault) {
    private static final Pattern PREFIX = Pattern.compile("(?i)(sha\\d+)\\s*=\\s*(.*)", Pattern.DOTALL);
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]*");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{43}=?");
    private static final int DIGITS = 2 * Proof.Signature.BYTES;
    private static final int SHA1_DIGITS = 40;

    /** Of a header's value. */
    static ClaimedSignature of(String text) {
        var stripped = text.strip();
        var prefix = PREFIX.matcher(stripped);
        if (!prefix.matches()) {
            return read(stripped, false);
        }
        if (prefix.group(1).equalsIgnoreCase("sha256")) {
            return read(prefix.group(2), true);
        }
        return faulty(
                true,
                "is one by " + prefix.group(1).toUpperCase(Locale.ROOT).replace("SHA", "SHA-")
                        + ", where SHA-256 is needed");
    }

    private static ClaimedSignature read(String digits, boolean prefixed) {
        if (digits.isEmpty()) {
            return faulty(prefixed, "is empty");
        }
        if (digits.contains(",")) {
            return faulty(prefixed, "is a list, where one is needed");
        }
        if (!HEX.matcher(digits).matches()) {
            return faulty(
                    prefixed, BASE64.matcher(digits).matches() ? "is in base64, where hex is needed" : "is not hex");
        }
        if (digits.length() != DIGITS) {
            var sha1 = digits.length() == SHA1_DIGITS ? ", as many as SHA-1 gives" : "";
            return faulty(
                    prefixed, "has " + digits.length() + " hex digits" + sha1 + ", where SHA-256 gives " + DIGITS);
        }
        return new ClaimedSignature(Optional.of(digits), prefixed, "");
    }

    private static ClaimedSignature faulty(boolean prefixed, String fault) {
        return new ClaimedSignature(Optional.empty(), prefixed, fault);
    }

    /** The listener wants lower case, in which all forges write. */
    boolean isUpperCase() {
        return digits.filter(hex -> !hex.equals(hex.toLowerCase(Locale.ROOT))).isPresent();
    }

    boolean isEmpty() {
        return fault.equals("is empty");
    }

    /** The proof that it is, of this body; empty if it cannot be one. */
    Optional<Proof> over(Body body) {
        return digits.map(hex -> new Proof.Signature(HexFormat.of().parseHex(hex), body));
    }
}
