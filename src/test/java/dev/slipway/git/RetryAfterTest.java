package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final String NOW = "Tue, 24 Nov 2026 12:00:00 GMT";

    @ParameterizedTest(name = "\"{0}\" is {1} s")
    @CsvSource({
        "120, 120",
        "' 7 ', 7",
        "0, 0",
        "-5, 0",
        "soon, 0",
        "99999999999999999999, 0",
        "'Tue, 24 Nov 2026 12:05:00 GMT', 300",
        "'Tue, 24 Nov 2026 11:00:00 GMT', 0",
        "'Tue, 99 Nov 2026 12:05:00 GMT', 0",
        ", 0",
    })
    void readsSecondsAndDates(String header, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), RetryAfter.of(headers(header, NOW)));
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "''"})
    void aDateIsWorthNothingWithoutTheServersClock(String now) {
        assertEquals(Duration.ZERO, RetryAfter.of(headers("Tue, 24 Nov 2026 12:05:00 GMT", now)));
    }

    private static HttpHeaders headers(String retryAfter, String date) {
        var fields = new HashMap<String, List<String>>(Map.of("Date", List.of(date)));
        if (retryAfter != null) {
            fields.put("Retry-After", List.of(retryAfter));
        }
        return HttpHeaders.of(fields, (name, value) -> true);
    }
}
