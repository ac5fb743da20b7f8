package dev.slipway.model;

import java.util.regex.Pattern;

/**
 * A Git commit, by its full object id.
 *
 * @param sha 40 lower-case hex digits (SHA-1) or 64 (SHA-256)
 */
public record Commit(String sha) {
    private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int SHORT_DIGITS = 7;

    public Commit {
        if (!isFull(sha)) {
            throw new IllegalArgumentException("not a full commit id: " + sha);
        }
    }

    public static boolean isFull(String sha) {
        return FULL.matcher(sha).matches();
    }

    /** The first seven digits, as Git shows them to people. */
    public String abbreviated() {
        return sha.substring(0, SHORT_DIGITS);
    }

    @Override
    public String toString() {
        return abbreviated();
    }
}
