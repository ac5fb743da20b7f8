package dev.slipway.dashboard;

import java.util.Optional;

/**
 * Who asks.
 *
 * @param name for the log
 * @param csrf what it must show to act, where a browser would let a stranger's page act in its name; empty for programs
 */
record Visitor(String name, Optional<String> csrf) {}
