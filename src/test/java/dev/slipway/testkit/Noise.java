package dev.slipway.testkit;

import java.util.Base64;
import java.util.Random;

/** Text that a pack cannot make much smaller. */
public final class Noise {
    private Noise() {}

    /** The same each time; a pack of it has at least so many bytes. */
    public static String of(int bytes) {
        var noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        return Base64.getEncoder().encodeToString(noise);
    }
}
