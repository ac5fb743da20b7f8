package dev.slipway.webhook;

import java.time.Duration;
import java.util.Optional;

/**
 * What came back from a test.
 *
 * @param beginning of the body, read as UTF-8; empty if none came in time
 * @param took until the head was there
 */
record Reply(int status, Headers headers, String beginning, Duration took) {
    private static final int LONGEST = 80;
    private static final int SUCCESS = 200;
    private static final int REDIRECTION = 300;
    private static final int CLIENT_ERROR = 400;

    /** A header's value, fit to be printed on a line. */
    Optional<String> shown(String name) {
        return headers.first(name)
                .map(value -> value.replaceAll("[^\\x20-\\x7e]", "?"))
                .map(value -> value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...")
                .filter(value -> !value.isBlank());
    }

    boolean isSuccess() {
        return status >= SUCCESS && status < REDIRECTION;
    }

    boolean isRedirect() {
        return status >= REDIRECTION && status < CLIENT_ERROR;
    }

    /** "in 12 ms". */
    String within() {
        return "in " + took.toMillis() + " ms";
    }
}
