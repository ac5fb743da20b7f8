package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.App;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.SwarmSpec;
import dev.slipway.model.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written for a swarm, and what cannot be. */
class SwarmShapeTest {
    /** What is read here, and nowhere else. */
    static final Set<RunKey<?>> KEYS = Set.of(RunKey.DEPLOY, RunKey.SECRETS, RunKey.CONFIGS);

    private static final String SWARM = "target: swarm\nbuild: {push: registry.example.com/me/web}\n";

    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder);
    }

    @Test
    void anAppIsForOneEngineUnlessItSaysOtherwise() {
        assertEquals(Target.ENGINE, yard.app("run: {}").target());
        assertEquals(Target.ENGINE, yard.app("target: engine").target());
        assertEquals(Target.SWARM, yard.app(SWARM).target());
        assertEquals(SwarmSpec.DEFAULT, yard.app(SWARM).swarm());
    }

    @Test
    void limitsAloneAreNothingForASwarmAlone() {
        var run =
                yard.app("run: {deploy: {resources: {limits: {cpus: '1.5'}}}}").run();
        assertEquals(Set.of(RunKey.CPUS), run.keys());
    }

    @Test
    void everyKeyOfDeployIsRead() {
        var app = swarm("""
                deploy:
                  mode: replicated
                  replicas: 3
                  endpoint_mode: dnsrr
                  labels: {traefik.enable: "true"}
                  placement:
                    constraints: [node.role==worker]
                    preferences: [{spread: node.labels.zone}]
                    max_replicas_per_node: 2
                  resources:
                    limits: {cpus: "0.5", memory: 64m}
                    reservations: {cpus: "0.25", memory: 32m}
                  update_config:
                    {parallelism: 2, delay: 5s, failure_action: pause, monitor: 7s, max_failure_ratio: 0.25, order: start-first}
                  rollback_config: {parallelism: 0, order: stop-first}
                  restart_policy: {condition: on-failure, delay: 3s, max_attempts: 4, window: 2m}
                """);
        var expected = new SwarmSpec(
                SwarmSpec.Mode.REPLICATED,
                Optional.of(3),
                SwarmSpec.Endpoint.DNSRR,
                List.of(new SwarmSpec.Label("traefik.enable", "true")),
                new SwarmSpec.Placement(List.of("node.role==worker"), List.of("node.labels.zone"), Optional.of(2)),
                Optional.of(250_000_000L),
                new SwarmSpec.Rollout(
                        Optional.of(2),
                        Optional.of(Duration.ofSeconds(5)),
                        Optional.of(SwarmSpec.OnFailure.PAUSE),
                        Optional.of(Duration.ofSeconds(7)),
                        Optional.of(0.25),
                        Optional.of(SwarmSpec.Order.START_FIRST)),
                new SwarmSpec.Rollout(
                        Optional.of(0),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(SwarmSpec.Order.STOP_FIRST)),
                new SwarmSpec.Restart(
                        Optional.of("on-failure"),
                        Optional.of(Duration.ofSeconds(3)),
                        Optional.of(4),
                        Optional.of(Duration.ofMinutes(2))));
        assertEquals(expected, app.swarm());
        assertEquals(Optional.of(500_000_000L), app.run().get(RunKey.CPUS));
        assertEquals(Optional.of(64L << 20), app.run().get(RunKey.MEM_LIMIT));
        assertEquals(Optional.of(32L << 20), app.run().get(RunKey.MEM_RESERVATION));
    }

    @Test
    void secretsAndConfigsAreNamedOrDescribed() {
        var app = swarm("""
                secrets: [db, {source: key, target: tls.key, uid: "7", gid: "8", mode: 0400}]
                configs: [site, {source: motd, target: /etc/motd}]
                """);
        assertEquals(
                Optional.of(List.of(
                        new Run.Grant("db", "db", "0", "0", 0444), new Run.Grant("key", "tls.key", "7", "8", 0400))),
                app.run().get(RunKey.SECRETS));
        assertEquals(
                Optional.of(List.of(
                        new Run.Grant("site", "/site", "0", "0", 0444),
                        new Run.Grant("motd", "/etc/motd", "0", "0", 0444))),
                app.run().get(RunKey.CONFIGS));
    }

    @Test
    void aPortIsPublishedByAllNodesOrByItsOwn() {
        var ports = swarm("ports: ['8000:80', {target: 81, published: 8001, mode: host}]")
                .run()
                .get(RunKey.PORTS)
                .orElseThrow();
        assertFalse(ports.getFirst().onItsNode());
        assertTrue(ports.getLast().onItsNode());
    }

    @Test
    void imagesOfCiNeedNoPush() {
        var app = yard.app("target: swarm\nimage: {pull: 'registry.example.com/me/web:{sha}'}");
        assertTrue(app.inSwarm());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "target: swarm | 5:13: apps.web.target: every node pulls the image from a registry: add build.push, or take what CI"
                        + " has pushed with image.pull",
                SWARM_LINE
                        + "swap: warm | 7:11: apps.web.swap: a swarm replaces the tasks itself; use run.deploy.update_config"
                        + " (order, parallelism)",
                SWARM_LINE
                        + "health: {http: ':80/'} | 7:20: apps.web.health.http: tasks of a swarm run on nodes that Slipway does"
                        + " not reach; write it as run.healthcheck, or as HEALTHCHECK in the Dockerfile, which the swarm heeds on"
                        + " each node",
                SWARM_LINE
                        + "run: {restart: always} | 7:20: apps.web.run.restart: a service of a swarm cannot have it (target:"
                        + " swarm); use deploy.restart_policy",
                SWARM_LINE
                        + "run: {container_name: one} | 7:27: apps.web.run.container_name: a service of a swarm cannot have it"
                        + " (target: swarm); the service bears the app's name; remove it",
                SWARM_LINE
                        + "run: {network_mode: host} | 7:25: apps.web.run.network_mode: a service of a swarm cannot have it"
                        + " (target: swarm); use networks, with overlay networks of the swarm",
                SWARM_LINE
                        + "run: {ports: ['127.0.0.1:80:80']} | 7:18: apps.web.run.ports: a swarm publishes ports on every"
                        + " address of its nodes; remove the address",
                SWARM_LINE
                        + "run: {deploy: {endpoint_mode: dnsrr}, ports: ['80:80']} | 7:50: apps.web.run.ports: endpoint_mode:"
                        + " dnsrr cannot publish a port by the ingress network; write {target: 80, published: 80, mode: host},"
                        + " which publishes each task's port on its own node",
                SWARM_LINE
                        + "run: {networks: {a: {ipv4_address: 10.0.0.2}}} | 7:21: apps.web.run.networks: tasks of a swarm have"
                        + " no fixed addresses; remove ipv4_address and ipv6_address",
                SWARM_LINE
                        + "run: {volumes: ['/a:/a:Z']} | 7:20: apps.web.run.volumes: a service of a swarm cannot label for"
                        + " SELinux; remove :z and :Z",
                SWARM_LINE
                        + "run: {extra_hosts: [a=host-gateway]} | 7:24: apps.web.run.extra_hosts: host-gateway is another on"
                        + " each node; write an address",
                SWARM_LINE
                        + "run: {deploy: {mode: global, replicas: 2}} | 7:44: apps.web.run.deploy.replicas: mode: global runs"
                        + " one task on every node; remove one of the two",
                SWARM_LINE + "run: {deploy: {update_config: {failure_action: continue}}} | 7:52:"
                        + " apps.web.run.deploy.update_config.failure_action: would leave tasks that fail in the place of tasks"
                        + " that ran; use rollback, or a max_failure_ratio",
                SWARM_LINE
                        + "run: {deploy: {mode: global, update_config: {order: start-first}}, ports: [{target: 80, published:"
                        + " 80, mode: host}]} | 7:57: apps.web.run.deploy.update_config.order: with a task on every node, and each"
                        + " holding a port of its node, no new one finds a node with the port free; use stop-first",
                SWARM_LINE + "run: {deploy: {update_config: {max_failure_ratio: 2}}} | 7:55:"
                        + " apps.web.run.deploy.update_config.max_failure_ratio: must be a number from 0 to 1, not '2'",
                SWARM_LINE
                        + "run: {deploy: {placement: {constraints: [a]}}} | 7:46: apps.web.run.deploy.placement.constraints: must be"
                        + " a constraint such as node.role==worker, not 'a'",
                SWARM_LINE
                        + "run: {secrets: [{source: a, mode: 999}]} | 7:39: apps.web.run.secrets.mode: must be an octal mode"
                        + " such as 0440, not '999'",
            })
    void isRefusedWithAReasonAndAWayOut(String lines, String problem) {
        assertEquals(List.of(problem), yard.appProblems(lines.replace('~', '\n')));
    }

    /** {@link #SWARM} in one line. */
    private static final String SWARM_LINE = "target: swarm~build: {push: registry.example.com/me/web}~";

    @Test
    void aNameThatNoServiceCanHaveIsRefused() {
        var problems = yard.problems("""
                apps:
                  web.example:
                    git: {url: "https://example.com/web.git"}
                    target: swarm
                    build: {push: registry.example.com/me/web}
                """);
        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().contains("a service cannot be called web.example"), problems.getFirst());
    }

    private App swarm(String run) {
        return yard.app(SWARM + "run:\n" + run.indent(2));
    }
}
