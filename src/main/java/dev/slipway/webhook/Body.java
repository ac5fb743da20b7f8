package dev.slipway.webhook;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** The bytes of a request as they came, or those that it might have had before somebody changed them. */
final class Body {
    private final byte[] bytes;

    /** Takes the array over; nobody may change it any more. */
    Body(byte[] bytes) {
        this.bytes = bytes;
    }

    static Body of(String text) {
        return new Body(text.getBytes(StandardCharsets.UTF_8));
    }

    int length() {
        return bytes.length;
    }

    /** Not a copy: only to be read. */
    byte[] bytes() {
        return bytes;
    }

    /** Read as UTF-8; whatever is not becomes U+FFFD. */
    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Another body, made from this one's text. */
    Body mapped(UnaryOperator<String> change) {
        return of(change.apply(text()));
    }
}
