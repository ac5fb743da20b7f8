package dev.slipway.config;

import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** {@code run.deploy.resources}: the same limits in the words that Compose has for Swarm. */
final class DeployResources {
    private static final Field<Long> CPUS = Field.optional("cpus", ResourceRows.cpus(), "as run.cpus");
    private static final Field<Long> MEMORY = Field.optional("memory", Scalars.bytes(), "as run.mem_limit");
    private static final Field<Long> PIDS = Field.optional("pids", ResourceRows.pids(), "as run.pids_limit");
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
            ObjectShape.of(List.of(RESERVED_MEMORY, DEVICES), f -> {
                        var spec = RunSpec.EMPTY;
                        spec = f.find(RESERVED_MEMORY)
                                .map(with(spec, RunKey.MEM_RESERVATION))
                                .orElse(spec);
                        return f.find(DEVICES).map(with(spec, RunKey.GPUS)).orElse(spec);
                    })
                    .refusing(Map.of(
                            "cpus", "one engine cannot reserve CPUs; use limits.cpus, or cpu_shares of run",
                            "generic_resources", "they are for Swarm only; remove it")),
            "",
            "what it is promised");
    private static final Field<RunSpec> RESOURCES = Field.withDefault(
            "resources",
            ObjectShape.of(List.of(LIMITS, RESERVATIONS), f -> merged(f.get(LIMITS), f.get(RESERVATIONS))),
            "",
            "limits and reservations");

    static final Shape<RunSpec> SHAPE =
            ObjectShape.of(List.of(RESOURCES), f -> f.get(RESOURCES)).refusing(refused());

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

    private static Map<String, String> refused() {
        var refused = new LinkedHashMap<String, String>();
        refused.put("restart_policy", "use restart of run");
        refused.put("replicas", "Slipway runs one container an app; remove it");
        refused.put("update_config", "use swap and health of the app");
        refused.put("rollback_config", "Slipway always goes back to the container that ran before; remove it");
        refused.put("labels", "use labels of run");
        Stream.of("mode", "placement", "endpoint_mode")
                .forEach(key -> refused.put(key, "it is for Swarm only; remove it"));
        return refused;
    }
}
