package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Reach;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The way to the containers of one engine. What was joined is marked on the engine, so that it can be told from what a person
 * configured, by a later process too.
 */
public final class DockerReach implements Reach {
    private final DockerEngine engine;
    private final Whereabouts whereabouts;
    /** The apps that need a joined network, by its name. */
    private final Map<String, Set<String>> needed = new HashMap<>();
    /** Whether the engine has no joined network that nobody needs, as far as is known. */
    private boolean swept;

    public DockerReach(DockerEngine engine) {
        this(engine, Path.of("/"));
    }

    /** @param root of the file system in which this process finds what container it is in */
    DockerReach(DockerEngine engine, Path root) {
        this.engine = engine;
        this.whereabouts = new Whereabouts(engine, root);
    }

    @Override
    public synchronized void preflight(App app) throws DeployException {
        var asked = app.health()
                .check()
                .filter(HealthSpec.Check.Networked.class::isInstance)
                .map(HealthSpec.Check.Networked.class::cast);
        if (asked.isEmpty()) {
            return;
        }
        switch (whereabouts.place()) {
            case Place.Elsewhere ignored -> throw noWay();
            case Place.AnotherMachine other -> requirePublished(app, asked.get(), other.host());
            case Place.OnHost ignored -> {
                // Every container can be asked as it is.
            }
            case Place.Inside ignored -> {
                // The agent's own container joins its network.
            }
        }
    }

    /** Where the container's own address leads nowhere, its port is asked where that machine publishes it. */
    private void requirePublished(App app, HealthSpec.Check.Networked check, String machine) throws DeployException {
        var published = app.run().get(RunKey.PORTS).orElse(List.of()).stream()
                .filter(port -> port.isFixedTcp(check.port()))
                .toList();
        if (published.stream().anyMatch(Run.Port::isSeenFromOutside)) {
            return;
        }
        var why = published.isEmpty()
                ? "and run.ports publishes it at no fixed port"
                : "and run.ports publishes it on "
                        + published.getFirst().hostIp().orElse("") + " alone";
        throw new DeployException(
                Blame.YOURS,
                "health: " + check + " cannot be asked from here: " + app.name() + " runs on another machine, "
                        + engine.host() + ", " + why,
                "use health.command or a HEALTHCHECK in the Dockerfile, which run in the container; or publish the port (such as"
                        + " \"" + check.port() + ":" + check.port() + "\"), which is then asked at " + machine);
    }

    @Override
    public synchronized Way to(App app, Container container) throws DeployException {
        return switch (whereabouts.place()) {
            case Place.OnHost ignored -> Way.fromTheHost(container.address());
            case Place.Inside inside -> way(app, endpoints(inside.container()), endpoints(container.id()));
            case Place.AnotherMachine other -> Way.fromAnotherMachine(other.host());
            case Place.Elsewhere ignored -> throw noWay();
        };
    }

    private Way way(App app, Endpoints own, Endpoints theirs) throws DeployException {
        if (theirs.hasTheHostsNetwork()) {
            return new Way(own.gateway(), own.gateway());
        }
        var addressed = theirs.addressed();
        var network = addressed.stream()
                .filter(own::isOn)
                .findFirst()
                .or(() -> addressed.stream().findFirst());
        if (network.isEmpty()) {
            return new Way(Optional.empty(), own.gateway());
        }
        join(app, own, network.get());
        return new Way(
                theirs.address(network.get()), theirs.gateway(network.get()).or(own::gateway));
    }

    private void join(App app, Endpoints own, String network) throws DeployException {
        if (own.isOn(network) && !own.hasJoined(network)) {
            return;
        }
        needed.computeIfAbsent(network, each -> new HashSet<>()).add(app.name());
        if (!own.isOn(network)) {
            var body = Raw.JSON.createObjectNode().put("Container", own.container());
            body.putObject("EndpointConfig")
                    .putObject("DriverOpts")
                    .put(Endpoints.JOINED_BY_SLIPWAY, "to ask a container whether it is well");
            engine.post(
                    "connect the agent's own container to network " + network,
                    "/networks/" + network + "/connect",
                    body);
        }
    }

    @Override
    public synchronized void leave(App app) throws DeployException {
        if (!(whereabouts.place() instanceof Place.Inside inside)) {
            return;
        }
        for (var apps : needed.values()) {
            swept &= !apps.remove(app.name());
        }
        needed.values().removeIf(Set::isEmpty);
        if (swept) {
            return;
        }
        for (var network : endpoints(inside.container()).joined()) {
            if (!needed.containsKey(network)) {
                var body = Raw.JSON.createObjectNode().put("Container", inside.container());
                engine.post(
                        "disconnect the agent's own container from network " + network,
                        "/networks/" + network + "/disconnect",
                        body);
            }
        }
        swept = true;
    }

    @Override
    public synchronized Set<String> ownContainers() throws DeployException {
        return whereabouts.own();
    }

    private Endpoints endpoints(String container) throws DeployException {
        return whereabouts
                .endpoints(container)
                .orElseThrow(() -> new DeployException(Blame.HOST, "container " + container + " is gone", ""));
    }

    private DeployException noWay() {
        return new DeployException(
                Blame.HOST,
                "the agent runs in a container that Docker at " + engine.host()
                        + " does not know, so it cannot join the network of the one that it deploys, nor ask it over the network",
                "use a command check, or give the agent the engine that runs it, or network_mode: host");
    }
}
