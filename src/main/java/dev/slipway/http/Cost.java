package dev.slipway.http;

import java.time.Duration;

/**
 * What a stranger may cost a listener before one knows what he wants.
 *
 * @param headBytes request line and header fields
 * @param head how long a connection may be open without showing a whole request
 * @param connections how many may be open; beyond that, the one waited for longest is closed
 */
public record Cost(int headBytes, Duration head, int connections) {}
