package dev.slipway.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import dev.slipway.deploy.DeployException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out once where this process runs, and in which container. Its own traces only say which container it may be in; that it
 * is one of the engine's is known when the engine finds it. A process without traces asks the engine nothing.
 */
final class Whereabouts {
    private final DockerEngine engine;
    private final Path root;
    private Optional<Place> known = Optional.empty();
    private Optional<Set<String>> own = Optional.empty();

    /** @param root of the file system, {@code /} except in tests */
    Whereabouts(DockerEngine engine, Path root) {
        this.engine = engine;
        this.root = root;
    }

    Place place() throws DeployException {
        if (known.isEmpty()) {
            known = Optional.of(find(ContainerTraces.under(root)));
        }
        return known.get();
    }

    /** Full ids of those containers of the engine in which this process has left traces: its own, and its network's owner. */
    Set<String> own() throws DeployException {
        if (own.isEmpty()) {
            var found = new LinkedHashSet<String>();
            for (var candidate : ContainerTraces.under(root).candidates()) {
                belonging(candidate).map(Endpoints::container).ifPresent(found::add);
            }
            own = Optional.of(found);
        }
        return own.get();
    }

    /** Where it is no id, the engine takes it for a name, which anybody may give to a container. */
    private Optional<Endpoints> belonging(String candidate) throws DeployException {
        return endpoints(candidate).filter(it -> it.container().startsWith(candidate));
    }

    /** The networks of a container, or nothing if the engine does not know it. */
    Optional<Endpoints> endpoints(String container) throws DeployException {
        return engine.call("inspect container " + container, docker -> {
            try {
                return Optional.of(Endpoints.read(Raw.get(engine.http(), "/containers/" + container + "/json")));
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private Place find(ContainerTraces traces) throws DeployException {
        for (var candidate : traces.candidates()) {
            var found = belonging(candidate);
            if (found.isPresent()) {
                return place(found.get());
            }
        }
        if (!isHere()) {
            return new Place.AnotherMachine(engine.address().getHost());
        }
        return traces.ids().isEmpty() || hasTheEnginesNetwork() ? new Place.OnHost() : new Place.Elsewhere();
    }

    /** Whether the engine's address is one of this machine's own, or in it a socket. */
    private boolean isHere() {
        return engine.host().isSocket() || isOwnAddress(engine.address().getHost());
    }

    private Place place(Endpoints own) throws DeployException {
        if (own.hasTheHostsNetwork()) {
            return new Place.OnHost();
        }
        var owner = own.sharedWith().isPresent() ? endpoints(own.sharedWith().get()) : Optional.<Endpoints>empty();
        return owner.isPresent() ? place(owner.get()) : new Place.Inside(own.container());
    }

    /** As where an engine runs in the same container as this process: its bridges are then among our own interfaces. */
    private boolean hasTheEnginesNetwork() throws DeployException {
        return gateways().stream().anyMatch(Whereabouts::isOwnAddress);
    }

    private List<String> gateways() throws DeployException {
        return engine.call(
                "list the networks",
                docker -> docker.listNetworksCmd().exec().stream()
                        .map(Network::getIpam)
                        .filter(Objects::nonNull)
                        .flatMap(ipam -> Stream.ofNullable(ipam.getConfig()).flatMap(List::stream))
                        .flatMap(config -> gateway(config).stream())
                        .toList());
    }

    /** An engine names none for its default bridge until it was started a second time; it takes the first address then, too. */
    private static Optional<String> gateway(Network.Ipam.Config config) {
        return Optional.ofNullable(config.getGateway())
                .or(() -> Optional.ofNullable(config.getSubnet()).map(Subnet::firstAddress));
    }

    private static boolean isOwnAddress(String address) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null;
        } catch (UnknownHostException | SocketException e) {
            // What cannot be looked up is not known to be ours.
            return false;
        }
    }
}
