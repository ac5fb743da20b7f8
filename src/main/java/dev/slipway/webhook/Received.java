package dev.slipway.webhook;

import java.time.Instant;

/**
 * A delivery as it came in, before anything of it is believed.
 *
 * @param from the caller's address, as the socket has it; never a forwarded one, which anybody can write
 * @param body the raw bytes, which are what was signed
 */
record Received(Instant at, String from, Headers headers, Body body) {}
