package dev.slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How times, durations and names of constants are said to people. */
final class Wording {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final Duration TENTHS_BELOW = Duration.ofSeconds(10);

    private Wording() {}

    /** {@code 40 s ago}; from a day on the date and time of day, as the clock on the wall had it. */
    static String when(Instant then, ZonedDateTime now) {
        var age = Duration.between(then, now.toInstant());
        if (age.compareTo(Duration.ofDays(1)) >= 0 || age.compareTo(Duration.ofDays(-1)) <= 0) {
            return MINUTE.format(then.atZone(now.getZone()));
        }
        if (age.abs().compareTo(Duration.ofSeconds(1)) < 0) {
            return "now";
        }
        return age.isNegative() ? "in " + roughly(age.negated()) : roughly(age) + " ago";
    }

    /** {@code 3.2 s}, {@code 40 s}, {@code 1 min 20 s}, {@code 2 h 5 min}. */
    static String took(Duration duration) {
        if (duration.isNegative()) {
            return "0 s"; // The clock was set back meanwhile.
        }
        if (duration.compareTo(TENTHS_BELOW) < 0) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return duration.toSeconds() + " s";
        }
        return duration.compareTo(Duration.ofHours(1)) < 0
                ? pair(duration.toMinutes(), "min", duration.toSecondsPart(), "s")
                : pair(duration.toHours(), "h", duration.toMinutesPart(), "min");
    }

    /** For machines: UTC, to the millisecond. */
    static String iso(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** {@code ROLLING_BACK} as {@code rolling back}. */
    static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@code ROLLING_BACK} as {@code rolling_back}, for machines. */
    static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** What came from outside, without the control characters by which it could move the cursor or hide a line. */
    static String harmless(String text) {
        return text.codePoints()
                .filter(c -> c == '\t' || !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The text in lines of at most {@code width} characters, broken at spaces where there are any. */
    static List<String> wrapped(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String roughly(Duration duration) {
        if (duration.compareTo(Duration.ofMinutes(2)) < 0) {
            return duration.toSeconds() + " s";
        }
        return duration.compareTo(Duration.ofHours(2)) < 0 ? duration.toMinutes() + " min" : duration.toHours() + " h";
    }

    private static String pair(long big, String bigUnit, int small, String smallUnit) {
        return big + " " + bigUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
