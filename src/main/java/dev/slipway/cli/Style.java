package dev.slipway.cli;

import java.util.Optional;

/**
 * What the screen at the other end can show.
 *
 * @param columns its width; empty off a terminal, where nothing is cut
 * @param colour whether it takes ANSI colours
 * @param unicode whether it can show signs such as ✔
 */
record Style(Optional<Integer> columns, boolean colour, boolean unicode) {
    private static final int RED = 31;
    private static final int GREEN = 32;
    private static final int YELLOW = 33;

    /** A file, a pipe, a test. */
    static final Style PLAIN = new Style(Optional.empty(), false, true);

    /** A sign before what is well. */
    String good() {
        return unicode ? "✔" : "+";
    }

    /** A sign before what is not. */
    String bad() {
        return unicode ? "✖" : "!";
    }

    /** A sign before what waits or goes on. */
    String pending() {
        return unicode ? "●" : "*";
    }

    /** Between parts of a line. */
    String dot() {
        return unicode ? " · " : ", ";
    }

    String ellipsis() {
        return unicode ? "…" : "...";
    }

    String red(String text) {
        return coloured(RED, text);
    }

    String green(String text) {
        return coloured(GREEN, text);
    }

    String yellow(String text) {
        return coloured(YELLOW, text);
    }

    /** The text cut to {@code width} characters, with a sign that it was. */
    String cut(String text, int width) {
        if (text.codePointCount(0, text.length()) <= width) {
            return text;
        }
        var kept = Math.max(0, width - ellipsis().length());
        return text.substring(0, text.offsetByCodePoints(0, kept)).stripTrailing() + ellipsis();
    }

    private String coloured(int code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
