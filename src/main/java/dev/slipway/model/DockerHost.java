package dev.slipway.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A Docker engine, and what it is reached with.
 *
 * @param name by which apps are pinned to it; empty for the one of {@code docker.host}, where every other app runs
 * @param address {@code unix:///path} or {@code tcp://host:port}
 * @param tls for {@code tcp} alone; empty to speak without TLS, or as the environment says
 */
public record DockerHost(Optional<String> name, URI address, Optional<Tls> tls) {
    public DockerHost {
        Objects.requireNonNull(name);
        Objects.requireNonNull(address);
        Objects.requireNonNull(tls);
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
        return new DockerHost(Optional.empty(), address, Optional.empty());
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
