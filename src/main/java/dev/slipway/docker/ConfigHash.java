package dev.slipway.docker;

import dev.slipway.model.App;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells whether a container was made from the settings of now. How long a build may take, or which builder makes it, changes
 * nothing about the container, and so not the hash.
 */
final class ConfigHash {
    private static final int HEX_DIGITS = 32;

    private ConfigHash() {}

    static String of(App app, Map<String, String> environment) {
        var build = app.build();
        var parts = List.of(
                build.context(),
                build.dockerfile(),
                build.args().toString(),
                build.target().orElse(""),
                app.containerName(),
                app.run().canonical(),
                new TreeMap<>(environment).toString());
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                var bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        (bytes.length + ":").getBytes(StandardCharsets.UTF_8)); // so that no part runs into the next
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
