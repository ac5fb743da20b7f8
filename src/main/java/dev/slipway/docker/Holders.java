package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says who has the name or the port that a new container wants. */
final class Holders {
    /** As dockerd says it of containers' ports, and as its proxy passes on what the kernel says of other processes' ones. */
    private static final Pattern PORT_TAKEN = Pattern.compile(
            ":(\\d{1,5})(?:/\\w+)?(?: failed)?: (?:port is already allocated|(?:.*: )?address already in use)");

    private final DockerEngine engine;
    private final ContainerReader reader;
    private final HostPorts hostPorts;

    Holders(DockerEngine engine, ContainerReader reader, HostPorts hostPorts) {
        this.engine = engine;
        this.reader = reader;
        this.hostPorts = hostPorts;
    }

    DeployException nameTaken(String what, String name, DeployException cause) throws DeployException {
        var holder = reader.inspect(name).filter(each -> each.name().equals(name));
        if (holder.isEmpty()) {
            return cause; // gone again since, or a conflict of another kind
        }
        return new DeployException(
                Blame.HOST,
                "could not " + what + ": the name " + name + " is taken by container " + describe(holder.get()),
                "rename or remove that container (docker rename " + name + " OTHER), or change container_name",
                cause);
    }

    /** The same failure with the port's holder named; empty if it was about something else. */
    Optional<DeployException> portTaken(DeployException e) throws DeployException {
        var match = PORT_TAKEN.matcher(e.failure().what());
        if (!match.find()) {
            return Optional.empty();
        }
        var port = Integer.parseInt(match.group(1));
        var container = containerOn(port);
        var holder = container.isPresent()
                ? "container " + describe(container.get())
                : hostPorts.holder(port).orElse("a process that is not a container");
        var attempt = e.failure().what().split(":", 2)[0];
        return Optional.of(new DeployException(
                Blame.HOST,
                attempt + ": port " + port + " is taken by " + holder,
                "stop that " + (container.isPresent() ? "container" : "process") + ", or publish another port",
                e));
    }

    private Optional<InspectedContainer> containerOn(int port) throws DeployException {
        var id = engine.call(
                "list the running containers",
                docker -> docker.listContainersCmd().exec().stream()
                        .filter(each ->
                                Arrays.stream(each.getPorts()).anyMatch(it -> Objects.equals(it.getPublicPort(), port)))
                        .findFirst()
                        .map(each -> each.getId()));
        return id.isPresent() ? reader.inspect(id.get()) : Optional.empty();
    }

    private static String describe(InspectedContainer container) {
        var whose = Labels.origin(container.json().at("/Config/Labels"))
                .map(origin -> "deployment " + origin.deployment() + " of " + origin.app())
                .orElse("not Slipway's");
        return container.name() + " (image " + container.imageName() + ", " + whose + ")";
    }
}
