package dev.slipway.webhook;

import dev.slipway.http.Cost;
import java.time.Duration;

/**
 * What a stranger may cost.
 *
 * @param headBytes request line and header fields; GitHub sends about 600 bytes, proxies add as much again
 * @param head how long a connection may be open without showing a whole request
 * @param body from a request's head to the last byte of its body; GitHub gives up after 10 s itself
 * @param connections how many may be open; beyond that, the one waited for longest is closed
 * @param spareBytes what all unfinished bodies together may hold, beyond one of the largest
 * @param refusals how many requests in a row are refused each by its own answer; then it is 429
 * @param refusalEvery how often one more is
 */
record Limits(
        int headBytes,
        Duration head,
        Duration body,
        int connections,
        long spareBytes,
        int refusals,
        Duration refusalEvery) {
    static final Limits DEFAULT = new Limits(
            8 * 1024, Duration.ofSeconds(8), Duration.ofSeconds(10), 512, 4L * 1024 * 1024, 200, Duration.ofMillis(50));

    /** That of it which any listener has. */
    Cost cost() {
        return new Cost(headBytes, head, connections);
    }

    Limits withRefusals(int most, Duration every) {
        return new Limits(headBytes, head, body, connections, spareBytes, most, every);
    }

    Limits withConnections(int most) {
        return new Limits(headBytes, head, body, most, spareBytes, refusals, refusalEvery);
    }

    Limits withSpareBytes(long most) {
        return new Limits(headBytes, head, body, connections, most, refusals, refusalEvery);
    }
}
