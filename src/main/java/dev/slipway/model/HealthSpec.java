package dev.slipway.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What counts as well. The image's own HEALTHCHECK is always heeded where there is one; {@code check} adds to it.
 *
 * @param timeout from the container's start until it must have been well for the first time
 * @param settle how long it must then stay well, without a restart, before the old container goes
 */
public record HealthSpec(Optional<Check> check, Duration timeout, Duration settle) {
    public HealthSpec {
        Objects.requireNonNull(check);
        Objects.requireNonNull(timeout);
        Objects.requireNonNull(settle);
    }

    /** One question that is put to the container under proof. Ports are the container's own, 1 to 65535. */
    public sealed interface Check {
        /** A question that goes over the network to one TCP port. */
        sealed interface Networked extends Check {
            int port();
        }

        /**
         * Well when the answer's status is 200 to 399, redirects not followed.
         *
         * @param path with its leading slash and any query
         */
        record Http(int port, String path) implements Networked {
            @Override
            public String toString() {
                return "http :" + port + path;
            }
        }

        /** Well when the connection is accepted. */
        record Tcp(int port) implements Networked {
            @Override
            public String toString() {
                return "tcp :" + port;
            }
        }

        /** Well when the command, run inside the container, exits with 0. */
        record Command(List<String> argv) implements Check {
            public Command {
                argv = List.copyOf(argv);
            }

            @Override
            public String toString() {
                return "command " + argv;
            }
        }
    }
}
