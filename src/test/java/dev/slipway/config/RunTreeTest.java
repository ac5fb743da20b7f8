package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.App;
import dev.slipway.model.ExistingContainer;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was found of a container, written as an entry and read again, is the same. */
class RunTreeTest {
    private static final long MIB = 1024 * 1024;

    /** Found out of the container's environment, never by themselves. */
    private static final Set<RunKey<?>> NEVER_FOUND =
            Set.of(RunKey.CONTAINER_NAME, RunKey.ENV_FILE, RunKey.DEPLOY, RunKey.SECRETS, RunKey.CONFIGS);

    @TempDir
    Path folder;

    static List<RunSpec> specs() {
        return List.of(
                RunSpec.EMPTY
                        .with(RunKey.RESTART, new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 3))
                        .with(RunKey.STOP_GRACE_PERIOD, Duration.ofSeconds(90))
                        .with(RunKey.STOP_SIGNAL, "SIGINT")
                        .with(RunKey.INIT, true)
                        .with(RunKey.COMMAND, List.of("sh", "-c", "echo \"$HOME\" ${X} # no\n\ttwo", "", "yes", "007"))
                        .with(RunKey.ENTRYPOINT, List.of())
                        .with(RunKey.USER, "1000")
                        .with(RunKey.GROUP_ADD, List.of("44"))
                        .with(RunKey.WORKING_DIR, "/")
                        .with(RunKey.TTY, true)
                        .with(RunKey.STDIN_OPEN, true),
                RunSpec.EMPTY
                        .with(RunKey.ENVIRONMENT, Map.of("A", "b=c d", "EMPTY", "", "NO", "no", "N", "1e3", "D", "$$x"))
                        .with(RunKey.LABELS, Map.of("com.example/a.b", "x: {y}", "true", "null"))
                        .with(RunKey.ANNOTATIONS, Map.of("a", "b"))
                        .with(RunKey.LOGGING, new Run.Logging(Optional.of("json-file"), Map.of("max-size", "1m")))
                        .with(
                                RunKey.HEALTHCHECK,
                                new Run.HealthCheck(
                                        List.of("CMD", "true"),
                                        Optional.of(Duration.ofMillis(1500)),
                                        Optional.of(Duration.ofSeconds(2)),
                                        Optional.of(Duration.ofMinutes(61)),
                                        Optional.of(Duration.ofSeconds(1)),
                                        Optional.of(4))),
                RunSpec.EMPTY.with(
                        RunKey.HEALTHCHECK,
                        new Run.HealthCheck(
                                List.of("NONE"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                RunSpec.EMPTY
                        .with(
                                RunKey.PORTS,
                                List.of(
                                        port("127.0.0.1", 8000, 80, "udp"),
                                        port("::1", 8001, 81, "tcp"),
                                        port("", 82, 82, "tcp"),
                                        port("", 0, 83, "sctp"),
                                        port("127.0.0.1", 0, 84, "tcp")))
                        .with(RunKey.EXPOSE, List.of("8000/tcp", "53/udp"))
                        .with(
                                RunKey.NETWORKS,
                                List.of(
                                        network("front", List.of("web"), "172.18.0.9", "fd00::9"),
                                        network("back", List.of(), "", "")))
                        .with(RunKey.MAC_ADDRESS, "02:42:ac:11:65:43")
                        .with(RunKey.HOSTNAME, "web")
                        .with(RunKey.DOMAINNAME, "example.org")
                        .with(RunKey.EXTRA_HOSTS, List.of("db:10.0.0.9", "six:fd00::1", "host:host-gateway"))
                        .with(RunKey.DNS, List.of("10.0.0.1"))
                        .with(RunKey.DNS_SEARCH, List.of("example.org"))
                        .with(RunKey.DNS_OPT, List.of("ndots:2"))
                        .with(RunKey.EXTERNAL_LINKS, List.of("redis:cache")),
                RunSpec.EMPTY.with(RunKey.NETWORK_MODE, "container:vpn"),
                RunSpec.EMPTY.with(
                        RunKey.NETWORKS, List.of(network("a", List.of(), "", ""), network("b", List.of(), "", ""))),
                RunSpec.EMPTY
                        .with(
                                RunKey.VOLUMES,
                                List.of(
                                        mount(Run.Mount.Kind.BIND, "/srv/a", "/a", true, "selinux", "z"),
                                        mount(Run.Mount.Kind.BIND, "/srv/b:c", "/b", true, "propagation", "rslave"),
                                        mount(Run.Mount.Kind.BIND, "/srv/c", "/c", false, "create_host_path", "false"),
                                        mount(Run.Mount.Kind.VOLUME, "data", "/d", false, "nocopy", "true"),
                                        mount(Run.Mount.Kind.VOLUME, "data", "/e", false, "subpath", "sub"),
                                        mount(Run.Mount.Kind.VOLUME, "", "/f", false),
                                        mount(
                                                Run.Mount.Kind.TMPFS,
                                                "",
                                                "/g",
                                                false,
                                                "size",
                                                "1048576",
                                                "mode",
                                                "1770")))
                        .with(RunKey.VOLUMES_FROM, List.of("other:ro"))
                        .with(RunKey.VOLUME_DRIVER, "local")
                        .with(RunKey.TMPFS, List.of("/run", "/tmp:size=1m,mode=1777"))
                        .with(RunKey.READ_ONLY, true)
                        .with(RunKey.STORAGE_OPT, Map.of("size", "10G"))
                        .with(RunKey.SHM_SIZE, 128 * MIB),
                RunSpec.EMPTY
                        .with(RunKey.PRIVILEGED, true)
                        .with(RunKey.CAP_ADD, List.of("NET_ADMIN"))
                        .with(RunKey.CAP_DROP, List.of("ALL"))
                        .with(RunKey.SECURITY_OPT, List.of("no-new-privileges:true", "seccomp={\"a\": [\"$b\"]}"))
                        .with(RunKey.DEVICES, List.of(new Run.Device("/dev/null", "/dev/nil", "rw")))
                        .with(RunKey.DEVICE_CGROUP_RULES, List.of("c 1:3 mr"))
                        .with(
                                RunKey.GPUS,
                                List.of(
                                        new Run.Gpu(
                                                Optional.of("nvidia"),
                                                Optional.of(-1),
                                                List.of(),
                                                List.of("gpu"),
                                                Map.of("a", "b")),
                                        new Run.Gpu(
                                                Optional.empty(),
                                                Optional.empty(),
                                                List.of("0", "1"),
                                                List.of("gpu", "utility"),
                                                Map.of())))
                        .with(RunKey.PID, "host")
                        .with(RunKey.IPC, "shareable")
                        .with(RunKey.UTS, "host")
                        .with(RunKey.USERNS_MODE, "host")
                        .with(RunKey.CGROUP, "private")
                        .with(RunKey.CGROUP_PARENT, "/nas")
                        .with(RunKey.RUNTIME, "runc")
                        .with(RunKey.SYSCTLS, Map.of("net.core.somaxconn", "1024")),
                RunSpec.EMPTY
                        .with(RunKey.MEM_LIMIT, 64 * MIB + 1)
                        .with(RunKey.MEM_RESERVATION, 1024 * MIB)
                        .with(RunKey.MEMSWAP_LIMIT, -1L)
                        .with(RunKey.MEM_SWAPPINESS, 0L)
                        .with(RunKey.OOM_KILL_DISABLE, true)
                        .with(RunKey.OOM_SCORE_ADJ, -500L)
                        .with(RunKey.CPUS, 1_250_000_000L)
                        .with(RunKey.CPU_SHARES, 512L)
                        .with(RunKey.CPU_PERIOD, 50_000L)
                        .with(RunKey.CPU_QUOTA, 25_000L)
                        .with(RunKey.CPUSET, "0-2,4")
                        .with(RunKey.PIDS_LIMIT, 100L)
                        .with(
                                RunKey.ULIMITS,
                                List.of(new Run.Ulimit("nofile", 1024, 2048), new Run.Ulimit("core", -1, -1))));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void isReadAsItWas(RunSpec run) throws Exception {
        var found = new ExistingContainer("web", "web:1", Optional.empty(), run, List.of());
        var yaml = ImportedEntry.ofContainer(found, ImportedEntry.Options.of(Optional.empty(), Optional.empty()))
                .yaml();
        assertTrue(!yaml.contains("not taken"), yaml);
        var app = read(yaml);
        for (var key : run.keys()) {
            assertEquals(String.valueOf(run.get(key)), String.valueOf(app.run().get(key)), key + " in\n" + yaml);
        }
        assertEquals(run.keys(), app.run().keys(), yaml);
        assertTrue(app.policy().adopt(), yaml);
    }

    @Test
    void forgetsNoKey() {
        var written = new HashSet<RunKey<?>>(NEVER_FOUND);
        specs().forEach(each -> written.addAll(each.keys()));
        assertEquals(Set.copyOf(RunKey.all()), written);
    }

    private App read(String yaml) throws Exception {
        var file = Files.writeString(folder.resolve("slipway.yaml"), yaml);
        return new ConfigReader(Map.of(), cron -> Optional.empty())
                .read(file)
                .apps()
                .getFirst();
    }

    private static Run.Port port(String ip, int host, int container, String protocol) {
        return new Run.Port(
                Optional.of(ip).filter(each -> !each.isEmpty()),
                host == 0 ? Optional.empty() : Optional.of(host),
                container,
                protocol);
    }

    private static NetworkAttachment network(String name, List<String> aliases, String ipv4, String ipv6) {
        return new NetworkAttachment(
                name,
                aliases,
                Optional.of(ipv4).filter(each -> !each.isEmpty()),
                Optional.of(ipv6).filter(each -> !each.isEmpty()));
    }

    private static Run.Mount mount(
            Run.Mount.Kind kind, String source, String target, boolean readOnly, String... options) {
        var map = new java.util.HashMap<String, String>();
        if (kind == Run.Mount.Kind.BIND) {
            map.put("create_host_path", "true");
        }
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new Run.Mount(kind, Optional.of(source).filter(each -> !each.isEmpty()), target, readOnly, map);
    }
}
