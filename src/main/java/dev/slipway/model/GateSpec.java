package dev.slipway.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * An app's gate: a small proxy container, always there, that holds the published ports and leads them to the container that
 * serves.
 *
 * @param image name of an image, pinned to a version, in which there are {@code haproxy} (2.6 or later) and {@code sh}
 * @param http container ports at which plain HTTP/1 is spoken, so that a client's connection may go from the old container to
 *     the new one between two requests; each other port is passed on as TCP
 * @param drain how long connections that were made to the old container may go on, at least a second; then they are cut
 */
public record GateSpec(String image, List<Integer> http, Duration drain) {
    /** HAProxy's own image of a release line with long-term support. */
    public static final String DEFAULT_IMAGE = "haproxy:3.2.22-alpine";

    private static final Duration SHORTEST_DRAIN = Duration.ofSeconds(1);

    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(10);

    /** All by default, with nothing known of any port. */
    public static final GateSpec DEFAULT = new GateSpec(DEFAULT_IMAGE, List.of(), DEFAULT_DRAIN);

    public GateSpec {
        Objects.requireNonNull(image);
        http = http.stream().distinct().sorted().toList();
        if (drain.compareTo(SHORTEST_DRAIN) < 0) {
            throw new IllegalArgumentException("drain must be at least a second, not " + drain);
        }
    }
}
