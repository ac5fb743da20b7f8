package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Port: how this process gets to a container's own ports. One that runs in a container itself joins a network of the container
 * under proof, and leaves it afterwards; one that runs on the engine's host does nothing, and asks the engine nothing.
 */
public interface Reach {
    /**
     * Checks that containers can be asked from here, if the app has a check that must be, so that it fails before the old
     * container is touched.
     *
     * @throws DeployException HOST, saying why not and what to use instead
     */
    void preflight(App app) throws DeployException;

    /**
     * Makes sure that there is a way to a running container until {@link #leave}, and tells it as it is now. Safe to repeat.
     *
     * @throws DeployException HOST if there is none, or the engine refuses to make one
     */
    Way to(App app, Container container) throws DeployException;

    /**
     * Leaves the networks that were joined for this app and that no other app needs, and those that an earlier process joined
     * and did not leave. What the process's own container was attached to by others is not touched.
     */
    void leave(App app) throws DeployException;

    /**
     * Full ids of the containers of the engine that this process does not outlive: the one that it runs in and, where that
     * shares another's network, the other as far as it can be told. Empty for a process that runs in none of the engine's.
     */
    Set<String> ownContainers() throws DeployException;

    /**
     * The way from this process to one container.
     *
     * @param address at which the container's own ports are asked; empty if it has none that can be reached
     * @param host at which the ports are asked that the host publishes on all its addresses; empty if it cannot be reached
     * @param toAnotherMachine whether the host is another machine, of which nothing but published ports can be asked
     */
    record Way(Optional<String> address, Optional<String> host, boolean toAnotherMachine) {
        private static final Optional<String> LOOPBACK = Optional.of("127.0.0.1");

        public Way {
            Objects.requireNonNull(address);
            Objects.requireNonNull(host);
        }

        /** A way on one machine. */
        public Way(Optional<String> address, Optional<String> host) {
            this(address, host, false);
        }

        /** The way to a container on another machine, which is asked by that name. */
        public static Way fromAnotherMachine(String host) {
            return new Way(Optional.empty(), Optional.of(host), true);
        }

        /** The way of a process that runs on the engine's host. */
        public static Way fromTheHost(Optional<String> address) {
            return new Way(address, LOOPBACK);
        }

        /** Whether this process runs on the engine's host, so that every address of the host is its own. */
        public boolean isFromTheHost() {
            return host.equals(LOOPBACK) && !toAnotherMachine;
        }

        /** Whether the container has the host's network, and the host is reached from another container. */
        public boolean isByTheHost() {
            return address.isPresent() && address.equals(host) && !isFromTheHost();
        }
    }
}
