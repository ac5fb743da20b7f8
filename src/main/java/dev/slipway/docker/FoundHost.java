package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a container's {@code HostConfig} and networks say beyond the engine's defaults: the way back of {@link RunBody}. */
final class FoundHost {
    private static final String CONTAINER = "container:";
    private static final String HOST = "host";
    private static final Set<String> NO_NETWORK_OF_ITS_OWN = Set.of(HOST, "none");
    private static final Set<String> DEFAULT_BRIDGE = Set.of("", "default", "bridge");
    private static final long SHM_SIZE = 64L * 1024 * 1024;
    private static final int NAME_OF_A_LINK = 2;

    private final JsonNode container;
    private final JsonNode host;
    private final JsonNode engine;
    private final UnaryOperator<String> nameOf;
    private final FoundSettings found;

    /**
     * @param engine the engine's answer about itself
     * @param nameOf a container's name by its id
     */
    FoundHost(JsonNode container, JsonNode engine, UnaryOperator<String> nameOf, FoundSettings found) {
        this.container = container;
        this.host = container.path("HostConfig");
        this.engine = engine;
        this.nameOf = nameOf;
        this.found = found;
    }

    void read() {
        var restart = Inspection.read(container).wiring().restart();
        if (restart.kind() != RestartPolicy.Kind.NO) {
            found.set(RunKey.RESTART, restart);
        }
        found.flag(RunKey.INIT, host.path("Init"));
        found.list(RunKey.GROUP_ADD, host.path("GroupAdd"));
        found.map(RunKey.ANNOTATIONS, host.path("Annotations"));
        network();
        security();
        resources();
        logging();
    }

    private void network() {
        var mode = host.path("NetworkMode").asText();
        if (NO_NETWORK_OF_ITS_OWN.contains(mode) || mode.startsWith(CONTAINER)) {
            found.set(RunKey.NETWORK_MODE, shared(mode));
        } else {
            ports(); // Elsewhere the engine takes no heed of them.
            networks(mode);
        }
        found.list(RunKey.EXTRA_HOSTS, host.path("ExtraHosts"));
        found.list(RunKey.DNS, host.path("Dns"));
        found.list(RunKey.DNS_SEARCH, host.path("DnsSearch"));
        found.list(RunKey.DNS_OPT, host.path("DnsOptions"));
        var links = FoundSettings.strings(host.path("Links")).stream()
                .map(FoundHost::link)
                .toList();
        if (!links.isEmpty()) {
            found.set(RunKey.EXTERNAL_LINKS, links);
        }
    }

    /** {@code /other:/web/alias} is {@code other:alias}. */
    private static String link(String link) {
        var parts = link.split(":", NAME_OF_A_LINK);
        return parts[0].replaceFirst("^/", "") + ":" + parts[parts.length - 1].replaceFirst("^.*/", "");
    }

    private void ports() {
        var ports = new ArrayList<Run.Port>();
        host.path("PortBindings").properties().forEach(entry -> {
            var port = entry.getKey().split("/", 2);
            for (var binding : entry.getValue()) {
                var hostPort = binding.path("HostPort").asText();
                if (!hostPort.matches("[0-9]{0,5}")) {
                    found.note("host ports " + hostPort + " were a choice for port " + entry.getKey()
                            + ": run takes one; it was left out of ports");
                    continue;
                }
                boolean chosen = hostPort.isEmpty() || hostPort.equals("0");
                ports.add(new Run.Port(
                        FoundSettings.find(binding.path("HostIp")),
                        chosen ? Optional.empty() : Optional.of(Integer.valueOf(hostPort)),
                        Integer.parseInt(port[0]),
                        port.length > 1 ? port[1] : "tcp"));
            }
        });
        if (!ports.isEmpty()) {
            found.set(RunKey.PORTS, List.copyOf(ports));
        }
    }

    private void networks(String mode) {
        var name = container.path("Name").asText().replaceFirst("^/", "");
        var all = new ArrayList<NetworkAttachment>();
        for (var each : Inspection.read(container).wiring().networks()) {
            // Slipway gives it its own name on every network anyway.
            var aliases =
                    each.aliases().stream().filter(alias -> !alias.equals(name)).toList();
            all.add(new NetworkAttachment(each.network(), aliases, each.ipv4(), each.ipv6()));
        }
        all.sort(Comparator.comparing(each -> !isNamed(each.network(), mode)));
        boolean usual = all.size() <= 1 && DEFAULT_BRIDGE.contains(mode);
        if (!usual && !all.isEmpty()) {
            found.set(RunKey.NETWORKS, List.copyOf(all));
        }
    }

    private boolean isNamed(String network, String mode) {
        var id =
                container.path("NetworkSettings").path("Networks").path(network).path("NetworkID");
        return network.equals(DEFAULT_BRIDGE.contains(mode) ? "bridge" : mode)
                || id.asText().equals(mode);
    }

    private String shared(String mode) {
        return mode.startsWith(CONTAINER) ? CONTAINER + nameOf.apply(mode.substring(CONTAINER.length())) : mode;
    }

    private void security() {
        found.flag(RunKey.PRIVILEGED, host.path("Privileged"));
        found.list(RunKey.CAP_ADD, host.path("CapAdd"));
        found.list(RunKey.CAP_DROP, host.path("CapDrop"));
        securityOptions();
        found.list(RunKey.DEVICE_CGROUP_RULES, host.path("DeviceCgroupRules"));
        var devices = new ArrayList<Run.Device>();
        host.path("Devices")
                .forEach(each -> devices.add(new Run.Device(
                        each.path("PathOnHost").asText(),
                        each.path("PathInContainer").asText(),
                        each.path("CgroupPermissions").asText())));
        if (!devices.isEmpty()) {
            found.set(RunKey.DEVICES, List.copyOf(devices));
        }
        gpus();
        FoundSettings.find(host.path("PidMode")).ifPresent(mode -> found.set(RunKey.PID, shared(mode)));
        FoundSettings.find(host.path("IpcMode"))
                .filter(mode -> !mode.equals("private"))
                .ifPresent(mode -> found.set(RunKey.IPC, shared(mode)));
        found.text(RunKey.UTS, host.path("UTSMode"));
        found.text(RunKey.USERNS_MODE, host.path("UsernsMode"));
        var usual = engine.path("CgroupVersion").asText().equals("2") ? "private" : HOST;
        FoundSettings.find(host.path("CgroupnsMode"))
                .filter(mode -> !mode.equals(usual))
                .ifPresent(mode -> found.set(RunKey.CGROUP, mode));
        found.text(RunKey.CGROUP_PARENT, host.path("CgroupParent"));
        FoundSettings.find(host.path("Runtime"))
                .filter(runtime -> !runtime.equals(engine.path("DefaultRuntime").asText("runc")))
                .ifPresent(runtime -> found.set(RunKey.RUNTIME, runtime));
        found.map(RunKey.SYSCTLS, host.path("Sysctls"));
    }

    /** The engine itself adds that labels are off where they would be in the way. */
    private void securityOptions() {
        boolean unlabelled = host.path("Privileged").asBoolean()
                || host.path("PidMode").asText().equals(HOST)
                || host.path("IpcMode").asText().equals(HOST);
        var options = FoundSettings.strings(host.path("SecurityOpt")).stream()
                .filter(option -> !unlabelled || !option.matches("(label[=:])?disable"))
                .toList();
        if (!options.isEmpty()) {
            found.set(RunKey.SECURITY_OPT, options);
        }
    }

    private void gpus() {
        var gpus = new ArrayList<Run.Gpu>();
        for (var each : host.path("DeviceRequests")) {
            var ids = FoundSettings.strings(each.path("DeviceIDs"));
            gpus.add(new Run.Gpu(
                    FoundSettings.find(each.path("Driver")),
                    ids.isEmpty() ? Optional.of(each.path("Count").asInt()) : Optional.empty(),
                    ids,
                    FoundSettings.strings(each.path("Capabilities").path(0)),
                    FoundSettings.pairs(each.path("Options"))));
        }
        if (!gpus.isEmpty()) {
            found.set(RunKey.GPUS, List.copyOf(gpus));
        }
    }

    private void resources() {
        long memory = host.path("Memory").asLong();
        found.number(RunKey.MEM_LIMIT, host.path("Memory"), 0);
        found.number(RunKey.MEM_RESERVATION, host.path("MemoryReservation"), 0);
        if (memory != 0) {
            found.number(RunKey.MEMSWAP_LIMIT, host.path("MemorySwap"), 0, 2 * memory);
        }
        found.number(RunKey.MEM_SWAPPINESS, host.path("MemorySwappiness"), -1);
        found.flag(RunKey.OOM_KILL_DISABLE, host.path("OomKillDisable"));
        found.number(RunKey.OOM_SCORE_ADJ, host.path("OomScoreAdj"), 0);
        found.number(RunKey.CPUS, host.path("NanoCpus"), 0);
        found.number(RunKey.CPU_SHARES, host.path("CpuShares"), 0);
        found.number(RunKey.CPU_PERIOD, host.path("CpuPeriod"), 0);
        found.number(RunKey.CPU_QUOTA, host.path("CpuQuota"), 0);
        found.text(RunKey.CPUSET, host.path("CpusetCpus"));
        found.number(RunKey.PIDS_LIMIT, host.path("PidsLimit"), 0, -1);
        found.number(RunKey.SHM_SIZE, host.path("ShmSize"), 0, SHM_SIZE);
        var limits = new ArrayList<Run.Ulimit>();
        host.path("Ulimits")
                .forEach(each -> limits.add(new Run.Ulimit(
                        each.path("Name").asText(),
                        each.path("Soft").asLong(),
                        each.path("Hard").asLong())));
        if (!limits.isEmpty()) {
            found.set(RunKey.ULIMITS, List.copyOf(limits));
        }
    }

    private void logging() {
        var driver = host.path("LogConfig").path("Type").asText();
        Map<String, String> options =
                new LinkedHashMap<>(FoundSettings.pairs(host.path("LogConfig").path("Config")));
        if (!options.isEmpty() || !driver.equals(engine.path("LoggingDriver").asText(driver))) {
            found.set(RunKey.LOGGING, new Run.Logging(Optional.of(driver), options));
        }
    }
}
