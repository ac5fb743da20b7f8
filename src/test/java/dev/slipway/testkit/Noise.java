package dev.slipway.testkit;

import java.util.Base64;
import java.util.Random;

/** Text that a pack cannot make much smaller. */
public final class Noise {
    private Noise() {}

    /** Another for each seed: so many bytes, of which two are unlike each other. */
    public static String of(int bytes, long seed) {
        var noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        return Base64.getEncoder().encodeToString(noise);
    }

    /** The same each time; a pack of it has at least so many bytes. */
    public static String of(int bytes) {
        return of(bytes, 1);
    }
}
