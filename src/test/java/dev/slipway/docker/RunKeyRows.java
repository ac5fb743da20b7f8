package dev.slipway.docker;

import static dev.slipway.docker.RunKeyRow.row;

import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** For each key of run where the engine must say what, once it is set. */
final class RunKeyRows {
    private static final long MIB = 1024 * 1024;

    private final Path folder;
    private final UnaryOperator<String> name;

    /**
     * @param folder for what is to be mounted and read
     * @param name makes a name that no one else uses
     */
    RunKeyRows(Path folder, UnaryOperator<String> name) {
        this.folder = folder;
        this.name = name;
    }

    List<RunKeyRow> all() throws IOException {
        return Stream.of(process(), environment(), network(), storage(), security(), resources())
                .flatMap(List::stream)
                .toList();
    }

    private List<RunKeyRow> process() {
        var onFailure = new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 3);
        var check = new Run.HealthCheck(
                List.of("CMD", "true"),
                Optional.of(Duration.ofSeconds(5)),
                Optional.of(Duration.ofSeconds(2)),
                Optional.of(Duration.ofSeconds(9)),
                Optional.empty(),
                Optional.of(4));
        return List.of(
                row(RunKey.CONTAINER_NAME, name.apply("named"), "/Name", "'/" + name.apply("named") + "'"),
                row(
                        RunKey.RESTART,
                        onFailure,
                        "/HostConfig/RestartPolicy",
                        "{'Name':'on-failure','MaximumRetryCount':3}"),
                row(RunKey.STOP_GRACE_PERIOD, Duration.ofSeconds(42), "/Config/StopTimeout", "42"),
                row(RunKey.STOP_SIGNAL, "SIGINT", "/Config/StopSignal", "'SIGINT'"),
                row(RunKey.INIT, true, "/HostConfig/Init", "true"),
                row(RunKey.COMMAND, List.of("/bin/sh", "-c", "exit"), "/Config/Cmd", "['/bin/sh','-c','exit']"),
                row(RunKey.ENTRYPOINT, List.of("/bin/sh"), "/Config/Entrypoint", "['/bin/sh']"),
                row(RunKey.USER, "1000:1000", "/Config/User", "'1000:1000'"),
                row(RunKey.GROUP_ADD, List.of("44"), "/HostConfig/GroupAdd", "['44']"),
                row(RunKey.WORKING_DIR, "/bin", "/Config/WorkingDir", "'/bin'"),
                row(RunKey.TTY, true, "/Config/Tty", "true"),
                row(RunKey.STDIN_OPEN, true, "/Config/OpenStdin", "true"),
                row(
                        RunKey.HEALTHCHECK,
                        check,
                        "/Config/Healthcheck",
                        "{'Test':['CMD','true'],'Interval':5000000000,'Timeout':2000000000,"
                                + "'StartPeriod':9000000000,'Retries':4}"),
                row(
                        RunKey.LOGGING,
                        new Run.Logging(Optional.of("json-file"), Map.of("max-size", "1m")),
                        "/HostConfig/LogConfig",
                        "{'Type':'json-file','Config':{'max-size':'1m'}}"));
    }

    private List<RunKeyRow> environment() throws IOException {
        var file = Files.writeString(folder.resolve("env"), "FROM_FILE=1\n");
        return List.of(
                row(RunKey.ENVIRONMENT, Map.of("A", "b=c d"), "/Config/Env/0", "'A=b=c d'"),
                row(
                        RunKey.ENV_FILE,
                        List.of(new Run.EnvFile(file.toString(), true, false)),
                        "/Config/Env/0",
                        "'FROM_FILE=1'"),
                row(RunKey.LABELS, Map.of("com.example/a.b", "x"), "/Config/Labels/com.example~1a.b", "'x'"));
    }

    private List<RunKeyRow> network() throws IOException {
        var plain = new NetworkAttachment("host", List.of(), Optional.empty(), Optional.empty());
        var port = new Run.Port(Optional.of("127.0.0.1"), Optional.of(18080), 80, "udp");
        return List.of(
                row(
                        RunKey.PORTS,
                        List.of(port),
                        "/HostConfig/PortBindings",
                        "{'80/udp':[{'HostIp':'127.0.0.1','HostPort':'18080'}]}"),
                row(RunKey.EXPOSE, List.of("8000/tcp"), "/Config/ExposedPorts", "{'8000/tcp':{}}"),
                row(
                        RunKey.NETWORKS,
                        List.of(new NetworkAttachment("bridge", plain.aliases(), plain.ipv4(), plain.ipv6())),
                        "/HostConfig/NetworkMode",
                        "'bridge'"),
                row(RunKey.NETWORK_MODE, "host", "/HostConfig/NetworkMode", "'host'"),
                row(RunKey.NETWORK_MODE, "none", "/HostConfig/NetworkMode", "'none'"),
                row(RunKey.MAC_ADDRESS, "02:42:ac:11:65:43", "/Config/MacAddress", "'02:42:ac:11:65:43'"),
                row(RunKey.HOSTNAME, "web", "/Config/Hostname", "'web'"),
                row(RunKey.DOMAINNAME, "example.org", "/Config/Domainname", "'example.org'"),
                row(RunKey.EXTRA_HOSTS, List.of("db:10.0.0.9"), "/HostConfig/ExtraHosts", "['db:10.0.0.9']"),
                row(RunKey.DNS, List.of("10.0.0.1"), "/HostConfig/Dns", "['10.0.0.1']"),
                row(RunKey.DNS_SEARCH, List.of("example.org"), "/HostConfig/DnsSearch", "['example.org']"),
                row(RunKey.DNS_OPT, List.of("ndots:2"), "/HostConfig/DnsOptions", "['ndots:2']"));
    }

    private List<RunKeyRow> storage() {
        var read = new Run.Mount(
                Run.Mount.Kind.BIND, Optional.of(folder.toString()), "/data", true, Map.of("create_host_path", "true"));
        var strict = new Run.Mount(
                Run.Mount.Kind.BIND,
                Optional.of(folder.toString()),
                "/data",
                false,
                Map.of("create_host_path", "false"));
        var memory = new Run.Mount(
                Run.Mount.Kind.TMPFS, Optional.empty(), "/scratch", false, Map.of("size", "1048576", "mode", "1770"));
        return List.of(
                row(RunKey.VOLUMES, List.of(read), "/Mounts/0/RW", "false"),
                row(RunKey.VOLUMES, List.of(read), "/Mounts/0/Source", "'" + folder + "'"),
                row(RunKey.VOLUMES, List.of(strict), "/Mounts/0/Destination", "'/data'"),
                row(
                        RunKey.VOLUMES,
                        List.of(memory),
                        "/HostConfig/Mounts/0/TmpfsOptions",
                        "{'SizeBytes':1048576,'Mode':1016}"),
                row(RunKey.VOLUME_DRIVER, "local", "/HostConfig/VolumeDriver", "'local'"),
                row(
                        RunKey.TMPFS,
                        List.of("/run", "/tmp:size=1m,mode=1777"),
                        "/HostConfig/Tmpfs",
                        "{'/run':'','/tmp':'size=1m,mode=1777'}"),
                row(RunKey.READ_ONLY, true, "/HostConfig/ReadonlyRootfs", "true"),
                row(RunKey.SHM_SIZE, 128 * MIB, "/HostConfig/ShmSize", "134217728"));
    }

    private List<RunKeyRow> security() {
        var gpu = new Run.Gpu(Optional.of("nvidia"), Optional.of(-1), List.of(), List.of("gpu"), Map.of());
        return List.of(
                row(RunKey.PRIVILEGED, true, "/HostConfig/Privileged", "true"),
                row(RunKey.CAP_ADD, List.of("NET_ADMIN"), "/HostConfig/CapAdd", "['NET_ADMIN']"),
                row(RunKey.CAP_DROP, List.of("ALL"), "/HostConfig/CapDrop", "['ALL']"),
                row(
                        RunKey.SECURITY_OPT,
                        List.of("no-new-privileges:true"),
                        "/HostConfig/SecurityOpt",
                        "['no-new-privileges:true']"),
                row(
                        RunKey.DEVICES,
                        List.of(new Run.Device("/dev/null", "/dev/nil", "rw")),
                        "/HostConfig/Devices",
                        "[{'PathOnHost':'/dev/null','PathInContainer':'/dev/nil','CgroupPermissions':'rw'}]"),
                row(RunKey.DEVICE_CGROUP_RULES, List.of("c 1:3 mr"), "/HostConfig/DeviceCgroupRules", "['c 1:3 mr']"),
                row(RunKey.GPUS, List.of(gpu), "/HostConfig/DeviceRequests/0/Capabilities", "[['gpu']]"),
                row(RunKey.PID, "host", "/HostConfig/PidMode", "'host'"),
                row(RunKey.IPC, "private", "/HostConfig/IpcMode", "'private'"),
                row(RunKey.UTS, "host", "/HostConfig/UTSMode", "'host'"),
                row(RunKey.USERNS_MODE, "host", "/HostConfig/UsernsMode", "'host'"),
                row(RunKey.CGROUP, "host", "/HostConfig/CgroupnsMode", "'host'"),
                row(RunKey.CGROUP_PARENT, "/slipway-ct", "/HostConfig/CgroupParent", "'/slipway-ct'"),
                row(RunKey.RUNTIME, "runc", "/HostConfig/Runtime", "'runc'"));
    }

    private List<RunKeyRow> resources() {
        return List.of(
                row(RunKey.MEM_LIMIT, 64 * MIB, "/HostConfig/Memory", "67108864"),
                row(RunKey.MEM_RESERVATION, 32 * MIB, "/HostConfig/MemoryReservation", "33554432"),
                new RunKeyRow(
                        RunKey.MEMSWAP_LIMIT,
                        RunSpec.EMPTY.with(RunKey.MEM_LIMIT, 64 * MIB).with(RunKey.MEMSWAP_LIMIT, -1L),
                        "/HostConfig/MemorySwap",
                        "-1"),
                row(RunKey.MEM_SWAPPINESS, 10L, "/HostConfig/MemorySwappiness", "10"),
                row(RunKey.OOM_KILL_DISABLE, true, "/HostConfig/OomKillDisable", "true"),
                row(RunKey.OOM_SCORE_ADJ, 500L, "/HostConfig/OomScoreAdj", "500"),
                row(RunKey.CPUS, 500_000_000L, "/HostConfig/NanoCpus", "500000000"),
                row(RunKey.CPU_SHARES, 512L, "/HostConfig/CpuShares", "512"),
                row(RunKey.CPU_PERIOD, 50_000L, "/HostConfig/CpuPeriod", "50000"),
                row(RunKey.CPU_QUOTA, 25_000L, "/HostConfig/CpuQuota", "25000"),
                row(RunKey.CPUSET, "0", "/HostConfig/CpusetCpus", "'0'"),
                row(RunKey.PIDS_LIMIT, 100L, "/HostConfig/PidsLimit", "100"),
                row(
                        RunKey.ULIMITS,
                        List.of(new Run.Ulimit("nofile", 1024, 2048)),
                        "/HostConfig/Ulimits",
                        "[{'Name':'nofile','Hard':2048,'Soft':1024}]"),
                row(
                        RunKey.SYSCTLS,
                        Map.of("net.ipv4.ip_unprivileged_port_start", "0"),
                        "/HostConfig/Sysctls",
                        "{'net.ipv4.ip_unprivileged_port_start':'0'}"));
    }
}
