package dev.slipway.git;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long a server asks to be left alone: RFC 9110, section 10.2.3. */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private RetryAfter() {}

    /** Zero if it does not ask, or in no way that can be read; a date counts from the server's own clock. */
    static Duration of(HttpHeaders headers) {
        var asked = headers.firstValue("Retry-After").map(String::strip).orElse("");
        if (SECONDS.matcher(asked).matches()) {
            return Duration.ofSeconds(Long.parseLong(asked));
        }
        var until = date(asked);
        var now = headers.firstValue("Date").flatMap(RetryAfter::date);
        if (until.isEmpty() || now.isEmpty() || until.get().isBefore(now.get())) {
            return Duration.ZERO;
        }
        return Duration.between(now.get(), until.get());
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
