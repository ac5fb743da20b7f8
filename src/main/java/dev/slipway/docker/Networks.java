package dev.slipway.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.NetworkAttachment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Attaches containers to networks, and keeps each app's private one.
 *
 * <p>A container that was created on the private network and has left it since works on without it: measured on Docker 20.10,
 * its port answers after the removal of that network and a restart, on the default bridge as on a user's own.
 */
final class Networks {
    private final DockerEngine engine;
    private final ContainerReader reader;
    private final Holders holders;

    Networks(DockerEngine engine, ContainerReader reader, Holders holders) {
        this.engine = engine;
        this.reader = reader;
        this.holders = holders;
    }

    /** Nothing changes if it is attached in this way already; if it is in another, it leaves the network for a moment. */
    void connect(String id, NetworkAttachment attachment) throws DeployException {
        var present = on(id, attachment.network());
        if (present.equals(Optional.of(attachment))) {
            return;
        }
        if (present.isPresent()) {
            leave(id, attachment.network());
        }
        connect(id, attachment.network(), Endpoints.endpoint(attachment));
    }

    void connect(String id, String network, ObjectNode endpoint) throws DeployException {
        var body = Raw.JSON.createObjectNode().put("Container", id);
        body.set("EndpointConfig", endpoint);
        try {
            engine.post(
                    "connect container " + shortId(id) + " to network " + network,
                    "/networks/" + Raw.segment(network) + "/connect",
                    body);
        } catch (DeployException e) {
            throw holders.portTaken(e).orElse(e);
        }
    }

    void disconnect(String id, String network) throws DeployException {
        if (on(id, network).isPresent()) {
            leave(id, network);
        }
    }

    private void leave(String id, String network) throws DeployException {
        engine.call(
                "disconnect container " + shortId(id) + " from network " + network,
                docker -> docker.disconnectFromNetworkCmd()
                        .withContainerId(id)
                        .withNetworkId(network)
                        .exec());
    }

    private Optional<NetworkAttachment> on(String id, String network) throws DeployException {
        var container = reader.inspect(id)
                .orElseThrow(() -> new DeployException(
                        Blame.HOST, "there is no container " + shortId(id), "see whether somebody removed it"));
        return container.networks().stream()
                .filter(each -> each.network().equals(network))
                .findFirst();
    }

    boolean exists(String network) throws DeployException {
        return find(network).isPresent();
    }

    String ensurePrivate(App app) throws DeployException {
        var name = Endpoints.privateNetwork(app);
        var present = find(name);
        if (present.isEmpty()) {
            create(app, name);
        } else {
            requireOurs(app, present.get());
        }
        return name;
    }

    /** Also leaves it while a stopped container is on it, which could not be started again without it. */
    void removePrivate(App app) throws DeployException {
        var name = Endpoints.privateNetwork(app);
        var present = find(name);
        if (present.isEmpty() || !isOurs(app, present.get()) || isUsed(name)) {
            return;
        }
        engine.effect("remove network " + name, docker -> {
            try {
                docker.removeNetworkCmd(name).exec();
            } catch (NotFoundException alreadyGone) {
                // as it should be
            }
        });
    }

    private void create(App app, String name) throws DeployException {
        engine.effect("create network " + name, docker -> {
            try {
                docker.createNetworkCmd()
                        .withName(name)
                        .withCheckDuplicate(true)
                        .withInternal(true)
                        .withLabels(Map.of(Labels.APP, app.name()))
                        .exec();
            } catch (ConflictException madeMeanwhile) {
                // as it should be
            }
        });
    }

    private boolean isUsed(String network) throws DeployException {
        return engine.call(
                "list the containers on network " + network,
                docker -> !docker.listContainersCmd()
                        .withShowAll(true)
                        .withNetworkFilter(List.of(network))
                        .exec()
                        .isEmpty());
    }

    private Optional<Network> find(String name) throws DeployException {
        return engine.call("look for network " + name, docker -> {
            try {
                return Optional.of(
                        docker.inspectNetworkCmd().withNetworkId(name).exec());
            } catch (NotFoundException absent) {
                return Optional.empty();
            }
        });
    }

    private static void requireOurs(App app, Network network) throws DeployException {
        if (!isOurs(app, network)) {
            throw new DeployException(
                    Blame.HOST,
                    "the network " + network.getName() + " is there, but is not Slipway's",
                    "remove it (docker network rm " + network.getName() + "), or use another swap than warm for "
                            + app.name());
        }
    }

    private static boolean isOurs(App app, Network network) {
        var labels = Optional.ofNullable(network.getLabels()).orElse(Map.of());
        return app.name().equals(labels.get(Labels.APP));
    }

    private static String shortId(String id) {
        return id.substring(0, Math.min(12, id.length()));
    }
}
