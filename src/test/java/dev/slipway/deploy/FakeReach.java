package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The way of a process that runs in a container of the engine in memory; what it joined, the engine remembers. */
final class FakeReach implements Reach {
    private final Effects effects;
    private final FakeContainers containers;
    private final Map<String, Set<String>> needed = new HashMap<>();

    FakeReach(Effects effects, FakeContainers containers) {
        this.effects = effects;
        this.containers = containers;
    }

    @Override
    public void preflight(App app) throws DeployException {
        effects.requireAlive();
        if (!containers.knowsAgent()) {
            throw new DeployException(Blame.HOST, "the agent runs in a container that Docker does not know", "");
        }
    }

    @Override
    public Way to(App app, Container container) throws DeployException {
        effects.requireAlive();
        if (containers.find(container.id()).isEmpty()) {
            throw new DeployException(Blame.HOST, "no such container: " + container.id(), "");
        }
        var networks = networks(container);
        if (networks.isEmpty()) {
            return new Way(Optional.empty(), containers.gateway());
        }
        var network =
                networks.stream().filter(containers::agentIsOn).findFirst().orElse(networks.getFirst());
        if (!containers.agentIsOn(network)) {
            needed.computeIfAbsent(network, each -> new HashSet<>()).add(app.name());
            effects.about("join " + network);
            containers.agentJoins(network);
        } else if (containers.joinedByAgent().contains(network)) {
            needed.computeIfAbsent(network, each -> new HashSet<>()).add(app.name());
        }
        return new Way(container.address(), containers.gateway());
    }

    @Override
    public void leave(App app) throws DeployException {
        effects.requireAlive();
        needed.values().forEach(apps -> apps.remove(app.name()));
        needed.values().removeIf(Set::isEmpty);
        for (var network : List.copyOf(containers.joinedByAgent())) {
            if (!needed.containsKey(network)) {
                effects.about("leave " + network);
                containers.agentLeaves(network);
            }
        }
    }

    @Override
    public Set<String> ownContainers() throws DeployException {
        effects.requireAlive();
        return containers.agentsOwn().map(Set::of).orElse(Set.of());
    }

    private static List<String> networks(Container container) {
        return container.wiring().networks().stream()
                .map(attachment -> attachment.network())
                .toList();
    }
}
