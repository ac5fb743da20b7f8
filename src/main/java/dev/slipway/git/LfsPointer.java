package dev.slipway.git;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands in a commit in place of a file that is kept in Git LFS (git-lfs's docs/spec.md).
 *
 * @param oid SHA-256 of the file, in hex
 * @param size of the file, in bytes
 */
record LfsPointer(String oid, long size) {
    /** No pointer is larger. */
    static final int MOST_BYTES = 1024;

    private static final String START = "version https://git-lfs.github.com/spec/v1\n";
    private static final Pattern WHOLE =
            Pattern.compile(Pattern.quote(START) + "oid sha256:([0-9a-f]{64})\nsize (\\d{1,18})\n?");
    private static final int NAME_DIGITS = 12;

    /** Whether it begins like one; it may still be one that cannot be read. */
    static boolean isLike(String text) {
        return text.startsWith(START);
    }

    /** Empty of one that cannot be read, or that names an extension, by which another program would have to change the file. */
    static Optional<LfsPointer> parse(String text) {
        var whole = WHOLE.matcher(text);
        return whole.matches()
                ? Optional.of(new LfsPointer(whole.group(1), Long.parseLong(whole.group(2))))
                : Optional.empty();
    }

    String abbreviated() {
        return oid.substring(0, NAME_DIGITS);
    }
}
