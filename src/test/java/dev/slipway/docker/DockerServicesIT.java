package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Difference;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.model.SwarmSpec;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.SharedEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services of a real swarm, beyond what the contract asks for: what of the settings reaches it, and what is found missing. */
class DockerServicesIT {
    private static final Commit COMMIT = new Commit("a".repeat(40));

    @TempDir
    static Path folder;

    private static SwarmTestEngine docker;

    @BeforeAll
    static void startSwarm() throws Exception {
        docker = new SwarmTestEngine(folder);
    }

    @AfterAll
    static void stopSwarm() throws Exception {
        docker.close();
    }

    @AfterEach
    void removeServices() {
        docker.clear();
    }

    @Test
    void everySettingReachesTheSwarm() throws Exception {
        docker.machine.docker("network", "create", "--driver", "overlay", "front");
        create("secret", "db");
        create("config", "site");
        var app = docker.app(everything());
        docker.services.preflight(app);
        docker.services.put(docker.order(app, COMMIT, 3, true));
        var spec = Raw.JSON
                .readTree(docker.machine.docker("service", "inspect", "web"))
                .get(0)
                .path("Spec");
        assertHolds("""
                {"Name": "web",
                 "Labels": {"team": "shore", "dev.slipway.app": "web", "dev.slipway.deployment": "3",
                   "dev.slipway.image": "127.0.0.1:1/well:1"},
                 "TaskTemplate": {
                   "ContainerSpec": {
                     "Image": "127.0.0.1:1/well:1",
                     "Labels": {"of": "containers", "dev.slipway.deployment": "3"},
                     "Command": ["sh"], "Args": ["-c", "sleep 60"], "User": "7:8", "Groups": ["9"], "Dir": "/tmp",
                     "Hostname": "host-{{.Task.Slot}}", "TTY": true, "OpenStdin": true, "Init": true, "ReadOnly": true,
                     "StopSignal": "SIGINT", "StopGracePeriod": 3000000000, "Env": ["A=1"],
                     "Healthcheck": {"Test": ["CMD", "true"], "Interval": 1000000000},
                     "Hosts": ["10.0.0.9 db"],
                     "DNSConfig": {"Nameservers": ["10.0.0.1"], "Search": ["example.com"], "Options": ["ndots:1"]},
                     "Sysctls": {"net.core.somaxconn": "128"},
                     "CapabilityAdd": ["NET_ADMIN"], "CapabilityDrop": ["CHOWN"]},
                   "Resources": {"Limits": {"NanoCPUs": 500000000, "MemoryBytes": 67108864, "Pids": 100},
                     "Reservations": {"NanoCPUs": 1000000, "MemoryBytes": 8388608}},
                   "RestartPolicy": {"Condition": "on-failure", "Delay": 1000000000, "MaxAttempts": 2},
                   "Placement": {"Constraints": ["node.role==manager"], "MaxReplicas": 3},
                   "LogDriver": {"Name": "json-file", "Options": {"max-size": "1m"}}},
                 "Mode": {"Replicated": {"Replicas": 1}},
                 "UpdateConfig": {"Parallelism": 2, "Delay": 4000000000, "FailureAction": "pause", "Monitor": 1000000000,
                   "MaxFailureRatio": 0.5, "Order": "start-first"},
                 "RollbackConfig": {"Parallelism": 2, "Delay": 4000000000, "FailureAction": "pause",
                   "Order": "start-first"},
                 "EndpointSpec": {"Mode": "dnsrr"}}
                """, spec);
        var container = spec.path("TaskTemplate").path("ContainerSpec");
        assertEquals("/data", container.path("Mounts").get(0).path("Target").asText());
        assertEquals("db", container.path("Secrets").get(0).path("SecretName").asText());
        assertEquals(
                256, container.path("Configs").get(0).path("File").path("Mode").asInt());
        assertEquals("nofile", container.path("Ulimits").get(0).path("Name").asText());
        var network = spec.path("TaskTemplate").path("Networks").get(0);
        assertEquals("site", network.path("Aliases").get(0).asText());
        var port = spec.path("EndpointSpec").path("Ports").get(0);
        assertEquals("host", port.path("PublishMode").asText());
        assertEquals(18080, port.path("PublishedPort").asInt());
        assertEquals(
                "node.labels.zone",
                spec.path("TaskTemplate")
                        .path("Placement")
                        .path("Preferences")
                        .get(0)
                        .path("Spread")
                        .path("SpreadDescriptor")
                        .asText());
    }

    private static RunSpec everything() {
        var update = new SwarmSpec.Rollout(
                Optional.of(2),
                Optional.of(Duration.ofSeconds(4)),
                Optional.of(SwarmSpec.OnFailure.PAUSE),
                Optional.empty(),
                Optional.of(0.5),
                Optional.of(SwarmSpec.Order.START_FIRST));
        var deploy = new SwarmSpec(
                SwarmSpec.Mode.REPLICATED,
                Optional.of(1),
                SwarmSpec.Endpoint.DNSRR,
                List.of(new SwarmSpec.Label("team", "shore")),
                new SwarmSpec.Placement(List.of("node.role==manager"), List.of("node.labels.zone"), Optional.of(3)),
                Optional.of(1_000_000L),
                update,
                SwarmSpec.Rollout.DEFAULT,
                new SwarmSpec.Restart(
                        Optional.of("on-failure"),
                        Optional.of(Duration.ofSeconds(1)),
                        Optional.of(2),
                        Optional.empty()));
        return RunSpec.EMPTY
                .with(RunKey.DEPLOY, deploy)
                .with(RunKey.LABELS, Map.of("of", "containers"))
                .with(RunKey.ENTRYPOINT, List.of("sh"))
                .with(RunKey.COMMAND, List.of("-c", "sleep 60"))
                .with(RunKey.USER, "7:8")
                .with(RunKey.GROUP_ADD, List.of("9"))
                .with(RunKey.WORKING_DIR, "/tmp")
                .with(RunKey.HOSTNAME, "host-{{.Task.Slot}}")
                .with(RunKey.TTY, true)
                .with(RunKey.STDIN_OPEN, true)
                .with(RunKey.INIT, true)
                .with(RunKey.READ_ONLY, true)
                .with(RunKey.STOP_SIGNAL, "SIGINT")
                .with(RunKey.STOP_GRACE_PERIOD, Duration.ofSeconds(3))
                .with(RunKey.ENVIRONMENT, Map.of("A", "1"))
                .with(
                        RunKey.HEALTHCHECK,
                        new Run.HealthCheck(
                                List.of("CMD", "true"),
                                Optional.of(Duration.ofSeconds(1)),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()))
                .with(RunKey.EXTRA_HOSTS, List.of("db:10.0.0.9"))
                .with(RunKey.DNS, List.of("10.0.0.1"))
                .with(RunKey.DNS_SEARCH, List.of("example.com"))
                .with(RunKey.DNS_OPT, List.of("ndots:1"))
                .with(RunKey.SYSCTLS, Map.of("net.core.somaxconn", "128"))
                .with(RunKey.CAP_ADD, List.of("NET_ADMIN"))
                .with(RunKey.CAP_DROP, List.of("CHOWN"))
                .with(RunKey.ULIMITS, List.of(new Run.Ulimit("nofile", 100, 200)))
                .with(RunKey.CPUS, 500_000_000L)
                .with(RunKey.MEM_LIMIT, 64L << 20)
                .with(RunKey.MEM_RESERVATION, 8L << 20)
                .with(RunKey.PIDS_LIMIT, 100L)
                .with(RunKey.LOGGING, new Run.Logging(Optional.of("json-file"), Map.of("max-size", "1m")))
                .with(
                        RunKey.VOLUMES,
                        List.of(new Run.Mount(Run.Mount.Kind.VOLUME, Optional.of("data"), "/data", false, Map.of())))
                .with(RunKey.SECRETS, List.of(new Run.Grant("db", "db", "0", "0", 0444)))
                .with(RunKey.CONFIGS, List.of(new Run.Grant("site", "/etc/site", "7", "8", 0400)))
                .with(
                        RunKey.NETWORKS,
                        List.of(new NetworkAttachment("front", List.of("site"), Optional.empty(), Optional.empty())))
                .with(RunKey.PORTS, List.of(new Run.Port(Optional.empty(), Optional.of(18080), 8000, "tcp", true)));
    }

    @Test
    void everySettingThatThereIsIsTried() {
        assertEquals(
                ServiceBody.keys(),
                Stream.concat(everything().keys().stream(), Stream.of(RunKey.ENV_FILE))
                        .collect(Collectors.toSet()));
    }

    /** Every field that is expected is there, whatever else is. */
    private static void assertHolds(String expected, JsonNode actual) throws Exception {
        var holes = new ArrayList<String>();
        compare("", Raw.JSON.readTree(expected), actual, holes);
        assertEquals(List.of(), holes);
    }

    private static void compare(String path, JsonNode expected, JsonNode actual, List<String> holes) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(field ->
                            compare(path + "/" + field.getKey(), field.getValue(), actual.path(field.getKey()), holes));
        } else if (!expected.toString().equals(actual.toString())) {
            holes.add(path + ": " + actual + " and not " + expected);
        }
    }

    @Test
    void whatIsMissingIsNamedBeforeAnythingIsTouched() throws Exception {
        assertRefused(
                RunSpec.EMPTY.with(RunKey.SECRETS, List.of(new Run.Grant("nowhere", "x", "0", "0", 0444))),
                "run.secrets: the swarm has no secret nowhere");
        assertRefused(
                RunSpec.EMPTY.with(RunKey.CONFIGS, List.of(new Run.Grant("nowhere", "/x", "0", "0", 0444))),
                "run.configs: the swarm has no config nowhere");
        assertRefused(onNetwork("nowhere"), "run.networks: there is no network nowhere");
        assertRefused(
                onNetwork("bridge"),
                "run.networks: network bridge is one of this node alone, and no other node has it");
    }

    private static RunSpec onNetwork(String name) {
        return RunSpec.EMPTY.with(
                RunKey.NETWORKS, List.of(new NetworkAttachment(name, List.of(), Optional.empty(), Optional.empty())));
    }

    private static void assertRefused(RunSpec run, String what) {
        var failure = assertThrows(DeployException.class, () -> docker.services.preflight(docker.app(run)))
                .failure();
        assertEquals(what, failure.what());
        assertEquals(Blame.YOURS, failure.blame());
        assertFalse(failure.next().isEmpty());
    }

    @Test
    void aServiceThatIsGlobalIsNotMadeOneThatIsNot() throws Exception {
        docker.machine.docker(
                "service", "create", "--detach", "--mode", "global", "--name", "web", "127.0.0.1:1/well:1");
        assertRefused(
                RunSpec.EMPTY, "run.deploy.mode: a swarm cannot make a service that is global into one that is not");
    }

    @Test
    void whatTheSwarmRefusesIsTheConfigurationsFault() throws Exception {
        docker.machine.docker(
                "service", "create", "--detach", "--publish", "18081:80", "--name", "other", "127.0.0.1:1/well:1");
        var port = new Run.Port(Optional.empty(), Optional.of(18081), 80, "tcp");
        var app = docker.app(RunSpec.EMPTY.with(RunKey.PORTS, List.of(port)));
        var failure = assertThrows(DeployException.class, () -> docker.services.put(docker.order(app, COMMIT, 1, true)))
                .failure();
        assertEquals(Blame.YOURS, failure.blame());
        assertTrue(failure.what().contains("port '18081' is already in use by service 'other'"), failure.what());
    }

    @Test
    void anEngineThatManagesNoSwarmSaysSo() throws Exception {
        try (var alone = new DockerEngine(SharedEngine.url(), Map.of(), docker.time)) {
            var services = new DockerServices(alone, new DockerContainers(alone, Map.of()), Map.of());
            var failure = assertThrows(DeployException.class, () -> services.of(docker.app(RunSpec.EMPTY)))
                    .failure();
            assertEquals(Blame.YOURS, failure.blame());
            assertTrue(failure.what().startsWith("target: swarm, but the engine at "), failure.what());
            assertTrue(failure.what().contains("This node is not a swarm manager"), failure.what());
        }
    }

    @Test
    void doctorLooksAtTheSwarmOfAnAppAndNotAtItsContainers() throws Exception {
        var checks = DockerChecks.of(
                docker.engine,
                List.of(docker.app(RunSpec.EMPTY), docker.app(onNetwork("nowhere"))),
                List.of(),
                folder,
                Map.of());
        var ofApps =
                checks.stream().filter(check -> check.name().equals("run web")).toList();
        assertEquals(
                "a manager of the swarm answers, and what the settings name is there",
                ofApps.getFirst().look().getFirst().what());
        assertThrows(DeployException.class, ofApps.getLast()::look);
    }

    @Test
    void whatWasChangedByHandIsTold() throws Exception {
        var app = docker.app(RunSpec.EMPTY);
        docker.services.put(docker.order(app, COMMIT, 1, true));
        assertEquals(List.of(), new ServiceDrifts(docker.engine).of(app));
        docker.machine.docker(
                "service", "update", "--detach", "--image", "127.0.0.1:1/bad:1", "--replicas", "1", "web");
        assertEquals(
                List.of(
                        new Difference(
                                Difference.Kind.IMAGE,
                                "the service's image was changed from 127.0.0.1:1/well:1 to 127.0.0.1:1/bad:1"),
                        new Difference(Difference.Kind.SETTING, "the service was scaled from 2 to 1 tasks")),
                new ServiceDrifts(docker.engine).of(app));
    }

    @Test
    void keepsTheNumberOfTasksThatTheConfigurationLeavesOpen() throws Exception {
        var app = docker.app(RunSpec.EMPTY.with(
                RunKey.DEPLOY,
                new SwarmSpec(
                        SwarmSpec.Mode.REPLICATED,
                        Optional.empty(),
                        SwarmSpec.Endpoint.DNSRR,
                        List.of(),
                        SwarmSpec.DEFAULT.placement(),
                        Optional.empty(),
                        SwarmSpec.Rollout.DEFAULT,
                        SwarmSpec.Rollout.DEFAULT,
                        SwarmSpec.Restart.DEFAULT)));
        docker.services.put(docker.order(app, COMMIT, 1, true));
        assertEquals(1, docker.services.of(app).orElseThrow().wanted());
        docker.machine.docker("service", "scale", "--detach", "web=3");
        docker.services.put(docker.order(app, COMMIT, 2, true));
        assertEquals(3, docker.services.of(app).orElseThrow().wanted());
    }

    @Test
    void theContainersOfItsTasksAreNoContainersOfTheApp() throws Exception {
        App app = docker.app(RunSpec.EMPTY);
        docker.services.put(docker.order(app, COMMIT, 1, true));
        Await.until(
                "a task runs",
                Duration.ofSeconds(30),
                () -> docker.machine.docker("ps", "--quiet", "--filter", "label=dev.slipway.app=web"),
                ids -> !ids.isEmpty());
        assertEquals(List.of(), new DockerContainers(docker.engine, Map.of()).of(app));
        docker.services.preflight(app);
    }

    private static void create(String kind, String name) throws Exception {
        var file = Files.writeString(folder.resolve(name), "content of " + name);
        docker.machine.docker(kind, "create", name, file.toString());
    }
}
