package dev.slipway.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** Makes answers small for whoever can read them so. */
final class Compression {
    /** Less fits into one packet anyway. */
    static final int LEAST_BYTES = 1024;

    /** As an element of the list, with any weight but 0. */
    private static final Pattern GZIP =
            Pattern.compile("(?i)(?:^|,)\\s*gzip\\s*(?:;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$))[0-9.]+\\s*)?(?:,|$)");

    private Compression() {}

    /** The body compressed; empty if the asker does not take that, or it is not worth it. */
    static Optional<byte[]> of(byte[] body, String accepted) {
        if (body.length < LEAST_BYTES || !GZIP.matcher(accepted).find()) {
            return Optional.empty();
        }
        var bytes = new ByteArrayOutputStream(body.length / 2);
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new AssertionError("memory can always be written to", e);
        }
        return Optional.of(bytes.toByteArray());
    }
}
