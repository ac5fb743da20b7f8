package dev.slipway.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as Compose writes them: {@code 1h30m}, {@code 10s}, {@code 500ms}, {@code 1.5h}; units h, m, s, ms, us. */
final class Durations {
    static final Duration MAX = Duration.ofDays(365);

    private static final String KIND = "a duration such as 30s or 1h30m";
    private static final Pattern PART = Pattern.compile("\\G([0-9]{1,12}(?:\\.[0-9]{1,9})?)(h|ms|us|µs|m|s)");

    private Durations() {}

    static Duration parse(String text) throws Misfit {
        var part = PART.matcher(text);
        var nanos = BigDecimal.ZERO;
        int end = 0;
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
            end = part.end();
        }
        if (end == 0 || end != text.length()) {
            throw Misfit.mustBe(text.matches("[0-9.]+") ? KIND + " (" + text + " needs a unit: h, m, s or ms)" : KIND);
        }
        if (nanos.compareTo(BigDecimal.valueOf(MAX.toNanos())) > 0) {
            throw Misfit.mustBe("at most a year");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    /** The shortest that {@link #parse} reads as the same. */
    static String show(Duration duration) {
        var text = new StringBuilder();
        append(text, duration.toHours(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        append(text, duration.toNanosPart() / 1_000 % 1_000, "us");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount != 0) {
            text.append(amount).append(unit);
        }
    }

    private static long unit(String name) {
        return switch (name) {
            case "h" -> Duration.ofHours(1).toNanos();
            case "m" -> Duration.ofMinutes(1).toNanos();
            case "s" -> Duration.ofSeconds(1).toNanos();
            case "ms" -> Duration.ofMillis(1).toNanos();
            default -> 1_000;
        };
    }
}
