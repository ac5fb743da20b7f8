package dev.slipway.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A Docker engine, and what it is reached with.
 *
 * @param name by which apps are pinned to it; empty for the one of {@code docker.host}, where every other app runs
 * @param address {@code unix:///path}, {@code tcp://host:port} or {@code ssh://user@host[:port]}
 * @param tls for {@code tcp} alone; empty to speak without TLS, or as the environment says
 * @param ssh set for {@code ssh}, and for nothing else
 */
public record DockerHost(Optional<String> name, URI address, Optional<Tls> tls, Optional<SshSpec> ssh) {
    private static final String SSH = "ssh";

    public DockerHost {
        Objects.requireNonNull(name);
        Objects.requireNonNull(address);
        Objects.requireNonNull(tls);
        Objects.requireNonNull(ssh);
        if (ssh.isPresent() != SSH.equals(address.getScheme())) {
            throw new IllegalArgumentException("a key is for ssh://, and ssh:// for a key");
        }
    }

    /** Files in PEM format; what is not given is the machine's own list of authorities, or no certificate to show. */
    public record Tls(Optional<Path> authorities, Optional<Pair> own) {
        public Tls {
            Objects.requireNonNull(authorities);
            Objects.requireNonNull(own);
        }

        /** A certificate, with those that it hangs on, and its private key. */
        public record Pair(Path certificate, Path key) {
            public Pair {
                Objects.requireNonNull(certificate);
                Objects.requireNonNull(key);
            }
        }
    }

    /** The one of {@code docker.host}, with nothing but an address. */
    public static DockerHost at(URI address) {
        return new DockerHost(Optional.empty(), address, Optional.empty(), Optional.empty());
    }

    /** The same, with paths that are not absolute taken as below this folder. */
    public DockerHost below(Path folder) {
        return new DockerHost(name, address, tls, ssh.map(each -> each.below(folder)));
    }

    /** Whether it is reached by a socket of this machine. */
    public boolean isSocket() {
        return "unix".equals(address.getScheme());
    }

    /** For messages: {@code nas (tcp://nas.lan:2376)}, or the address alone. */
    @Override
    public String toString() {
        return name.map(each -> each + " (" + address + ")").orElseGet(address::toString);
    }
}
