package dev.slipway.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.deploy.Services;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.model.SwarmSpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What a service is made from, as the body of {@code POST /services/create} and of its update: one row for each key of {@code run}
 * that a task can have, in the Engine API's own names.
 */
final class ServiceBody {
    /** The label of a service that says what image it was ordered with. */
    static final String IMAGE = "dev.slipway.image";

    /** Those that are written elsewhere in this class, as they are about the service, or need the swarm's ids. */
    private static final Set<RunKey<?>> BESIDE = Set.of(
            RunKey.LABELS,
            RunKey.ENVIRONMENT,
            RunKey.ENV_FILE,
            RunKey.DEPLOY,
            RunKey.NETWORKS,
            RunKey.PORTS,
            RunKey.SECRETS,
            RunKey.CONFIGS);

    private static final Map<RunKey<?>, BiConsumer<Body, RunSpec>> ROWS = new LinkedHashMap<>();

    /** The objects that settings go into. */
    private record Body(ObjectNode container, ObjectNode limits, ObjectNode reservations, ObjectNode task) {}

    static {
        row(RunKey.ENTRYPOINT, (b, v) -> RunBody.strings(b.container(), "Command", v));
        row(RunKey.COMMAND, (b, v) -> RunBody.strings(b.container(), "Args", v));
        row(RunKey.USER, (b, v) -> b.container().put("User", v));
        row(RunKey.GROUP_ADD, (b, v) -> RunBody.strings(b.container(), "Groups", v));
        row(RunKey.WORKING_DIR, (b, v) -> b.container().put("Dir", v));
        row(RunKey.HOSTNAME, (b, v) -> b.container().put("Hostname", v));
        row(RunKey.TTY, (b, v) -> b.container().put("TTY", v));
        row(RunKey.STDIN_OPEN, (b, v) -> b.container().put("OpenStdin", v));
        row(RunKey.INIT, (b, v) -> b.container().put("Init", v));
        row(RunKey.READ_ONLY, (b, v) -> b.container().put("ReadOnly", v));
        row(RunKey.STOP_SIGNAL, (b, v) -> b.container().put("StopSignal", v));
        row(RunKey.STOP_GRACE_PERIOD, (b, v) -> b.container().put("StopGracePeriod", v.toNanos()));
        row(RunKey.HEALTHCHECK, (b, v) -> RunBody.healthCheck(b.container().putObject("Healthcheck"), v));
        row(
                RunKey.VOLUMES,
                (b, v) -> v.forEach(mount ->
                        MountBody.mount(b.container().withArray("/Mounts").addObject(), mount)));
        row(RunKey.CAP_ADD, (b, v) -> RunBody.strings(b.container(), "CapabilityAdd", v));
        row(RunKey.CAP_DROP, (b, v) -> RunBody.strings(b.container(), "CapabilityDrop", v));
        row(RunKey.SYSCTLS, (b, v) -> RunBody.map(b.container(), "Sysctls", v));
        row(
                RunKey.ULIMITS,
                (b, v) -> v.forEach(limit -> b.container()
                        .withArray("/Ulimits")
                        .addObject()
                        .put("Name", limit.name())
                        .put("Soft", limit.soft())
                        .put("Hard", limit.hard())));
        row(
                RunKey.EXTRA_HOSTS,
                (b, v) -> RunBody.strings(
                        b.container(),
                        "Hosts",
                        v.stream().map(ServiceBody::hostsLine).toList()));
        row(RunKey.DNS, (b, v) -> RunBody.strings(b.container().withObject("/DNSConfig"), "Nameservers", v));
        row(RunKey.DNS_SEARCH, (b, v) -> RunBody.strings(b.container().withObject("/DNSConfig"), "Search", v));
        row(RunKey.DNS_OPT, (b, v) -> RunBody.strings(b.container().withObject("/DNSConfig"), "Options", v));
        row(RunKey.CPUS, (b, v) -> b.limits().put("NanoCPUs", v));
        row(RunKey.MEM_LIMIT, (b, v) -> b.limits().put("MemoryBytes", v));
        row(RunKey.PIDS_LIMIT, (b, v) -> b.limits().put("Pids", v));
        row(RunKey.MEM_RESERVATION, (b, v) -> b.reservations().put("MemoryBytes", v));
        row(RunKey.LOGGING, (b, v) -> {
            var driver = b.task().putObject("LogDriver");
            v.driver().ifPresent(name -> driver.put("Name", name));
            RunBody.map(driver, "Options", v.options());
        });
    }

    private final Services.Order order;
    private final Map<String, String> environment;
    private final SwarmIds ids;

    /** @param ids what the app's secrets and configs are called in the swarm */
    ServiceBody(Services.Order order, Map<String, String> environment, SwarmIds ids) {
        this.order = order;
        this.environment = environment;
        this.ids = ids;
    }

    private static <T> void row(RunKey<T> key, BiConsumer<Body, T> write) {
        ROWS.put(key, (body, run) -> run.get(key).ifPresent(value -> write.accept(body, value)));
    }

    /** The keys that a service can have; the configuration refuses the others. */
    static Set<RunKey<?>> keys() {
        var keys = new HashSet<RunKey<?>>(BESIDE);
        keys.addAll(ROWS.keySet());
        return Set.copyOf(keys);
    }

    /**
     * The whole body.
     *
     * @param replicas how many tasks, where the configuration leaves it open
     */
    ObjectNode json(int replicas) {
        var app = order.app();
        var spec = app.swarm();
        var json = Raw.JSON.createObjectNode().put("Name", app.name());
        var labels = new TreeMap<String, String>();
        spec.labels().forEach(label -> labels.put(label.name(), label.value()));
        labels.putAll(ownLabels());
        labels.put(IMAGE, order.image());
        RunBody.map(json, "Labels", labels);
        task(json.putObject("TaskTemplate"));
        switch (spec.mode()) {
            case REPLICATED ->
                json.putObject("Mode")
                        .putObject("Replicated")
                        .put("Replicas", spec.replicas().orElse(replicas));
            case GLOBAL -> json.putObject("Mode").putObject("Global");
        }
        rollout(json.putObject("UpdateConfig"), spec.update(), SwarmSpec.Rollout.DEFAULT, "rollback");
        rollout(json.putObject("RollbackConfig"), spec.rollback(), spec.update(), "pause");
        endpoint(json.putObject("EndpointSpec"), spec);
        return json;
    }

    /** On the service they say what it is; on the tasks they tell those of one deployment from those of another. */
    private Map<String, String> ownLabels() {
        return Map.of(
                ImageLabels.APP,
                order.app().name(),
                ImageLabels.COMMIT,
                order.commit().sha(),
                ImageLabels.DEPLOYMENT,
                Long.toString(order.deployment()),
                ImageLabels.CONFIG_HASH,
                ConfigHash.of(order.app(), environment));
    }

    private void task(ObjectNode task) {
        var run = order.app().run();
        var container = task.putObject("ContainerSpec").put("Image", order.image());
        var labels = new TreeMap<>(run.get(RunKey.LABELS).orElse(Map.of()));
        labels.putAll(ownLabels());
        RunBody.map(container, "Labels", labels);
        RunBody.strings(
                container,
                "Env",
                environment.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
        var resources = task.putObject("Resources");
        var body = new Body(container, resources.putObject("Limits"), resources.putObject("Reservations"), task);
        ROWS.values().forEach(row -> row.accept(body, run));
        var spec = order.app().swarm();
        spec.reservedCpus().ifPresent(cpus -> body.reservations().put("NanoCPUs", cpus));
        grants(container, RunKey.SECRETS, "Secret");
        grants(container, RunKey.CONFIGS, "Config");
        restart(task.putObject("RestartPolicy"), spec.restart());
        placement(task.putObject("Placement"), spec.placement());
        for (var network : run.get(RunKey.NETWORKS).orElse(List.of())) {
            var entry = task.withArray("/Networks").addObject().put("Target", network.network());
            if (!network.aliases().isEmpty()) {
                RunBody.strings(entry, "Aliases", network.aliases());
            }
        }
    }

    private void grants(ObjectNode container, RunKey<List<Run.Grant>> key, String kind) {
        for (var grant : order.app().run().get(key).orElse(List.of())) {
            var entry = container.withArray("/" + kind + "s").addObject();
            entry.put(kind + "ID", ids.of(key, grant.source())).put(kind + "Name", grant.source());
            entry.putObject("File")
                    .put("Name", grant.target())
                    .put("UID", grant.uid())
                    .put("GID", grant.gid())
                    .put("Mode", grant.mode());
        }
    }

    private static void restart(ObjectNode into, SwarmSpec.Restart restart) {
        restart.condition().ifPresent(condition -> into.put("Condition", condition));
        nanos(into, "Delay", restart.delay());
        restart.maxAttempts().ifPresent(attempts -> into.put("MaxAttempts", attempts));
        nanos(into, "Window", restart.window());
    }

    private static void placement(ObjectNode into, SwarmSpec.Placement placement) {
        if (!placement.constraints().isEmpty()) {
            RunBody.strings(into, "Constraints", placement.constraints());
        }
        placement
                .spread()
                .forEach(label -> into.withArray("/Preferences")
                        .addObject()
                        .putObject("Spread")
                        .put("SpreadDescriptor", label));
        placement.maxPerNode().ifPresent(most -> into.put("MaxReplicas", most));
    }

    /** What one does not say, the other does: the way back is to be no rougher than the way there. */
    private void rollout(ObjectNode into, SwarmSpec.Rollout one, SwarmSpec.Rollout other, String onFailure) {
        into.put("Parallelism", one.parallelism().or(other::parallelism).orElse(1))
                .put(
                        "FailureAction",
                        one.onFailure()
                                .map(action -> action.name().toLowerCase(Locale.ROOT))
                                .orElse(onFailure))
                .put(
                        "Monitor",
                        one.monitor()
                                .or(other::monitor)
                                .orElse(order.app().health().settle())
                                .toNanos())
                .put("MaxFailureRatio", one.maxFailureRatio().orElse(0.0))
                .put(
                        "Order",
                        one.order().or(other::order).orElse(SwarmSpec.Order.STOP_FIRST) == SwarmSpec.Order.STOP_FIRST
                                ? "stop-first"
                                : "start-first");
        nanos(into, "Delay", one.delay().or(other::delay));
    }

    private void endpoint(ObjectNode into, SwarmSpec spec) {
        into.put("Mode", spec.endpoint().name().toLowerCase(Locale.ROOT));
        for (var port : order.app().run().get(RunKey.PORTS).orElse(List.of())) {
            var entry = into.withArray("/Ports")
                    .addObject()
                    .put("Protocol", port.protocol())
                    .put("TargetPort", port.containerPort())
                    .put("PublishMode", port.onItsNode() ? "host" : "ingress");
            port.hostPort().ifPresent(published -> entry.put("PublishedPort", published));
        }
    }

    private static void nanos(ObjectNode into, String name, Optional<Duration> duration) {
        duration.ifPresent(each -> into.put(name, each.toNanos()));
    }

    /** {@code host:address} as a line of /etc/hosts. */
    private static String hostsLine(String pair) {
        int colon = pair.indexOf(':');
        return pair.substring(colon + 1) + " " + pair.substring(0, colon);
    }
}
