package dev.slipway.docker;

import static dev.slipway.docker.ContainersTestEngine.shell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.testkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a process inside a started container finds of the keys of run. */
class RunKeysInsideIT extends EngineCase {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long MIB = 1024 * 1024;

    @TempDir
    static Path folder;

    /**
     * @param script is run inside; what busybox has beside the shell's own commands
     * @param said what it must print
     */
    private record Row(RunSpec run, String script, String said) {
        @Override
        public String toString() {
            return run + ": " + script;
        }
    }

    private static <T> Row row(RunKey<T> key, T value, String script, String said) {
        return new Row(RunSpec.EMPTY.with(key, value), script, said);
    }

    static List<Row> rows() throws IOException {
        return Stream.of(process(), network(), storage(), security(), resources())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isSoInside(Row row) throws Exception {
        var started = docker.started(docker.app("inside", row.run()));
        var done = containers.exec(started.id(), shell(row.script()), SOON);
        assertEquals(row.said(), done.output().strip(), row.toString());
    }

    private static List<Row> process() {
        return List.of(
                row(RunKey.ENVIRONMENT, Map.of("A", "b=c d"), "echo $A", "b=c d"),
                row(RunKey.USER, "1000:1001", "echo $(busybox id -u):$(busybox id -g)", "1000:1001"),
                row(RunKey.GROUP_ADD, List.of("44"), "busybox id -G", "0 44"),
                row(RunKey.WORKING_DIR, "/bin", "pwd", "/bin"),
                row(RunKey.INIT, true, "busybox cat /proc/1/comm", "docker-init"),
                row(RunKey.TTY, true, "busybox readlink /proc/1/fd/0", "/dev/pts/0"),
                row(RunKey.STDIN_OPEN, true, "busybox readlink /proc/1/fd/0 | busybox cut -d: -f1", "pipe"),
                row(RunKey.OOM_SCORE_ADJ, 500L, "busybox cat /proc/1/oom_score_adj", "500"));
    }

    private static List<Row> network() {
        return List.of(
                row(RunKey.HOSTNAME, "web", "busybox hostname", "web"),
                new Row(
                        RunSpec.EMPTY.with(RunKey.HOSTNAME, "web").with(RunKey.DOMAINNAME, "example.org"),
                        "busybox hostname -f",
                        "web.example.org"),
                row(RunKey.EXTRA_HOSTS, List.of("db:10.0.0.9"), "busybox grep -w db /etc/hosts", "10.0.0.9\tdb"),
                row(
                        RunKey.DNS,
                        List.of("10.0.0.1"),
                        "busybox grep ^nameserver /etc/resolv.conf",
                        "nameserver 10.0.0.1"),
                row(
                        RunKey.DNS_SEARCH,
                        List.of("example.org"),
                        "busybox grep ^search /etc/resolv.conf",
                        "search example.org"),
                row(RunKey.DNS_OPT, List.of("ndots:2"), "busybox grep ^options /etc/resolv.conf", "options ndots:2"),
                row(
                        RunKey.MAC_ADDRESS,
                        "02:42:ac:11:65:43",
                        "busybox cat /sys/class/net/eth0/address",
                        "02:42:ac:11:65:43"),
                row(RunKey.NETWORK_MODE, "none", "busybox ls /sys/class/net", "lo"));
    }

    private static List<Row> storage() throws IOException {
        Files.writeString(folder.resolve("there"), "on the host\n");
        var read = new Run.Mount(
                Run.Mount.Kind.BIND, Optional.of(folder.toString()), "/data", true, Map.of("create_host_path", "true"));
        var strict = new Run.Mount(
                Run.Mount.Kind.BIND,
                Optional.of(folder.toString()),
                "/data",
                true,
                Map.of("create_host_path", "false"));
        var memory = new Run.Mount(
                Run.Mount.Kind.TMPFS, Optional.empty(), "/scratch", false, Map.of("size", "1048576", "mode", "1770"));
        var tryToWrite = "busybox cat /data/there; busybox touch /data/new 2>&1";
        var readOnly = "on the host\ntouch: /data/new: Read-only file system";
        return List.of(
                row(RunKey.VOLUMES, List.of(read), tryToWrite, readOnly),
                row(RunKey.VOLUMES, List.of(strict), tryToWrite, readOnly),
                row(RunKey.VOLUMES, List.of(memory), "busybox stat -c %a /scratch; " + size("/scratch"), "1770\n1024"),
                row(
                        RunKey.TMPFS,
                        List.of("/tmp:size=1m,mode=1770"),
                        "busybox stat -c %a /tmp; " + size("/tmp"),
                        "1770\n1024"),
                row(RunKey.SHM_SIZE, 128 * MIB, size("/dev/shm"), "131072"),
                row(RunKey.READ_ONLY, true, "busybox touch /new 2>&1", "touch: /new: Read-only file system"));
    }

    private static String size(String path) {
        return "busybox df -k " + path + " | busybox tail -n 1 | busybox awk '{print $2}'";
    }

    private static List<Row> security() throws IOException {
        return List.of(
                new Row(
                        RunSpec.EMPTY.with(RunKey.CAP_DROP, List.of("ALL")).with(RunKey.CAP_ADD, List.of("NET_ADMIN")),
                        status("CapEff"),
                        "0000000000001000"),
                row(RunKey.CAP_DROP, List.of("ALL"), status("CapEff"), "0000000000000000"),
                row(RunKey.SECURITY_OPT, List.of("no-new-privileges:true"), status("NoNewPrivs"), "1"),
                row(
                        RunKey.DEVICES,
                        List.of(new Run.Device("/dev/null", "/dev/nil", "rw")),
                        "busybox stat -c %t,%T /dev/nil",
                        "1,3"),
                row(RunKey.PID, "host", nameSpace("pid"), nameSpaceOfTheHost("pid")),
                row(RunKey.IPC, "host", nameSpace("ipc"), nameSpaceOfTheHost("ipc")),
                row(RunKey.IPC, "none", "busybox ls /dev/shm 2>&1", "ls: /dev/shm: No such file or directory"),
                row(RunKey.UTS, "host", nameSpace("uts"), nameSpaceOfTheHost("uts")),
                row(RunKey.NETWORK_MODE, "host", nameSpace("net"), nameSpaceOfTheHost("net")),
                row(
                        RunKey.SYSCTLS,
                        Map.of("net.ipv4.ip_unprivileged_port_start", "7"),
                        "busybox cat /proc/sys/net/ipv4/ip_unprivileged_port_start",
                        "7"));
    }

    private static String status(String name) {
        return "busybox grep -w " + name + ": /proc/self/status | busybox cut -f2";
    }

    private static String nameSpace(String kind) {
        return "busybox readlink /proc/self/ns/" + kind;
    }

    private static String nameSpaceOfTheHost(String kind) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString();
    }

    /** Control groups of version 1 and 2 keep the same figures in different files. */
    private static List<Row> resources() {
        return List.of(
                row(RunKey.MEM_LIMIT, 64 * MIB, group("memory/memory.limit_in_bytes", "memory.max"), "67108864"),
                row(RunKey.CPUS, 500_000_000L, group("cpu/cpu.cfs_quota_us", "cpu.max"), "50000"),
                row(RunKey.CPUSET, "0", status("Cpus_allowed_list"), "0"),
                row(RunKey.PIDS_LIMIT, 100L, group("pids/pids.max", "pids.max"), "100"),
                row(
                        RunKey.ULIMITS,
                        List.of(new Run.Ulimit("nofile", 1024, 2048)),
                        "echo $(ulimit -Sn) $(ulimit -Hn)",
                        "1024 2048"));
    }

    private static String group(String first, String second) {
        return "cd /sys/fs/cgroup; (busybox cat " + first + " 2>/dev/null || busybox cat " + second
                + ") | busybox cut -d' ' -f1";
    }

    @Fault(58)
    @Test
    void endsByItsOwnStopSignalAndAfterItsOwnGracePeriod() throws Exception {
        var heeding = RunSpec.EMPTY
                .with(RunKey.COMMAND, shell("trap 'exit 21' INT; echo ready; while :; do busybox sleep 0.1; done"))
                .with(RunKey.STOP_SIGNAL, "SIGINT");
        assertEquals(21, exitCodeOnceStopped(heeding));
        var deaf = RunSpec.EMPTY
                .with(RunKey.COMMAND, shell("trap '' TERM; echo ready; while :; do busybox sleep 0.1; done"))
                .with(RunKey.STOP_GRACE_PERIOD, Duration.ofSeconds(2));
        var begun = docker.time.elapsed();
        assertEquals(137, exitCodeOnceStopped(deaf));
        var took = docker.time.elapsed().minus(begun);
        assertTrue(took.toSeconds() >= 2 && took.toSeconds() < 9, "Docker's own grace period is 10 s; took " + took);
    }

    private int exitCodeOnceStopped(RunSpec run) throws Exception {
        var started = docker.started(docker.app("stopping", run));
        docker.eventually("ready", () -> containers.lastLines(started.id(), 1).contains("ready"));
        containers.stop(started.id(), Optional.empty());
        var code = docker.now(started).state().exitCode();
        containers.remove(started.id());
        return code;
    }

    /** A new volume takes on what the image has in its place, unless it is told not to. */
    @Test
    void findsTheImagesFilesInANewVolumeButNotWithNocopy() throws Exception {
        var copied = docker.started(docker.app("copied", RunSpec.EMPTY.with(RunKey.VOLUMES, List.of(bin(Map.of())))));
        assertEquals(0, containers.exec(copied.id(), shell("true"), SOON).exitCode());
        docker.clear();
        var empty = docker.create(docker.app(
                "empty", RunSpec.EMPTY.with(RunKey.VOLUMES, List.of(bin(Map.of("nocopy", "true"))))));
        var e = assertThrows(DeployException.class, () -> containers.start(empty.id()));
        assertTrue(e.getMessage().contains("/bin/sh: no such file or directory"), e.getMessage());
    }

    private Run.Mount bin(Map<String, String> options) {
        return new Run.Mount(Run.Mount.Kind.VOLUME, Optional.of(docker.name("bin")), "/bin", false, options);
    }
}
