package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.model.SwarmSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks for what a service will need, before any task is touched. */
final class ServicePreflight {
    /** What services have learned after {@link ApiVersion#OLDEST}: an older engine passes over it. */
    private static final List<Need> NEEDS = List.of(
            new Need("sysctls", has(RunKey.SYSCTLS), new ApiVersion(1, 40)),
            new Need(
                    "deploy.placement.max_replicas_per_node",
                    run -> run.get(RunKey.DEPLOY)
                            .flatMap(spec -> spec.placement().maxPerNode())
                            .isPresent(),
                    new ApiVersion(1, 40)),
            new Need("cap_add", has(RunKey.CAP_ADD), new ApiVersion(1, 41)),
            new Need("cap_drop", has(RunKey.CAP_DROP), new ApiVersion(1, 41)),
            new Need("ulimits", has(RunKey.ULIMITS), new ApiVersion(1, 41)),
            new Need("pids_limit", has(RunKey.PIDS_LIMIT), new ApiVersion(1, 41)));

    /** One setting, and the first API version that has it. */
    private record Need(String setting, Predicate<RunSpec> isUsed, ApiVersion since) {}

    private final DockerEngine engine;

    ServicePreflight(DockerEngine engine) {
        this.engine = engine;
    }

    /** @param now the service as it is, if it is there */
    void check(App app, Optional<JsonNode> now) throws DeployException {
        ApiNeeds.check(app.run(), engine.api());
        requireApi(app);
        requireNetworks(app);
        var unused = SwarmIds.of(app, engine);
        if (now.isPresent()) {
            requireMode(app, now.get().path("Spec"));
        }
    }

    private void requireApi(App app) throws DeployException {
        for (var need : NEEDS) {
            if (need.isUsed().test(app.run()) && engine.api().isOlderThan(need.since())) {
                throw yours(
                        "run." + need.setting() + " of a service needs API " + need.since()
                                + ", but the engine is spoken to in API " + engine.api(),
                        "update Docker on every node, or remove run." + need.setting());
            }
        }
    }

    private void requireNetworks(App app) throws DeployException {
        var wanted = app.run().get(RunKey.NETWORKS).orElse(List.of());
        if (wanted.isEmpty()) {
            return;
        }
        var scopes = new HashMap<String, String>();
        for (var network : engine.call("list the networks", docker -> Raw.get(engine.http(), "/networks"))) {
            // A network of one node may bear the name of one of the swarm's.
            scopes.merge(
                    network.path("Name").asText(),
                    network.path("Scope").asText(),
                    (one, other) -> one.equals("swarm") ? one : other);
        }
        for (var name : wanted.stream().map(NetworkAttachment::network).toList()) {
            var scope = scopes.get(name);
            if (scope == null) {
                throw yours(
                        "run.networks: there is no network " + name,
                        "docker network create --driver overlay " + name + ", at a manager");
            }
            if (!scope.equals("swarm")) {
                throw yours(
                        "run.networks: network " + name + " is one of this node alone, and no other node has it",
                        "make one of the swarm: docker network create --driver overlay NAME, at a manager");
            }
        }
    }

    private static void requireMode(App app, JsonNode spec) throws DeployException {
        var is = ServiceInspection.replicas(spec).isPresent() ? SwarmSpec.Mode.REPLICATED : SwarmSpec.Mode.GLOBAL;
        if (is != app.swarm().mode()) {
            throw yours(
                    "run.deploy.mode: a swarm cannot make a service that is "
                            + is.name().toLowerCase(Locale.ROOT) + " into one that is not",
                    "docker service rm " + app.name() + ", and the next poll makes it anew");
        }
    }

    private static Predicate<RunSpec> has(RunKey<?> key) {
        return run -> run.get(key).isPresent();
    }

    private static DeployException yours(String what, String next) {
        return new DeployException(Blame.YOURS, what, next);
    }
}
