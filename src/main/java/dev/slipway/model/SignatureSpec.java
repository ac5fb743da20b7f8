package dev.slipway.model;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose signature a commit must bear. The files are read anew for each commit; at least one is given.
 *
 * @param openPgpKeysFile public keys, armoured
 * @param allowedSignersFile SSH keys, as {@code ssh-keygen -Y verify} takes them
 */
public record SignatureSpec(Optional<Path> openPgpKeysFile, Optional<Path> allowedSignersFile) {
    public SignatureSpec {
        Objects.requireNonNull(openPgpKeysFile);
        Objects.requireNonNull(allowedSignersFile);
        if (openPgpKeysFile.isEmpty() && allowedSignersFile.isEmpty()) {
            throw new IllegalArgumentException("nobody could ever sign");
        }
    }
}
