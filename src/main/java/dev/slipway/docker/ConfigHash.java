package dev.slipway.docker;

import dev.slipway.model.App;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** A hash of all that a container is made from but its commit; a label, so it must tell nothing of the values. */
final class ConfigHash {
    private static final int HEX_DIGITS = 16;

    private ConfigHash() {}

    static String of(App app, Map<String, String> environment) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : new String[] {
                ImageLabels.buildHash(app.build(), app.git().inclusions()),
                app.run().canonical(),
                environment.toString()
            }) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            // Only where there is one: a container that was made before there were gates is still what would be made.
            app.gate().ifPresent(gate -> digest.update(gate.toString().getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
