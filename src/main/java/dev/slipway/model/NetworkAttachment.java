package dev.slipway.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a container is attached to one network.
 *
 * @param network the network's name on the engine
 * @param aliases further names under which others on that network find it
 * @param ipv4 fixed address, if one was asked for
 * @param ipv6 fixed address, if one was asked for
 */
public record NetworkAttachment(String network, List<String> aliases, Optional<String> ipv4, Optional<String> ipv6) {
    public NetworkAttachment {
        Objects.requireNonNull(network);
        aliases = List.copyOf(aliases);
        Objects.requireNonNull(ipv4);
        Objects.requireNonNull(ipv6);
    }

    public boolean hasFixedAddress() {
        return ipv4.isPresent() || ipv6.isPresent();
    }
}
