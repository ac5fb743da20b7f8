package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunShapeTest {
    private static final Optional<String> NONE = Optional.empty();

    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder).with("FROM_AGENT", "agent").with("HOME", "/home/me");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("normalForms")
    void valueIsReadInItsNormalForm(RunKey<?> key, String written, Object normal) {
        assertEquals(Optional.of(normal), yard.run(key, written));
    }

    static Stream<Arguments> normalForms() {
        return Stream.of(process(), environment(), ports(), networks(), storage(), security(), resources())
                .flatMap(each -> each);
    }

    private static Stream<Arguments> process() {
        return Stream.of(
                row(RunKey.CONTAINER_NAME, "web-1", "web-1"),
                row(RunKey.RESTART, "no", RestartPolicy.NO),
                row(RunKey.RESTART, "\"no\"", RestartPolicy.NO),
                row(RunKey.RESTART, "always", new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)),
                row(RunKey.RESTART, "unless-stopped", new RestartPolicy(RestartPolicy.Kind.UNLESS_STOPPED, 0)),
                row(RunKey.RESTART, "on-failure", new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 0)),
                row(RunKey.RESTART, "on-failure:3", new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 3)),
                row(RunKey.STOP_GRACE_PERIOD, "1m30s", Duration.ofSeconds(90)),
                row(RunKey.STOP_GRACE_PERIOD, "500ms", Duration.ofMillis(500)),
                row(RunKey.STOP_GRACE_PERIOD, "1.5h", Duration.ofMinutes(90)),
                row(RunKey.STOP_GRACE_PERIOD, "2h3m4s5ms6us", Duration.ofNanos(7_384_005_006_000L)),
                row(RunKey.STOP_GRACE_PERIOD, "0s", Duration.ZERO),
                row(RunKey.STOP_SIGNAL, "SIGQUIT", "SIGQUIT"),
                row(RunKey.STOP_SIGNAL, "RTMIN+3", "RTMIN+3"),
                row(RunKey.STOP_SIGNAL, "15", "15"),
                row(RunKey.INIT, "true", true),
                row(RunKey.TTY, "false", false),
                row(RunKey.STDIN_OPEN, "TRUE", true),
                row(
                        RunKey.COMMAND,
                        "npm run 'start it' \"a \\\"b\\\"\" c\\ d",
                        List.of("npm", "run", "start it", "a \"b\"", "c d")),
                row(RunKey.COMMAND, "\"echo '' x\"", List.of("echo", "", "x")),
                row(RunKey.COMMAND, "[sh, -c, 'echo $$HOME']", List.of("sh", "-c", "echo $HOME")),
                row(RunKey.COMMAND, "[]", List.of()),
                row(RunKey.COMMAND, "", List.of()),
                row(RunKey.COMMAND, "[run, 8080, true]", List.of("run", "8080", "true")),
                row(RunKey.ENTRYPOINT, "/entry point", List.of("/entry", "point")),
                row(RunKey.ENTRYPOINT, "\"\"", List.of()),
                row(RunKey.USER, "1000:1000", "1000:1000"),
                row(RunKey.USER, "22:22", "22:22"),
                row(RunKey.USER, "0", "0"),
                row(RunKey.GROUP_ADD, "[audio, 29]", List.of("audio", "29")),
                row(RunKey.WORKING_DIR, "/app", "/app"),
                row(
                        RunKey.LOGGING,
                        "{driver: json-file, options: {max-size: 10m, max-file: 3}}",
                        new Run.Logging(Optional.of("json-file"), Map.of("max-size", "10m", "max-file", "3"))),
                row(RunKey.LOGGING, "{driver: none}", new Run.Logging(Optional.of("none"), Map.of())),
                row(RunKey.HEALTHCHECK, "{test: curl -f localhost}", check(List.of("CMD-SHELL", "curl -f localhost"))),
                row(RunKey.HEALTHCHECK, "{test: NONE}", check(List.of("NONE"))),
                row(RunKey.HEALTHCHECK, "{test: [NONE]}", check(List.of("NONE"))),
                row(RunKey.HEALTHCHECK, "{disable: true}", check(List.of("NONE"))),
                row(RunKey.HEALTHCHECK, "{test: [CMD, a, b]}", check(List.of("CMD", "a", "b"))),
                row(
                        RunKey.HEALTHCHECK,
                        "{interval: 1m, timeout: 5s, start_period: 30s, start_interval: 1s, retries: 2}",
                        new Run.HealthCheck(
                                List.of(),
                                Optional.of(Duration.ofMinutes(1)),
                                Optional.of(Duration.ofSeconds(5)),
                                Optional.of(Duration.ofSeconds(30)),
                                Optional.of(Duration.ofSeconds(1)),
                                Optional.of(2))));
    }

    private static Stream<Arguments> environment() {
        return Stream.of(
                row(
                        RunKey.ENVIRONMENT,
                        "{A: text, B: 1.0, C: true, D: '', FROM_AGENT: , UNKNOWN: }",
                        Map.of("A", "text", "B", "1.0", "C", "true", "D", "", "FROM_AGENT", "agent")),
                row(
                        RunKey.ENVIRONMENT,
                        "[A=text, B=x=y, C=, FROM_AGENT, UNKNOWN]",
                        Map.of("A", "text", "B", "x=y", "C", "", "FROM_AGENT", "agent")),
                row(RunKey.ENVIRONMENT, "", Map.of()),
                row(RunKey.LABELS, "[traefik.enable=true, alone]", Map.of("traefik.enable", "true", "alone", "")),
                row(RunKey.LABELS, "{a.b: 'c', d: }", Map.of("a.b", "c", "d", "")),
                row(RunKey.ANNOTATIONS, "{a: b}", Map.of("a", "b")),
                row(RunKey.ENV_FILE, "/a.env", List.of(new Run.EnvFile("/a.env", true, false))),
                row(
                        RunKey.ENV_FILE,
                        "[/a.env, {path: /b.env, required: false}]",
                        List.of(new Run.EnvFile("/a.env", true, false), new Run.EnvFile("/b.env", false, false))),
                row(
                        RunKey.ENV_FILE,
                        "[/a.env, {path: /b.env, format: raw}]\n  env_format: compose",
                        List.of(new Run.EnvFile("/a.env", true, true), new Run.EnvFile("/b.env", true, false))));
    }

    private static Stream<Arguments> ports() {
        return Stream.of(
                row(RunKey.PORTS, "[8000]", List.of(port("", 0, 8000, "tcp"))),
                row(RunKey.PORTS, "[8000:80]", List.of(port("", 8000, 80, "tcp"))),
                row(RunKey.PORTS, "[22:22]", List.of(port("", 22, 22, "tcp"))),
                row(RunKey.PORTS, "['127.0.0.1:8000:80/udp']", List.of(port("127.0.0.1", 8000, 80, "udp"))),
                row(RunKey.PORTS, "['127.0.0.1::80']", List.of(port("127.0.0.1", 0, 80, "tcp"))),
                row(RunKey.PORTS, "['[::1]:8000:80']", List.of(port("::1", 8000, 80, "tcp"))),
                row(
                        RunKey.PORTS,
                        "['53:53/udp', '53:53/tcp']",
                        List.of(port("", 53, 53, "udp"), port("", 53, 53, "tcp"))),
                row(
                        RunKey.PORTS,
                        "['3000-3002:4000-4002']",
                        List.of(port("", 3000, 4000, "tcp"), port("", 3001, 4001, "tcp"), port("", 3002, 4002, "tcp"))),
                row(RunKey.PORTS, "[3000-3001]", List.of(port("", 0, 3000, "tcp"), port("", 0, 3001, "tcp"))),
                row(RunKey.PORTS, "[{target: 80}]", List.of(port("", 0, 80, "tcp"))),
                row(
                        RunKey.PORTS,
                        "[{target: 80, published: '8080', host_ip: 127.0.0.1, protocol: udp, mode: ingress, name: x}]",
                        List.of(port("127.0.0.1", 8080, 80, "udp"))),
                row(
                        RunKey.EXPOSE,
                        "[8000, 9000/udp, 3000-3001]",
                        List.of("8000/tcp", "9000/udp", "3000/tcp", "3001/tcp")));
    }

    private static Stream<Arguments> networks() {
        return Stream.of(
                row(RunKey.NETWORKS, "[front, back]", List.of(network("front"), network("back"))),
                row(RunKey.NETWORKS, "{front: , back: {}}", List.of(network("front"), network("back"))),
                row(
                        RunKey.NETWORKS,
                        "{front: {aliases: [www], ipv4_address: 172.20.0.5, ipv6_address: 'fd00::5'}}",
                        List.of(new NetworkAttachment(
                                "front", List.of("www"), Optional.of("172.20.0.5"), Optional.of("fd00::5")))),
                row(RunKey.NETWORK_MODE, "host", "host"),
                row(RunKey.NETWORK_MODE, "container:vpn", "container:vpn"),
                row(RunKey.NETWORK_MODE, "my_net", "my_net"),
                row(RunKey.MAC_ADDRESS, "02:42:ac:11:00:02", "02:42:ac:11:00:02"),
                row(RunKey.HOSTNAME, "web.local", "web.local"),
                row(RunKey.DOMAINNAME, "example.com", "example.com"),
                row(
                        RunKey.EXTRA_HOSTS,
                        "['db:10.0.0.1', db6=::1, 'x=[fd00::1]', host=host-gateway]",
                        List.of("db:10.0.0.1", "db6:::1", "x:fd00::1", "host:host-gateway")),
                row(
                        RunKey.EXTRA_HOSTS,
                        "{db: 10.0.0.1, two: [10.0.0.2, 10.0.0.3]}",
                        List.of("db:10.0.0.1", "two:10.0.0.2", "two:10.0.0.3")),
                row(RunKey.DNS, "1.1.1.1", List.of("1.1.1.1")),
                row(RunKey.DNS, "[1.1.1.1, '2606:4700::1111']", List.of("1.1.1.1", "2606:4700::1111")),
                row(RunKey.DNS_SEARCH, "example.com", List.of("example.com")),
                row(RunKey.DNS_OPT, "['ndots:2']", List.of("ndots:2")),
                row(RunKey.EXTERNAL_LINKS, "['db:database']", List.of("db:database")));
    }

    private static Stream<Arguments> storage() {
        var created = Map.of("create_host_path", "true");
        return Stream.of(
                row(RunKey.VOLUMES, "['/a:/b']", List.of(bind("/a", "/b", false, created))),
                row(RunKey.VOLUMES, "['/a:/b:ro']", List.of(bind("/a", "/b", true, created))),
                row(
                        RunKey.VOLUMES,
                        "['/a:/b:ro,Z,rshared,cached']",
                        List.of(bind(
                                "/a",
                                "/b",
                                true,
                                Map.of("create_host_path", "true", "selinux", "Z", "propagation", "rshared")))),
                row(RunKey.VOLUMES, "['~/a:/b']", List.of(bind("/home/me/a", "/b", false, created))),
                row(RunKey.VOLUMES, "[data:/b:rw]", List.of(volume(Optional.of("data"), "/b", false, Map.of()))),
                row(
                        RunKey.VOLUMES,
                        "['data:/b:nocopy,ro']",
                        List.of(volume(Optional.of("data"), "/b", true, Map.of("nocopy", "true")))),
                row(RunKey.VOLUMES, "[/b]", List.of(volume(NONE, "/b", false, Map.of()))),
                row(
                        RunKey.VOLUMES,
                        "[{type: bind, source: /a, target: /b, read_only: true, bind: {propagation: rslave, create_host_path:"
                                + " false}}]",
                        List.of(bind("/a", "/b", true, Map.of("propagation", "rslave", "create_host_path", "false")))),
                row(
                        RunKey.VOLUMES,
                        "[{type: bind, source: /a, target: /b}]",
                        List.of(bind("/a", "/b", false, created))),
                row(
                        RunKey.VOLUMES,
                        "[{type: volume, source: data, target: /b, volume: {nocopy: true, subpath: sub}}]",
                        List.of(volume(Optional.of("data"), "/b", false, Map.of("nocopy", "true", "subpath", "sub")))),
                row(
                        RunKey.VOLUMES,
                        "[{type: tmpfs, target: /b, tmpfs: {size: 64m, mode: 1777}}]",
                        List.of(new Run.Mount(
                                Run.Mount.Kind.TMPFS, NONE, "/b", false, Map.of("size", "67108864", "mode", "1777")))),
                row(RunKey.VOLUMES_FROM, "[other, 'container:third:ro']", List.of("other", "third:ro")),
                row(RunKey.VOLUME_DRIVER, "local", "local"),
                row(RunKey.TMPFS, "/run", List.of("/run")),
                row(RunKey.TMPFS, "[/run, '/tmp:size=64m,mode=1777']", List.of("/run", "/tmp:size=64m,mode=1777")),
                row(RunKey.READ_ONLY, "true", true),
                row(RunKey.STORAGE_OPT, "{size: 10G}", Map.of("size", "10G")),
                row(RunKey.SHM_SIZE, "64m", 67_108_864L));
    }

    private static Stream<Arguments> security() {
        return Stream.of(
                row(RunKey.PRIVILEGED, "true", true),
                row(RunKey.CAP_ADD, "[NET_ADMIN]", List.of("NET_ADMIN")),
                row(RunKey.CAP_DROP, "[ALL]", List.of("ALL")),
                row(RunKey.SECURITY_OPT, "['no-new-privileges:true']", List.of("no-new-privileges:true")),
                row(RunKey.DEVICES, "[/dev/ttyUSB0]", List.of(new Run.Device("/dev/ttyUSB0", "/dev/ttyUSB0", "rwm"))),
                row(RunKey.DEVICES, "['/dev/a:/dev/b:r']", List.of(new Run.Device("/dev/a", "/dev/b", "r"))),
                row(RunKey.DEVICES, "['/dev/a:rw']", List.of(new Run.Device("/dev/a", "/dev/a", "rw"))),
                row(
                        RunKey.DEVICES,
                        "[{source: /dev/a, target: /dev/b, permissions: rw}, {source: /dev/c}]",
                        List.of(new Run.Device("/dev/a", "/dev/b", "rw"), new Run.Device("/dev/c", "/dev/c", "rwm"))),
                row(RunKey.DEVICE_CGROUP_RULES, "['c 1:3 mr']", List.of("c 1:3 mr")),
                row(RunKey.PID, "host", "host"),
                row(RunKey.PID, "container:x", "container:x"),
                row(RunKey.IPC, "shareable", "shareable"),
                row(RunKey.UTS, "host", "host"),
                row(RunKey.USERNS_MODE, "host", "host"),
                row(RunKey.CGROUP, "private", "private"),
                row(RunKey.CGROUP_PARENT, "m-executor", "m-executor"),
                row(RunKey.RUNTIME, "runc", "runc"),
                row(RunKey.SYSCTLS, "{net.core.somaxconn: 1024}", Map.of("net.core.somaxconn", "1024")),
                row(RunKey.SYSCTLS, "[net.core.somaxconn=1024]", Map.of("net.core.somaxconn", "1024")));
    }

    private static Stream<Arguments> resources() {
        var allGpus = new Run.Gpu(NONE, Optional.of(-1), List.of(), List.of("gpu"), Map.of());
        return Stream.of(
                row(RunKey.MEM_LIMIT, "512m", 536_870_912L),
                row(RunKey.MEM_LIMIT, "2gb", 2_147_483_648L),
                row(RunKey.MEM_LIMIT, "1.5G", 1_610_612_736L),
                row(RunKey.MEM_LIMIT, "1048576", 1_048_576L),
                row(RunKey.MEM_LIMIT, "100b", 100L),
                row(RunKey.MEM_LIMIT, "64k", 65_536L),
                row(RunKey.MEM_RESERVATION, "64KiB", 65_536L),
                row(RunKey.MEMSWAP_LIMIT, "-1", -1L),
                row(RunKey.MEMSWAP_LIMIT, "1t", 1_099_511_627_776L),
                row(RunKey.MEM_SWAPPINESS, "0", 0L),
                row(RunKey.OOM_KILL_DISABLE, "true", true),
                row(RunKey.OOM_SCORE_ADJ, "-500", -500L),
                row(RunKey.CPUS, "1.5", 1_500_000_000L),
                row(RunKey.CPUS, "'0.000000001'", 1L),
                row(RunKey.CPU_SHARES, "512", 512L),
                row(RunKey.CPU_PERIOD, "100ms", 100_000L),
                row(RunKey.CPU_QUOTA, "50000", 50_000L),
                row(RunKey.CPUSET, "0-2,4", "0-2,4"),
                row(RunKey.CPUSET, "0", "0"),
                row(RunKey.PIDS_LIMIT, "-1", -1L),
                row(RunKey.ULIMITS, "{nproc: 65535}", List.of(new Run.Ulimit("nproc", 65_535, 65_535))),
                row(
                        RunKey.ULIMITS,
                        "{nofile: {soft: 20000, hard: 40000}, core: {soft: 0, hard: -1}}",
                        List.of(new Run.Ulimit("nofile", 20_000, 40_000), new Run.Ulimit("core", 0, -1))),
                row(RunKey.GPUS, "all", List.of(allGpus)),
                row(
                        RunKey.GPUS,
                        "[{driver: nvidia, count: 2}]",
                        List.of(new Run.Gpu(
                                Optional.of("nvidia"), Optional.of(2), List.of(), List.of("gpu"), Map.of()))),
                row(
                        RunKey.GPUS,
                        "[{device_ids: ['0', '3']}]",
                        List.of(new Run.Gpu(NONE, Optional.empty(), List.of("0", "3"), List.of("gpu"), Map.of()))),
                row(RunKey.GPUS, "[{}]", List.of(allGpus)));
    }

    @Test
    void everyKeyIsInTheTableOfThisTest() {
        var tested = normalForms().map(each -> each.get()[0]).collect(Collectors.toSet());
        tested.addAll(SwarmShapeTest.KEYS);
        assertEquals(new HashSet<>(RunKey.all()), tested);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "container_name: x; must be a container name: letters, digits, _ . - and at least two of them, not 'x'",
                "stop_grace_period: 10; must be a duration such as 30s or 1h30m (10 needs a unit: h, m, s or ms), not '10'",
                "stop_grace_period: 10s5; must be a duration such as 30s or 1h30m, not '10s5'",
                "stop_grace_period: 9000000h; must be at most a year, not '9000000h'",
                "init: on; must be true or false, without quotes, not 'on'",
                "init: 'true'; must be true or false, without quotes, not 'true'",
                "command: {a: b}; must be text or list of text, not a mapping",
                "user: ''; must not be empty",
                "working_dir: app; must be an absolute path in the container, not 'app'",
                "healthcheck: {test: [curl, x]}; must be [CMD, PROGRAM, ARGUMENT…], [CMD-SHELL, LINE] or [NONE]",
                "healthcheck: {test: []}; must be [CMD, PROGRAM, ARGUMENT…], [CMD-SHELL, LINE] or [NONE]",
                "healthcheck: {test: x, disable: true}; 'test' is given as well; keep one of them",
                "logging: {driver: }; has no value; give it one (text) or remove the key",
                "environment: text; must be a mapping or a list of NAME=value, not 'text'",
                "environment: {A: [b]}; 'A' must be text, not a list",
                "environment: [A=1, A=2]; 'A' is given twice",
                "environment: [=x]; a name is missing before '='",
                "labels: {dev.slipway.app: x}; 'dev.slipway.app' begins with dev.slipway., which Slipway keeps its own records"
                        + " under",
                "sysctls: [a]; 'a' has no value; write 'a=value'",
                "env_format: dotenv; must be one of docker, compose, not 'dotenv'",
                "env_file: [{required: true}]; key 'path' is missing",
                "ports: 8000; must be a list, not '8000'",
                "ports: [0:80]; must be ports from 1 to 65535, not '0:80'",
                "ports: [a:b]; must be a port such as 8000, 8000:80, 127.0.0.1:8000:80/udp or 3000-3005:3000-3005, not 'a:b'",
                "ports: [80/icmp]; must be a port with the protocol tcp, udp or sctp, not '80/icmp'",
                "ports: [3000-3005:80]; must be two ranges of the same length, since a choice of host ports is not supported",
                "ports: [3005-3000]; must be a range that ends after it begins, not '3005-3000'",
                "ports: [{published: 80}]; key 'target' is missing",
                "ports: [{target: 80, portz: 1}]; unknown key 'portz' in apps.web.run.ports",
                "expose: [80:80]; must be a port of the container such as 8000 or 8000/udp, not '80:80'",
                "network_mode: service:db; there are no services here; use container:NAME with the other container's name",
                "network_mode: 'a b'; must be bridge, host, none, container:NAME or a network's name, not 'a b'",
                "networks: {a: {priority: 1}}; key 'priority' in apps.web.run.networks.a is not supported: write the networks in",
                "networks: {a: {ipv4_address: 1.2.3}}; must be an IPv4 address, not '1.2.3'",
                "networks: {a: {ipv4_address: 1.2.3.256}}; must be an IPv4 address, not '1.2.3.256'",
                "extra_hosts: [db]; must be host=address, such as db=192.168.1.5, not 'db'",
                "extra_hosts: {db: nowhere}; must be an IP address or host-gateway, not 'nowhere'",
                "dns: dns.google; must be an IP address, not 'dns.google'",
                "mac_address: 1; must be a MAC address such as 02:42:ac:11:00:02, not '1'",
                "volumes: ['a:b:c:d']; must be /host/path:/path, ./path:/path, name:/path or /path",
                "volumes: ['/a:b']; 'b' in '/a:b' must be an absolute path in the container",
                "volumes: [data]; 'data' in 'data' must be an absolute path in the container",
                "volumes: ['/a:/b:rx']; 'rx' is no option of a mount",
                "volumes: ['a b:/b']; 'a b' is no name of a volume",
                "volumes: ['~you/a:/b']; only '~/' is understood",
                "volumes: ['/a:/b', 'c:/b']; two mounts have the target /b; remove one of them",
                "volumes: [{type: bind, target: /b}]; type bind needs 'source', a path of the host",
                "volumes: [{type: tmpfs, source: x, target: /b}]; a tmpfs has no source; remove it",
                "volumes: [{type: bind, source: /a, target: /b, bind: {selinux: z, create_host_path: false}}]; "
                        + "Docker sets selinux labels only with create_host_path: true; remove one of the two",
                "volumes: [{type: tmpfs, target: /b, bind: {}}]; is for type: bind, but the type is tmpfs",
                "volumes: [{type: npipe, target: /b}]; must be one of bind, volume, tmpfs, not 'npipe'",
                "tmpfs: run; must be an absolute path in the container, not 'run'",
                "devices: [sda]; must be HOST[:CONTAINER[:PERMISSIONS]] with absolute paths, such as /dev/ttyUSB0, not 'sda'",
                "devices: ['vendor.com/class=x']; devices by CDI name are not supported by this version",
                "devices: ['/dev/a:/dev/b:rx']; and permissions out of r, w and m, not '/dev/a:/dev/b:rx'",
                "pid: service:x; there are no services here",
                "pid: private; must be host or container:NAME, not 'private'",
                "cgroup: none; must be one of host, private, not 'none'",
                "mem_limit: lots; must be a size such as 512m or 2gb, not 'lots'",
                "mem_limit: -1; must be a size such as 512m or 2gb, not '-1'",
                "mem_limit: 9999999999t; must be a size that a computer can have",
                "mem_swappiness: 101; must be a whole number from 0 to 100, not '101'",
                "cpus: 1.x; must be a number of CPUs such as 1.5, not '1.x'",
                "cpuset: a; must be a list of CPUs such as 0-2,4, not 'a'",
                "ulimits: {nofile: {soft: 2, hard: 1}}; must not be higher than 'hard'",
                "ulimits: {nofile: {soft: 2}}; key 'hard' is missing",
                "gpus: some; must be one of all, not 'some'",
                "gpus: [{count: 1, device_ids: ['0']}]; 'count' is given as well; keep one of them",
                "deploy: {resources: {reservations: {devices: [{count: 1}]}}}; key 'capabilities' is missing",
                "deploy: {resources: {reservations: {cpus: '1'}}}; is for target: swarm: one engine cannot reserve CPUs",
                "deploy: {restart_policy: {}}; apps.web.run.deploy.restart_policy: is for target: swarm; use restart of run",
                "deploy: {replicas: 2}; apps.web.run.deploy.replicas: is for target: swarm: one engine runs one container an app",
                "secrets: [db]; apps.web.run.secrets: is for target: swarm; mount the file with volumes",
            })
    void valueIsRefusedWithAReason(String line, String reason) {
        var problems = yard.appProblems("run:\n  " + line);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().startsWith("6:"), problems.toString());
        assertTrue(problems.getFirst().contains(reason), problems.getFirst());
    }

    @ParameterizedTest
    @CsvSource({
        "a 'b, a single quote (') is not closed",
        "a \"b, a double quote (\") is not closed",
        "a \\, ends in a backslash that escapes nothing",
    })
    void commandThatCannotBeSplitIsRefused(String command, String reason) {
        assertEquals(
                List.of("6:16: apps.web.run.command: " + reason),
                yard.appProblems("run:\n  command: |-\n    " + command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "build",
                "image",
                "depends_on",
                "profiles",
                "extends",
                "links",
                "develop",
                "scale",
                "platform",
                "pull_policy",
                "credential_spec",
                "isolation",
                "blkio_config",
                "post_start",
            })
    void keyOfComposeThatIsNotDoneIsRefusedByNameWithAReason(String key) {
        var problems = yard.appProblems("run:\n  " + key + ": x");
        assertEquals(1, problems.size());
        assertTrue(
                problems.getFirst().matches("6:7: key '" + key + "' in apps\\.web\\.run is not supported: .{10,}"),
                problems.getFirst());
    }

    @Test
    void resourcesOfDeployGoWhereTheirOwnKeysWouldGo() {
        var run = yard.app("""
                        run:
                          mem_limit: 512m
                          deploy:
                            resources:
                              limits: {cpus: '0.50', memory: 512M, pids: 100}
                              reservations:
                                memory: 20M
                                devices: [{driver: nvidia, count: all, capabilities: [gpu, utility]}]
                        """).run();
        assertEquals(Optional.of(500_000_000L), run.get(RunKey.CPUS));
        assertEquals(Optional.of(536_870_912L), run.get(RunKey.MEM_LIMIT));
        assertEquals(Optional.of(100L), run.get(RunKey.PIDS_LIMIT));
        assertEquals(Optional.of(20_971_520L), run.get(RunKey.MEM_RESERVATION));
        assertEquals(
                Optional.of(List.of(new Run.Gpu(
                        Optional.of("nvidia"), Optional.of(-1), List.of(), List.of("gpu", "utility"), Map.of()))),
                run.get(RunKey.GPUS));
    }

    @Test
    void resourcesOfDeployThatContradictTheirOwnKeyAreAnError() {
        assertEquals(
                List.of(
                        "7:15: apps.web.run.deploy: sets mem_limit to something else than 'mem_limit' does; keep one of them"),
                yard.appProblems("run:\n  mem_limit: 512m\n  deploy: {resources: {limits: {memory: 1g}}}"));
    }

    @Test
    void networksAndNetworkModeExcludeEachOther() {
        assertEquals(
                List.of("7:21: apps.web.run.network_mode: 'networks' is given as well; keep one of them"),
                yard.appProblems("run:\n  networks: [a]\n  network_mode: b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "none", "container:x"})
    void portsCannotBePublishedWithoutANetworkOfItsOwn(String mode) {
        var problem = yard.appProblems("run:\n  network_mode: " + mode + "\n  ports: ['80:80']")
                .getFirst();
        assertEquals(
                "7:14: apps.web.run.ports: with network_mode: " + mode
                        + " no port can be published; remove ports or network_mode",
                problem);
    }

    private static Arguments row(RunKey<?> key, String written, Object normal) {
        return Arguments.of(key, written, normal);
    }

    private static Run.Port port(String ip, int host, int container, String protocol) {
        return new Run.Port(
                Optional.of(ip).filter(text -> !text.isEmpty()),
                Optional.of(host).filter(number -> number > 0),
                container,
                protocol);
    }

    private static NetworkAttachment network(String name) {
        return new NetworkAttachment(name, List.of(), NONE, NONE);
    }

    private static Run.Mount bind(String source, String target, boolean readOnly, Map<String, String> options) {
        return new Run.Mount(Run.Mount.Kind.BIND, Optional.of(source), target, readOnly, options);
    }

    private static Run.Mount volume(
            Optional<String> source, String target, boolean readOnly, Map<String, String> options) {
        return new Run.Mount(Run.Mount.Kind.VOLUME, source, target, readOnly, options);
    }

    private static Run.HealthCheck check(List<String> test) {
        return new Run.HealthCheck(
                test, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
