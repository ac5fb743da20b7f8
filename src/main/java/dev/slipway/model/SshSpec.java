package dev.slipway.model;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a repository is reached with over SSH.
 *
 * @param keyFile the private key that the server knows
 * @param passphrase what the key is encrypted with; empty if it is not
 * @param knownHostsFile the keys of the servers that are believed, as in sshd(8)
 */
public record SshSpec(Path keyFile, Optional<Secret> passphrase, Path knownHostsFile) {
    public SshSpec {
        Objects.requireNonNull(keyFile);
        Objects.requireNonNull(passphrase);
        Objects.requireNonNull(knownHostsFile);
    }

    /** The same, with paths that are not absolute taken as below this folder. */
    public SshSpec below(Path folder) {
        return new SshSpec(folder.resolve(keyFile), passphrase, folder.resolve(knownHostsFile));
    }
}
