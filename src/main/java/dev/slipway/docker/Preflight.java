package dev.slipway.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RunKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for what a container will need, while the old one still serves. */
final class Preflight {
    private static final String DEFAULT_BRIDGE = "bridge";

    /** Of the right form, and nobody's. */
    private static final String NO_IMAGE = "sha256:" + "0".repeat(64);

    private final DockerEngine engine;

    Preflight(DockerEngine engine) {
        this.engine = engine;
    }

    void check(App app) throws DeployException {
        ApiNeeds.check(app.run(), engine.api());
        requireNetworks(app);
        requireContainers(app);
        requireAcceptance(app);
    }

    private void requireNetworks(App app) throws DeployException {
        var networks = engine.call(
                "list the networks", docker -> docker.listNetworksCmd().exec());
        for (var attachment : app.attachments()) {
            if (attachment.network().equals(app.gateNetwork())) {
                continue; // Slipway makes it.
            }
            var network = networks.stream()
                    .filter(each -> attachment.network().equals(each.getName()))
                    .findFirst();
            if (network.isEmpty()) {
                var key = app.run().get(RunKey.NETWORKS).isPresent() ? RunKey.NETWORKS : RunKey.NETWORK_MODE;
                throw yours(
                        "run." + key + ": there is no network " + attachment.network(),
                        "docker network create " + attachment.network());
            }
            requireFit(attachment, network.get());
        }
    }

    /** The engine itself would say so at the start only, after the old one was stopped. */
    private static void requireFit(NetworkAttachment attachment, Network network) throws DeployException {
        if (attachment.network().equals(DEFAULT_BRIDGE)
                && (attachment.hasFixedAddress() || !attachment.aliases().isEmpty())) {
            throw yours(
                    "run.networks: Docker's default network bridge knows neither aliases nor fixed addresses",
                    "make a network of your own with docker network create, and name that");
        }
        var subnets = subnets(network);
        for (var address : Stream.concat(attachment.ipv4().stream(), attachment.ipv6().stream())
                .toList()) {
            if (subnets.stream().noneMatch(subnet -> Subnet.contains(subnet, address))) {
                throw yours(
                        "run.networks: " + address + " is in no subnet of network " + attachment.network() + " "
                                + subnets,
                        "choose an address in a subnet of that network, or make it anew with docker network create --subnet");
            }
        }
    }

    private static List<String> subnets(Network network) {
        return Optional.ofNullable(network.getIpam()).map(Network.Ipam::getConfig).orElse(List.of()).stream()
                .map(Network.Ipam.Config::getSubnet)
                .filter(Objects::nonNull)
                .toList();
    }

    private void requireContainers(App app) throws DeployException {
        for (var key : List.of(RunKey.NETWORK_MODE, RunKey.PID, RunKey.IPC)) {
            var value = app.run().get(key).orElse("");
            if (value.startsWith("container:")) {
                requireContainer(key, value.substring("container:".length()), true);
            }
        }
        for (var link : app.run().get(RunKey.EXTERNAL_LINKS).orElse(List.of())) {
            requireContainer(RunKey.EXTERNAL_LINKS, link.split(":", 2)[0], true);
        }
        for (var other : app.run().get(RunKey.VOLUMES_FROM).orElse(List.of())) {
            requireContainer(RunKey.VOLUMES_FROM, other.split(":", 2)[0], false);
        }
    }

    private void requireContainer(RunKey<?> key, String name, boolean running) throws DeployException {
        var isRunning = engine.call("inspect container " + name, docker -> {
            try {
                var state = docker.inspectContainerCmd(name).exec().getState();
                return Optional.of(Boolean.TRUE.equals(state.getRunning()));
            } catch (NotFoundException e) {
                return Optional.<Boolean>empty();
            }
        });
        if (isRunning.isEmpty()) {
            throw yours(
                    "run." + key + ": there is no container " + name, "make that container first, or correct the name");
        }
        if (running && !isRunning.get()) {
            throw yours("run." + key + ": container " + name + " does not run", "docker start " + name);
        }
    }

    /**
     * Lets the engine look at the settings. It does that before it looks for the image, so that asked for one that is not there
     * it makes nothing, whatever it finds.
     */
    private void requireAcceptance(App app) throws DeployException {
        try {
            engine.post("try the settings of " + app.name(), "/containers/create", CreateBody.settings(app, NO_IMAGE));
        } catch (DeployException e) {
            if (!(e.getCause() instanceof NotFoundException)) {
                throw Refusal.explained(app, e);
            }
        }
    }

    private static DeployException yours(String what, String next) {
        return new DeployException(Blame.YOURS, what, next);
    }
}
