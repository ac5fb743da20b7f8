package dev.slipway.health;

import java.nio.charset.StandardCharsets;

/** A little of what a container said, on one line and without control characters. */
final class Quote {
    /** Bytes that are quoted of an answer. */
    static final int LENGTH = 200;

    private Quote() {}

    /** With a space before it and in quotation marks; nothing if there is nothing to quote. */
    static String beginningOf(byte[] said) {
        var text = oneLine(new String(said, 0, Math.min(said.length, LENGTH), StandardCharsets.UTF_8));
        return quoted(said.length > LENGTH ? text + "…" : text);
    }

    /** As above; of a command, what it says last tells most. */
    static String endOf(String said) {
        var text = oneLine(said);
        return quoted(text.length() > LENGTH ? "…" + text.substring(text.length() - LENGTH) : text);
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "" : " \"" + text + "\"";
    }

    /** Control characters, format characters such as those that turn text around, and line breaks become spaces. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
    }
}
