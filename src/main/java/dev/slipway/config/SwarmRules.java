package dev.slipway.config;

import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.model.SwarmSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a swarm cannot do that one engine can, and the other way round; each with what to write instead. */
final class SwarmRules {
    /** By swarmkit's rule for the names of services. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[-_]*[a-z0-9])*");

    /** Of {@code run}, for one engine alone. */
    private static final Map<RunKey<?>, String> FOR_ONE_ENGINE = forOneEngine();

    /** Of {@code run}, by the path of the key, for a swarm alone. */
    private static final Map<List<String>, String> FOR_A_SWARM = forASwarm();

    private SwarmRules() {}

    /** Whether this is a name for a service. */
    static boolean isName(String app) {
        return NAME.matcher(app).matches();
    }

    /** Refuses what one engine cannot do: {@code refuse} is given keys within {@code run}. */
    static void checkForEngine(BiConsumer<List<String>, String> refuse) {
        FOR_A_SWARM.forEach(refuse);
    }

    /** Refuses what a swarm cannot do. */
    static void checkForSwarm(RunSpec run, BiConsumer<List<String>, String> refuse) {
        FOR_ONE_ENGINE.forEach((key, advice) ->
                refuse.accept(List.of(key.name()), "a service of a swarm cannot have it (target: swarm); " + advice));
        ports(run, refuse);
        if (run.get(RunKey.NETWORKS).orElse(List.of()).stream().anyMatch(network -> network.hasFixedAddress())) {
            refuse.accept(
                    List.of(RunKey.NETWORKS.name()),
                    "tasks of a swarm have no fixed addresses; remove ipv4_address and ipv6_address");
        }
        if (run.get(RunKey.VOLUMES).orElse(List.of()).stream()
                .anyMatch(mount -> mount.options().containsKey("selinux"))) {
            refuse.accept(
                    List.of(RunKey.VOLUMES.name()), "a service of a swarm cannot label for SELinux; remove :z and :Z");
        }
        if (run.get(RunKey.EXTRA_HOSTS).orElse(List.of()).stream().anyMatch(host -> host.endsWith(":host-gateway"))) {
            refuse.accept(List.of(RunKey.EXTRA_HOSTS.name()), "host-gateway is another on each node; write an address");
        }
    }

    private static void ports(RunSpec run, BiConsumer<List<String>, String> refuse) {
        var ports = run.get(RunKey.PORTS).orElse(List.of());
        var spec = run.get(RunKey.DEPLOY).orElse(SwarmSpec.DEFAULT);
        var key = List.of(RunKey.PORTS.name());
        if (ports.stream().anyMatch(port -> port.hostIp().isPresent())) {
            refuse.accept(key, "a swarm publishes ports on every address of its nodes; remove the address");
        }
        if (spec.endpoint() == SwarmSpec.Endpoint.DNSRR && !ports.stream().allMatch(Run.Port::onItsNode)) {
            refuse.accept(
                    key,
                    "endpoint_mode: dnsrr cannot publish a port by the ingress network; write {target: 80, published: 80, mode:"
                            + " host}, which publishes each task's port on its own node");
        }
        var isFixed = ports.stream()
                .anyMatch(port -> port.onItsNode() && port.hostPort().isPresent());
        if (isFixed
                && spec.mode() == SwarmSpec.Mode.GLOBAL
                && spec.update()
                        .order()
                        .filter(SwarmSpec.Order.START_FIRST::equals)
                        .isPresent()) {
            refuse.accept(
                    List.of("deploy", "update_config", "order"),
                    "with a task on every node, and each holding a port of its node, no new one finds a node with the port"
                            + " free; use stop-first");
        }
    }

    private static Map<RunKey<?>, String> forOneEngine() {
        var advice = new LinkedHashMap<RunKey<?>, String>();
        RunKey.all().stream().filter(RunKey.ofOneEngine()::contains).forEach(key -> advice.put(key, "remove it"));
        advice.put(RunKey.CONTAINER_NAME, "the service bears the app's name; remove it");
        advice.put(RunKey.RESTART, "use deploy.restart_policy");
        advice.put(RunKey.NETWORK_MODE, "use networks, with overlay networks of the swarm");
        advice.put(RunKey.EXPOSE, "on a common network every port can be reached; remove it");
        advice.put(RunKey.TMPFS, "use volumes with type: tmpfs");
        advice.put(RunKey.EXTERNAL_LINKS, "join a common network and use the other service's name");
        advice.put(RunKey.VOLUMES_FROM, "name the volumes in volumes");
        advice.put(RunKey.SHM_SIZE, "use volumes with {type: tmpfs, target: /dev/shm}");
        advice.put(RunKey.GPUS, "give the nodes labels, and use deploy.placement.constraints");
        advice.put(RunKey.DEVICES, "mount the device with volumes if its driver needs no more");
        Stream.of(RunKey.CPU_SHARES, RunKey.CPU_PERIOD, RunKey.CPU_QUOTA, RunKey.CPUSET)
                .forEach(key -> advice.put(key, "use cpus, or deploy.resources"));
        return advice;
    }

    private static Map<List<String>, String> forASwarm() {
        var advice = new LinkedHashMap<List<String>, String>();
        advice.put(
                List.of("secrets"),
                "is for target: swarm; mount the file with volumes, such as" + " /run/secrets/x:/run/secrets/x:ro");
        advice.put(List.of("configs"), "is for target: swarm; mount the file with volumes");
        advice.put(List.of("deploy", "mode"), "is for target: swarm; remove it");
        advice.put(
                List.of("deploy", "replicas"), "is for target: swarm: one engine runs one container an app; remove it");
        advice.put(List.of("deploy", "endpoint_mode"), "is for target: swarm; remove it");
        advice.put(List.of("deploy", "labels"), "is for target: swarm; use labels of run");
        advice.put(List.of("deploy", "placement"), "is for target: swarm; remove it");
        advice.put(List.of("deploy", "update_config"), "is for target: swarm; use swap and health of the app");
        advice.put(
                List.of("deploy", "rollback_config"),
                "is for target: swarm; Slipway always goes back to the container that ran before; remove it");
        advice.put(List.of("deploy", "restart_policy"), "is for target: swarm; use restart of run");
        advice.put(
                List.of("deploy", "resources", "reservations", "cpus"),
                "is for target: swarm: one engine cannot reserve CPUs; use limits.cpus, or cpu_shares of run");
        return advice;
    }
}
