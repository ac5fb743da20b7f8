package dev.slipway.config;

import java.util.Comparator;

/**
 * One thing that is wrong in a configuration file, with its place: printed as {@code file:line:column: message}.
 *
 * @param file as it was named by the user
 * @param line from 1
 * @param column from 1
 * @param message what is wrong and what to write instead; holds no secret
 */
record Problem(String file, int line, int column, String message) {
    static final Comparator<Problem> BY_PLACE =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
