package dev.slipway.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The run settings as the body of {@code POST /containers/create}: one row for each key, in the Engine API's own names.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/">Docker Engine API</a>
 */
final class RunBody {
    /** Those that are not part of the body as they stand: they become names, networks, environment and labels, or are for services. */
    static final Set<RunKey<?>> ELSEWHERE = Set.of(
            RunKey.CONTAINER_NAME,
            RunKey.ENVIRONMENT,
            RunKey.ENV_FILE,
            RunKey.LABELS,
            RunKey.NETWORKS,
            RunKey.NETWORK_MODE,
            RunKey.PORTS,
            RunKey.STOP_GRACE_PERIOD,
            RunKey.DEPLOY,
            RunKey.SECRETS,
            RunKey.CONFIGS);

    private static final Map<RunKey<?>, BiConsumer<Body, RunSpec>> ROWS = new LinkedHashMap<>();

    /** The two objects that settings go into. */
    record Body(ObjectNode config, ObjectNode host) {}

    private RunBody() {}

    static {
        row(RunKey.COMMAND, (b, v) -> strings(b.config(), "Cmd", v));
        row(RunKey.ENTRYPOINT, (b, v) -> strings(b.config(), "Entrypoint", v));
        row(RunKey.USER, (b, v) -> b.config().put("User", v));
        row(RunKey.WORKING_DIR, (b, v) -> b.config().put("WorkingDir", v));
        row(RunKey.TTY, (b, v) -> b.config().put("Tty", v));
        row(RunKey.STDIN_OPEN, (b, v) -> b.config().put("OpenStdin", v));
        row(RunKey.STOP_SIGNAL, (b, v) -> b.config().put("StopSignal", v));
        row(RunKey.HOSTNAME, (b, v) -> b.config().put("Hostname", v));
        row(RunKey.DOMAINNAME, (b, v) -> b.config().put("Domainname", v));
        row(RunKey.MAC_ADDRESS, (b, v) -> b.config().put("MacAddress", v));
        row(RunKey.HEALTHCHECK, (b, v) -> healthCheck(b.config().putObject("Healthcheck"), v));
        row(
                RunKey.EXPOSE,
                (b, v) ->
                        v.forEach(port -> b.config().withObject("/ExposedPorts").putObject(port)));

        row(
                RunKey.RESTART,
                (b, v) -> b.host()
                        .putObject("RestartPolicy")
                        .put("Name", v.kind().key())
                        .put("MaximumRetryCount", v.maximumRetries()));
        row(RunKey.INIT, (b, v) -> b.host().put("Init", v));
        row(RunKey.GROUP_ADD, (b, v) -> strings(b.host(), "GroupAdd", v));
        row(RunKey.ANNOTATIONS, (b, v) -> map(b.host(), "Annotations", v));
        row(RunKey.EXTRA_HOSTS, (b, v) -> strings(b.host(), "ExtraHosts", v));
        row(RunKey.DNS, (b, v) -> strings(b.host(), "Dns", v));
        row(RunKey.DNS_SEARCH, (b, v) -> strings(b.host(), "DnsSearch", v));
        row(RunKey.DNS_OPT, (b, v) -> strings(b.host(), "DnsOptions", v));
        row(RunKey.EXTERNAL_LINKS, (b, v) -> strings(b.host(), "Links", v));
        row(RunKey.PID, (b, v) -> b.host().put("PidMode", v));
        row(RunKey.IPC, (b, v) -> b.host().put("IpcMode", v));
        row(RunKey.UTS, (b, v) -> b.host().put("UTSMode", v));
        row(RunKey.USERNS_MODE, (b, v) -> b.host().put("UsernsMode", v));
        row(RunKey.CGROUP, (b, v) -> b.host().put("CgroupnsMode", v));
        row(RunKey.CGROUP_PARENT, (b, v) -> b.host().put("CgroupParent", v));
        row(RunKey.RUNTIME, (b, v) -> b.host().put("Runtime", v));
        row(RunKey.LOGGING, (b, v) -> {
            var log = b.host().putObject("LogConfig").put("Type", v.driver().orElse(""));
            map(log, "Config", v.options());
        });

        row(RunKey.VOLUMES, (b, v) -> MountBody.write(b.host(), v));
        row(RunKey.VOLUMES_FROM, (b, v) -> strings(b.host(), "VolumesFrom", v));
        row(RunKey.VOLUME_DRIVER, (b, v) -> b.host().put("VolumeDriver", v));
        row(
                RunKey.TMPFS,
                (b, v) -> v.forEach(each -> {
                    var colon = each.indexOf(':');
                    var path = colon < 0 ? each : each.substring(0, colon);
                    b.host().withObject("/Tmpfs").put(path, colon < 0 ? "" : each.substring(colon + 1));
                }));
        row(RunKey.READ_ONLY, (b, v) -> b.host().put("ReadonlyRootfs", v));
        row(RunKey.STORAGE_OPT, (b, v) -> map(b.host(), "StorageOpt", v));
        row(RunKey.SHM_SIZE, (b, v) -> b.host().put("ShmSize", v));

        row(RunKey.PRIVILEGED, (b, v) -> b.host().put("Privileged", v));
        row(RunKey.CAP_ADD, (b, v) -> strings(b.host(), "CapAdd", v));
        row(RunKey.CAP_DROP, (b, v) -> strings(b.host(), "CapDrop", v));
        row(RunKey.SECURITY_OPT, (b, v) -> strings(b.host(), "SecurityOpt", v));
        row(RunKey.DEVICE_CGROUP_RULES, (b, v) -> strings(b.host(), "DeviceCgroupRules", v));
        row(
                RunKey.DEVICES,
                (b, v) -> v.forEach(device -> b.host()
                        .withArray("/Devices")
                        .addObject()
                        .put("PathOnHost", device.host())
                        .put("PathInContainer", device.container())
                        .put("CgroupPermissions", device.permissions())));
        row(RunKey.GPUS, (b, v) -> v.forEach(gpu -> gpu(b.host(), gpu)));

        row(RunKey.MEM_LIMIT, (b, v) -> b.host().put("Memory", v));
        row(RunKey.MEM_RESERVATION, (b, v) -> b.host().put("MemoryReservation", v));
        row(RunKey.MEMSWAP_LIMIT, (b, v) -> b.host().put("MemorySwap", v));
        row(RunKey.MEM_SWAPPINESS, (b, v) -> b.host().put("MemorySwappiness", v));
        row(RunKey.OOM_KILL_DISABLE, (b, v) -> b.host().put("OomKillDisable", v));
        row(RunKey.OOM_SCORE_ADJ, (b, v) -> b.host().put("OomScoreAdj", v));
        row(RunKey.CPUS, (b, v) -> b.host().put("NanoCpus", v));
        row(RunKey.CPU_SHARES, (b, v) -> b.host().put("CpuShares", v));
        row(RunKey.CPU_PERIOD, (b, v) -> b.host().put("CpuPeriod", v));
        row(RunKey.CPU_QUOTA, (b, v) -> b.host().put("CpuQuota", v));
        row(RunKey.CPUSET, (b, v) -> b.host().put("CpusetCpus", v));
        row(RunKey.PIDS_LIMIT, (b, v) -> b.host().put("PidsLimit", v));
        row(
                RunKey.ULIMITS,
                (b, v) -> v.forEach(limit -> b.host()
                        .withArray("/Ulimits")
                        .addObject()
                        .put("Name", limit.name())
                        .put("Soft", limit.soft())
                        .put("Hard", limit.hard())));
        row(RunKey.SYSCTLS, (b, v) -> map(b.host(), "Sysctls", v));
    }

    private static <T> void row(RunKey<T> key, BiConsumer<Body, T> write) {
        ROWS.put(key, (body, run) -> run.get(key).ifPresent(value -> write.accept(body, value)));
    }

    /** The keys that have a row. */
    static Set<RunKey<?>> keys() {
        return Set.copyOf(ROWS.keySet());
    }

    /** Writes all that is set. */
    static void write(Body body, RunSpec run) {
        ROWS.values().forEach(row -> row.accept(body, run));
        run.get(RunKey.STOP_GRACE_PERIOD)
                .ifPresent(grace -> body.config().put("StopTimeout", Math.max(1, grace.toSeconds())));
    }

    /** Publishes the ports, as soon as the container is on a network that publishes. */
    static void publish(Body body, List<Run.Port> ports) {
        for (var port : ports) {
            var name = port.containerPort() + "/" + port.protocol();
            body.config().withObject("/ExposedPorts").putObject(name);
            body.host()
                    .withObject("/PortBindings")
                    .withArray("/" + name.replace("/", "~1"))
                    .addObject()
                    .put("HostIp", port.hostIp().orElse(""))
                    .put("HostPort", port.hostPort().map(String::valueOf).orElse(""));
        }
    }

    /** How it is attached to one network, as an entry of EndpointsConfig. */
    static void endpoint(ObjectNode into, NetworkAttachment attachment) {
        if (!attachment.aliases().isEmpty()) {
            strings(into, "Aliases", attachment.aliases());
        }
        if (attachment.hasFixedAddress()) {
            var addresses = into.putObject("IPAMConfig");
            attachment.ipv4().ifPresent(ip -> addresses.put("IPv4Address", ip));
            attachment.ipv6().ifPresent(ip -> addresses.put("IPv6Address", ip));
        }
    }

    static void healthCheck(ObjectNode into, Run.HealthCheck check) {
        if (!check.test().isEmpty()) {
            strings(into, "Test", check.test());
        }
        nanos(into, "Interval", check.interval());
        nanos(into, "Timeout", check.timeout());
        nanos(into, "StartPeriod", check.startPeriod());
        nanos(into, "StartInterval", check.startInterval());
        check.retries().ifPresent(retries -> into.put("Retries", retries));
    }

    private static void gpu(ObjectNode host, Run.Gpu gpu) {
        var request = host.withArray("/DeviceRequests").addObject();
        gpu.driver().ifPresent(driver -> request.put("Driver", driver));
        gpu.count().ifPresent(count -> request.put("Count", count));
        if (!gpu.deviceIds().isEmpty()) {
            strings(request, "DeviceIDs", gpu.deviceIds());
        }
        var capabilities = request.putArray("Capabilities").addArray();
        new ArrayList<>(gpu.capabilities()).forEach(capabilities::add);
        map(request, "Options", gpu.options());
    }

    private static void nanos(ObjectNode into, String name, Optional<Duration> duration) {
        duration.ifPresent(each -> into.put(name, each.toNanos()));
    }

    static void strings(ObjectNode into, String name, List<String> values) {
        var array = into.putArray(name);
        values.forEach(array::add);
    }

    static void map(ObjectNode into, String name, Map<String, String> values) {
        var object = into.putObject(name);
        values.forEach(object::put);
    }
}
