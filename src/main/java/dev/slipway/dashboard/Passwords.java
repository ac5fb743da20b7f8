package dev.slipway.dashboard;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import dev.slipway.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Whether a password is the right one. Where the configuration has the password itself, it is hashed once, so that an attempt
 * takes as long as with a hash, and as long whether its beginning is right or not.
 */
final class Passwords {
    /** Some 60 ms on a small box. */
    private static final int COST = 10;

    private Optional<Known> known = Optional.empty();

    /** A configured password and its hash. */
    private record Known(Secret configured, String hash) {}

    boolean matches(Secret configured, String given) {
        var bytes = given.getBytes(StandardCharsets.UTF_8);
        var hash = hash(configured).getBytes(StandardCharsets.US_ASCII);
        // Of what bcrypt reads nothing beyond 72 bytes; hashes that others made are of no more either.
        return BCrypt.verifyer(BCrypt.Version.VERSION_2A, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A))
                .verify(bytes, hash)
                .verified;
    }

    private synchronized String hash(Secret configured) {
        var before = known.filter(it -> it.configured().equals(configured));
        if (before.isPresent()) {
            return before.get().hash();
        }
        var text = configured.reveal();
        var hash = text.startsWith("$2")
                ? text
                : BCrypt.with(LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A))
                        .hashToString(COST, text.toCharArray());
        known = Optional.of(new Known(configured, hash));
        return hash;
    }
}
