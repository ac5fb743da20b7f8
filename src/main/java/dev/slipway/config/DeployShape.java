package dev.slipway.config;

import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.model.SwarmSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** {@code run.deploy}: what Compose has for Swarm. One engine takes {@code resources} of it alone, which {@link SwarmRules} sees to. */
final class DeployShape {
    private static final long MOST_TASKS = 10_000;
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Pattern CONSTRAINT = Pattern.compile("[a-zA-Z0-9._/-]+ *(?:==|!=) *\\S.*");
    private static final List<String> CONDITIONS = List.of("none", "on-failure", "any");

    private static final Field<SwarmSpec.Mode> MODE = Field.optional(
            "mode",
            words(SwarmSpec.Mode.values()),
            "replicated (replicas of it, the default) or global (one on every node)");
    private static final Field<Long> REPLICAS = Field.optional(
            "replicas",
            Scalars.integer(0, MOST_TASKS),
            "how many tasks; left out, the service keeps as many as it has, and begins with one");
    private static final Field<SwarmSpec.Endpoint> ENDPOINT_MODE = Field.optional(
            "endpoint_mode",
            words(SwarmSpec.Endpoint.values()),
            "vip (one virtual address, which needs IP_VS in every node's kernel; the default) or dnsrr (the tasks' own)");
    private static final Field<SequencedMap<String, String>> LABELS = Field.optional(
            "labels",
            new PairsShape(PairsShape.Valueless.EMPTY),
            "of the service; labels of run are those of its containers");

    private static final Field<List<String>> CONSTRAINTS = Field.optional(
            "constraints",
            new ListShape<>(Scalars.matching("a constraint such as node.role==worker", CONSTRAINT)),
            "which nodes may run it, such as node.role==worker");
    private static final Field<List<String>> PREFERENCES = Field.optional(
            "preferences",
            new ListShape<>(spread()),
            "over what the tasks are spread evenly, such as {spread: node.labels.zone}");
    private static final Field<Long> MAX_PER_NODE = Field.optional(
            "max_replicas_per_node", Scalars.integer(1, MOST_TASKS), "how many tasks a node takes at most");
    private static final Field<SwarmSpec.Placement> PLACEMENT = Field.withDefault(
            "placement",
            ObjectShape.of(
                    List.of(CONSTRAINTS, PREFERENCES, MAX_PER_NODE),
                    f -> new SwarmSpec.Placement(
                            f.find(CONSTRAINTS).orElse(List.of()),
                            f.find(PREFERENCES).orElse(List.of()),
                            f.find(MAX_PER_NODE).map(Math::toIntExact))),
            "",
            "on which nodes");

    private static final Field<SwarmSpec.Rollout> UPDATE = Field.withDefault(
            "update_config",
            rollout("rollback (the default) or pause, after which Slipway has the swarm go back"),
            "",
            "how the swarm replaces its tasks");
    private static final Field<SwarmSpec.Rollout> ROLLBACK = Field.withDefault(
            "rollback_config",
            rollout("pause (the default): the swarm stops on its way back, and a person is needed"),
            "",
            "how it goes back; what is left out is as in update_config");

    private static final Field<String> CONDITION = Field.optional(
            "condition", Scalars.choice(sameWords(CONDITIONS)), "none, on-failure or any (the engine's default)");
    private static final Field<Duration> RESTART_DELAY = duration("delay", "before it is started anew");
    private static final Field<Long> MAX_ATTEMPTS =
            Field.optional("max_attempts", Scalars.integer(0, MOST_TASKS), "how often; no limit if left out");
    private static final Field<Duration> WINDOW = duration("window", "in which the attempts are counted");
    private static final Field<SwarmSpec.Restart> RESTART = Field.withDefault(
            "restart_policy",
            ObjectShape.of(
                    List.of(CONDITION, RESTART_DELAY, MAX_ATTEMPTS, WINDOW),
                    f -> new SwarmSpec.Restart(
                            f.find(CONDITION),
                            f.find(RESTART_DELAY),
                            f.find(MAX_ATTEMPTS).map(Math::toIntExact),
                            f.find(WINDOW))),
            "",
            "when the swarm starts a task anew that has ended");

    static final Shape<RunSpec> SHAPE = ObjectShape.of(
                    List.of(
                            DeployResources.RESOURCES,
                            MODE,
                            REPLICAS,
                            ENDPOINT_MODE,
                            LABELS,
                            PLACEMENT,
                            UPDATE,
                            ROLLBACK,
                            RESTART),
                    DeployShape::build)
            .checked(DeployShape::check);

    private DeployShape() {}

    /** The key is there only if something is said that is for a swarm. */
    private static RunSpec build(Fields f) {
        var resources = f.get(DeployResources.RESOURCES);
        var spec = new SwarmSpec(
                f.find(MODE).orElse(SwarmSpec.DEFAULT.mode()),
                f.find(REPLICAS).map(Math::toIntExact),
                f.find(ENDPOINT_MODE).orElse(SwarmSpec.DEFAULT.endpoint()),
                f.find(LABELS)
                        .map(labels -> labels.entrySet().stream()
                                .map(each -> new SwarmSpec.Label(each.getKey(), each.getValue()))
                                .toList())
                        .orElse(List.of()),
                f.get(PLACEMENT),
                resources.get(RunKey.DEPLOY).flatMap(SwarmSpec::reservedCpus),
                f.get(UPDATE),
                f.get(ROLLBACK),
                f.get(RESTART));
        return spec.equals(SwarmSpec.DEFAULT) ? resources : resources.with(RunKey.DEPLOY, spec);
    }

    private static void check(Fields f) {
        if (f.isGiven(REPLICAS)
                && f.find(MODE).filter(SwarmSpec.Mode.GLOBAL::equals).isPresent()) {
            f.refuse(REPLICAS, "mode: global runs one task on every node; remove one of the two");
        }
    }

    private static Shape<SwarmSpec.Rollout> rollout(String aboutFailures) {
        var parallelism = Field.optional(
                "parallelism",
                Scalars.integer(0, MOST_TASKS),
                "tasks at a time, 1 if left out; 0 for all at once, while which nothing serves");
        var delay = duration("delay", "between one batch and the next");
        var onFailure = Field.optional("failure_action", failureAction(), aboutFailures);
        var monitor = duration("monitor", "how long a task is watched once it runs; health.settle if left out");
        var ratio = Field.optional(
                "max_failure_ratio",
                Scalars.parsed("a number from 0 to 1", DeployShape::ratio),
                "how many of the tasks may fail, 0 if left out");
        var order = Field.optional(
                "order",
                Scalars.choice(orders()),
                "stop-first (the default) or start-first, which needs room and a free host port beside the old task");
        return ObjectShape.of(
                List.of(parallelism, delay, onFailure, monitor, ratio, order),
                f -> new SwarmSpec.Rollout(
                        f.find(parallelism).map(Math::toIntExact),
                        f.find(delay),
                        f.find(onFailure),
                        f.find(monitor),
                        f.find(ratio),
                        f.find(order)));
    }

    private static Shape<SwarmSpec.OnFailure> failureAction() {
        return words(SwarmSpec.OnFailure.values()).then((action, in) -> {
            if (action == SwarmSpec.OnFailure.CONTINUE) {
                throw new Misfit(
                        "would leave tasks that fail in the place of tasks that ran; use rollback, or a max_failure_ratio");
            }
            return action;
        });
    }

    private static Shape<String> spread() {
        var spread = Field.required("spread", Scalars.name(), "a label of nodes, such as node.labels.zone");
        return ObjectShape.of(List.of(spread), f -> f.get(spread));
    }

    private static double ratio(String text) throws Misfit {
        if (!text.matches("[01](?:\\.[0-9]{1,6})?") || Double.parseDouble(text) > 1) {
            throw Misfit.mustBe("a number from 0 to 1");
        }
        return Double.parseDouble(text);
    }

    private static Field<Duration> duration(String name, String about) {
        return Field.optional(name, Scalars.duration(Duration.ZERO, LONGEST), about);
    }

    private static Map<String, SwarmSpec.Order> orders() {
        var orders = new LinkedHashMap<String, SwarmSpec.Order>();
        orders.put("stop-first", SwarmSpec.Order.STOP_FIRST);
        orders.put("start-first", SwarmSpec.Order.START_FIRST);
        return orders;
    }

    private static Map<String, String> sameWords(List<String> words) {
        var map = new LinkedHashMap<String, String>();
        words.forEach(word -> map.put(word, word));
        return map;
    }

    private static <E extends Enum<E>> Shape<E> words(E[] values) {
        var words = new LinkedHashMap<String, E>();
        for (var value : values) {
            words.put(value.name().toLowerCase(Locale.ROOT), value);
        }
        return Scalars.choice(words);
    }
}
