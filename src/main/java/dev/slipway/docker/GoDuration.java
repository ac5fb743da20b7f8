package dev.slipway.docker;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** A duration as Go writes it, such as {@code 1m30s}. */
final class GoDuration {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(?:\\.\\d+)?(h|ms|m|s)");

    private GoDuration() {}

    /** Empty for any other text. Fractions are left out. */
    static Optional<Duration> parse(String text) {
        var part = PART.matcher(text);
        long millis = 0;
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            millis += Long.parseLong(part.group(1)) * millis(part.group(2));
            end = part.end();
        }
        return end == text.length() && end > 0 ? Optional.of(Duration.ofMillis(millis)) : Optional.empty();
    }

    private static long millis(String unit) {
        return switch (unit) {
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            case "s" -> 1000;
            default -> 1;
        };
    }
}
