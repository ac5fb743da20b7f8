package dev.slipway.config;

import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.model.SwarmSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** {@code run.deploy.resources}: the same limits in the words that Compose has for Swarm, and what only a swarm can reserve. */
final class DeployResources {
    private static final Field<Long> CPUS = Field.optional("cpus", ResourceRows.cpus(), "as run.cpus");
    private static final Field<Long> MEMORY = Field.optional("memory", Scalars.bytes(), "as run.mem_limit");
    private static final Field<Long> PIDS = Field.optional("pids", ResourceRows.pids(), "as run.pids_limit");
    private static final Field<Long> RESERVED_CPUS =
            Field.optional("cpus", ResourceRows.cpus(), "that a node must have left for each task; for target: swarm");
    private static final Field<Long> RESERVED_MEMORY =
            Field.optional("memory", Scalars.bytes(), "as run.mem_reservation");
    private static final Field<List<Run.Gpu>> DEVICES =
            Field.optional("devices", new ListShape<>(ResourceRows.device(List.of())), "as run.gpus");

    private static final Field<RunSpec> LIMITS = Field.withDefault(
            "limits",
            ObjectShape.of(List.of(CPUS, MEMORY, PIDS), f -> {
                var spec = RunSpec.EMPTY;
                spec = f.find(CPUS).map(with(spec, RunKey.CPUS)).orElse(spec);
                spec = f.find(MEMORY).map(with(spec, RunKey.MEM_LIMIT)).orElse(spec);
                return f.find(PIDS).map(with(spec, RunKey.PIDS_LIMIT)).orElse(spec);
            }),
            "",
            "what it may use at most");
    private static final Field<RunSpec> RESERVATIONS = Field.withDefault(
            "reservations",
            ObjectShape.of(List.of(RESERVED_CPUS, RESERVED_MEMORY, DEVICES), f -> {
                        var spec = RunSpec.EMPTY;
                        spec = f.find(RESERVED_CPUS)
                                .map(DeployResources::reserving)
                                .orElse(spec);
                        spec = f.find(RESERVED_MEMORY)
                                .map(with(spec, RunKey.MEM_RESERVATION))
                                .orElse(spec);
                        return f.find(DEVICES).map(with(spec, RunKey.GPUS)).orElse(spec);
                    })
                    .refusing(Map.of(
                            "generic_resources",
                            "this version does not do it; use placement.constraints, by labels of the nodes")),
            "",
            "what it is promised");
    static final Field<RunSpec> RESOURCES = Field.withDefault(
            "resources",
            ObjectShape.of(List.of(LIMITS, RESERVATIONS), f -> merged(f.get(LIMITS), f.get(RESERVATIONS))),
            "",
            "limits and reservations");

    private DeployResources() {}

    /** What adds the values of such a specification to {@code spec}. */
    static UnaryOperator<RunSpec> addedTo(RunSpec spec) {
        return deploy -> merged(spec, deploy);
    }

    private static RunSpec merged(RunSpec first, RunSpec second) {
        var merged = first;
        for (var key : second.keys()) {
            merged = copy(key, second, merged);
        }
        return merged;
    }

    private static <T> RunSpec copy(RunKey<T> key, RunSpec from, RunSpec to) {
        return from.get(key).map(with(to, key)).orElse(to);
    }

    private static <T> Function<T, RunSpec> with(RunSpec spec, RunKey<T> key) {
        return value -> spec.with(key, value);
    }

    private static RunSpec reserving(long cpus) {
        var none = SwarmSpec.DEFAULT;
        return RunSpec.EMPTY.with(
                RunKey.DEPLOY,
                new SwarmSpec(
                        none.mode(),
                        none.replicas(),
                        none.endpoint(),
                        none.labels(),
                        none.placement(),
                        Optional.of(cpus),
                        none.update(),
                        none.rollback(),
                        none.restart()));
    }
}
