package dev.slipway.webhook;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A body that may have been signed before it became the one that came.
 *
 * @param what happened to it, as a clause: "the body was compressed on the way"
 * @param remedy in the imperative
 * @param made when asked for; empty if it would be the same as the one that came
 */
record BodyVariant(String what, String remedy, Supplier<Optional<Body>> made) {
    Optional<Body> body() {
        return made.get();
    }
}
