package dev.slipway.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every flag that {@code docker run} knows, from Docker 18.09 to 29, Windows' and hidden ones among them.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/run/">docker container run</a>
 */
final class RunFlags {
    private static final String NO_DISK_LIMITS =
            "run does not limit disk traffic; there is nothing to put in its place";
    private static final String NO_REAL_TIME =
            "run does not set real-time scheduling; there is nothing to put in its place";
    private static final String WINDOWS = "it is for Windows containers; leave it out";
    private static final String TERMINAL = "it is about the terminal of that command; nothing to do";

    private static final Map<String, RunFlag> BY_NAME = byName();

    private RunFlags() {}

    /** By a name without its dashes. */
    static Map<String, RunFlag> byNameOrLetter() {
        return BY_NAME;
    }

    private static Map<String, RunFlag> byName() {
        var flags = new LinkedHashMap<String, RunFlag>();
        Stream.of(process(), network(), storage(), security(), resources(), told())
                .flatMap(List::stream)
                .forEach(flag -> flag.names().forEach(name -> flags.put(name, flag)));
        return Map.copyOf(flags);
    }

    private static List<RunFlag> process() {
        return List.of(
                RunFlag.text("name", "container_name"),
                RunFlag.of("restart", RunFlagForms::restart),
                RunFlag.of("stop-timeout", RunFlagForms::stopTimeout),
                RunFlag.of("stop-signal", RunFlagForms::stopSignal),
                RunFlag.flag("init", "init"),
                RunFlag.of("entrypoint", RunFlagForms::entrypoint),
                RunFlag.text("u user", "user"),
                RunFlag.item("group-add", "group_add"),
                RunFlag.text("w workdir", "working_dir"),
                RunFlag.flag("t tty", "tty"),
                RunFlag.flag("i interactive", "stdin_open"),
                RunFlag.of("e env", RunFlagForms::environment),
                RunFlag.of("env-file", RunFlagForms::envFile),
                RunFlag.pair("l label", "labels"),
                RunFlag.pair("annotation", "annotations"),
                RunFlag.of("log-driver", use -> RunFlagForms.inner(use, "logging", "driver", use.value())),
                RunFlag.of("log-opt", RunFlagForms::logOption),
                RunFlag.of("health-cmd", RunFlagForms::healthCommand),
                RunFlag.of("health-interval", use -> RunFlagForms.healthTime(use, "interval")),
                RunFlag.of("health-timeout", use -> RunFlagForms.healthTime(use, "timeout")),
                RunFlag.of("health-start-period", use -> RunFlagForms.healthTime(use, "start_period")),
                RunFlag.of("health-start-interval", use -> RunFlagForms.healthTime(use, "start_interval")),
                RunFlag.of("health-retries", RunFlagForms::healthRetries),
                RunFlag.on("no-healthcheck", use -> {
                    if (use.isOn()) {
                        RunFlagForms.inner(use, "healthcheck", "disable", true);
                    }
                }));
    }

    private static List<RunFlag> network() {
        return List.of(
                RunFlag.item("p publish", "ports"),
                RunFlag.toldSwitch(
                        "P publish-all",
                        "Slipway publishes only what is named; add each port to ports, such as \"8000:8000\""),
                RunFlag.item("expose", "expose"),
                RunFlag.of("network net", use -> use.into().networks().join(use)),
                RunFlag.of(
                        "network-alias net-alias", use -> use.into().networks().alias(use)),
                RunFlag.of("ip", use -> use.into().networks().address(use, "ipv4_address")),
                RunFlag.of("ip6", use -> use.into().networks().address(use, "ipv6_address")),
                RunFlag.told("link-local-ip", "run does not set link-local addresses; use --ip or --ip6 instead"),
                RunFlag.text("mac-address", "mac_address"),
                RunFlag.text("h hostname", "hostname"),
                RunFlag.text("domainname", "domainname"),
                RunFlag.item("add-host", "extra_hosts"),
                RunFlag.item("dns", "dns"),
                RunFlag.item("dns-search", "dns_search"),
                RunFlag.item("dns-option dns-opt", "dns_opt"),
                RunFlag.item("link", "external_links"));
    }

    private static List<RunFlag> storage() {
        return List.of(
                RunFlag.of("v volume", RunFlagForms::volume),
                RunFlag.of("mount", MountFlag::take),
                RunFlag.item("volumes-from", "volumes_from"),
                RunFlag.text("volume-driver", "volume_driver"),
                RunFlag.item("tmpfs", "tmpfs"),
                RunFlag.flag("read-only", "read_only"),
                RunFlag.pair("storage-opt", "storage_opt"),
                RunFlag.text("shm-size", "shm_size"));
    }

    private static List<RunFlag> security() {
        return List.of(
                RunFlag.flag("privileged", "privileged"),
                RunFlag.item("cap-add", "cap_add"),
                RunFlag.item("cap-drop", "cap_drop"),
                RunFlag.of("security-opt", RunFlagForms::securityOption),
                RunFlag.item("device", "devices"),
                RunFlag.item("device-cgroup-rule", "device_cgroup_rules"),
                RunFlag.of("gpus", GpuFlag::take),
                RunFlag.text("pid", "pid"),
                RunFlag.text("ipc", "ipc"),
                RunFlag.text("uts", "uts"),
                RunFlag.text("userns", "userns_mode"),
                RunFlag.text("cgroupns", "cgroup"),
                RunFlag.text("cgroup-parent", "cgroup_parent"),
                RunFlag.text("runtime", "runtime"),
                RunFlag.pair("sysctl", "sysctls"));
    }

    private static List<RunFlag> resources() {
        return List.of(
                RunFlag.text("m memory", "mem_limit"),
                RunFlag.text("memory-reservation", "mem_reservation"),
                RunFlag.text("memory-swap", "memswap_limit"),
                RunFlag.of("memory-swappiness", use -> RunFlagForms.unlessUsual(use, "mem_swappiness", "-1")),
                RunFlag.flag("oom-kill-disable", "oom_kill_disable"),
                RunFlag.of("oom-score-adj", use -> RunFlagForms.unlessUsual(use, "oom_score_adj", "0")),
                RunFlag.of("cpus", RunFlagForms::cpus),
                RunFlag.of("c cpu-shares", use -> RunFlagForms.unlessUsual(use, "cpu_shares", "0")),
                RunFlag.of("cpu-period", use -> RunFlagForms.unlessUsual(use, "cpu_period", "0")),
                RunFlag.of("cpu-quota", use -> RunFlagForms.unlessUsual(use, "cpu_quota", "0")),
                RunFlag.text("cpuset-cpus", "cpuset"),
                RunFlag.of("pids-limit", use -> RunFlagForms.unlessUsual(use, "pids_limit", "0")),
                RunFlag.of("ulimit", RunFlagForms::ulimit));
    }

    private static List<RunFlag> told() {
        return List.of(
                RunFlag.toldSwitch("d detach", "Slipway's containers always run in the background; nothing to do"),
                RunFlag.toldSwitch("rm", "Slipway removes old containers itself; nothing to do"),
                RunFlag.told("a attach", TERMINAL),
                RunFlag.told("detach-keys", TERMINAL),
                RunFlag.on("sig-proxy", use -> use.draft().note(use.origin() + ": " + TERMINAL)),
                RunFlag.toldSwitch("q quiet", TERMINAL),
                RunFlag.told("cidfile", "Slipway writes no such file; find the container by its name"),
                RunFlag.told("pull", "the image is built from Git, not pulled; nothing to do"),
                RunFlag.told("platform", "images are built for the machine that runs them; nothing to do"),
                RunFlag.on(
                        "disable-content-trust",
                        use -> use.draft().note(use.origin() + ": the image is built here, not pulled; nothing to do")),
                RunFlag.told("label-file", "write the labels of that file into labels"),
                RunFlag.toldSwitch("use-api-socket", "mount the engine's socket with volumes if the app needs it"),
                RunFlag.told("init-path", "Docker itself no longer takes it; nothing to do"),
                RunFlag.told("kernel-memory", "Docker itself no longer takes it; nothing to do"),
                RunFlag.told("cpuset-mems", "run does not bind to memory nodes; there is nothing to put in its place"),
                RunFlag.told("blkio-weight", NO_DISK_LIMITS),
                RunFlag.told("blkio-weight-device", NO_DISK_LIMITS),
                RunFlag.told("device-read-bps", NO_DISK_LIMITS),
                RunFlag.told("device-read-iops", NO_DISK_LIMITS),
                RunFlag.told("device-write-bps", NO_DISK_LIMITS),
                RunFlag.told("device-write-iops", NO_DISK_LIMITS),
                RunFlag.told("cpu-rt-period", NO_REAL_TIME),
                RunFlag.told("cpu-rt-runtime", NO_REAL_TIME),
                RunFlag.told("isolation", WINDOWS),
                RunFlag.told("cpu-count", WINDOWS),
                RunFlag.told("cpu-percent", WINDOWS),
                RunFlag.told("io-maxbandwidth", WINDOWS),
                RunFlag.told("io-maxiops", WINDOWS));
    }
}
