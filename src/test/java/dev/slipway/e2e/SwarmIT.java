package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Await;
import dev.slipway.testkit.SwarmApp;
import dev.slipway.testkit.ThreeNodes;
import dev.slipway.testkit.WebApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments to a swarm of three nodes, looked at from outside. */
class SwarmIT {
    private static final Duration PATIENCE = SwarmApp.PATIENCE;

    @TempDir
    static Path folder;

    private static ThreeNodes swarm;

    @BeforeAll
    static void startSwarm() throws Exception {
        swarm = ThreeNodes.start(Files.createDirectories(folder.resolve("s")));
    }

    @AfterAll
    static void stopSwarm() {
        swarm.close();
    }

    @Test
    void notOneRequestFailsWhileVersionsComeAndABadOneGoes() throws Exception {
        try (var app = SwarmApp.on(swarm, folder.resolve("calm"), "calm", "update_config: {order: start-first}")) {
            app.push(app.version("one"));
            app.slipway("poll").expecting(0);
            assertEquals(
                    Set.of("node1 Running", "node2 Running", "node3 Running"),
                    Set.copyOf(app.tasks().stream()
                            .map(task -> task.replaceFirst("( Running).*", "$1"))
                            .toList()));
            try (var visitors = app.visitors()) {
                Await.until("visitors come", PATIENCE, () -> visitors.answers().contains("one"));
                var second = app.push(app.version("two"));
                app.slipway("poll").expecting(0);
                assertEquals(second, app.inspect("{{index .Spec.Labels \"dev.slipway.commit\"}}"));
                var image = app.inspect("{{.Spec.TaskTemplate.ContainerSpec.Image}}");
                assertTrue(image.startsWith(ThreeNodes.REGISTRY + "/calm:" + second + "@sha256:"), image);

                app.push(app.version("three").but(WebApp.Trait.UNHEALTHY));
                app.slipway("poll").expecting(7);
                var failed = app.history().get(0);
                assertEquals("rolled_back", failed.get("phase").asText());
                var what = failed.get("failure").get("what").asText();
                assertTrue(
                        what.matches(
                                "the swarm rolled the update back: 1 task failed on node\\d: .* HEALTHCHECK failed"),
                        what);
                assertEquals(image, app.inspect("{{.Spec.TaskTemplate.ContainerSpec.Image}}"));

                assertEquals(List.of(), visitors.failures().stream().limit(10).toList());
                assertEquals(Set.of("one", "two"), Set.copyOf(visitors.answers()));
            }
            var status = app.slipway("status", "calm").expecting(0).out();
            assertTrue(status.contains("calm: 3 of 3 tasks run"), status);
        }
    }

    @Test
    void anAgentThatIsKilledDuringAnUpdateFindsItDoneAndDoesNotDoItAgain() throws Exception {
        try (var app = SwarmApp.on(swarm, folder.resolve("killed"), "killed", "")) {
            app.push(app.quick("one"));
            app.slipway("poll").expecting(0);
            var second =
                    app.push(app.quick("two").startingFor(Duration.ofSeconds(1)).checkedBy("--interval=500ms"));
            var agent = app.startAgent();
            var begun = app.awaitPhase("verifying");
            agent.kill9();
            app.startAgent();
            var ended = app.awaitPhase("succeeded");
            assertEquals(begun.get("id"), ended.get("id"));
            assertEquals(second, app.inspect("{{index .Spec.Labels \"dev.slipway.commit\"}}"));
            assertEquals("completed", app.inspect("{{.UpdateStatus.State}}"));
        }
    }

    @Test
    void anotherAgentTakesOverFromOneThatIsKilledDuringAnUpdateAndOnlyOneActs() throws Exception {
        try (var app = SwarmApp.on(swarm, folder.resolve("pair"), "pair", "")) {
            var first = app.peer("first");
            var second = app.peer("second");
            var one = app.push(app.quick("one"));
            var agent = first.start();
            first.awaitStatus(at(one));
            var other = second.start();
            second.awaitStatus("standing by: Slipway on ");
            assertEquals(0, second.history().size());

            var two =
                    app.push(app.quick("two").startingFor(Duration.ofSeconds(1)).checkedBy("--interval=500ms"));
            first.awaitPhase("verifying");
            agent.kill9();
            second.awaitStatus(at(two));
            assertEquals(0, second.history().size());

            var three = app.push(app.quick("three"));
            second.awaitPhase("succeeded");
            second.awaitStatus(at(three));
            first.start();
            first.awaitStatus("standing by: Slipway on ");
            other.stop();
            first.awaitStatus(at(three));
        }
    }

    @Test
    void anUpdateGoesOnWithoutANodeThatIsLost() throws Exception {
        try (var app = SwarmApp.on(swarm, folder.resolve("lost"), "lost", "")) {
            app.push(app.quick("one"));
            app.slipway("poll").expecting(0);
            app.push(app.quick("two").startingFor(Duration.ofSeconds(1)).checkedBy("--interval=500ms"));
            app.startAgent();
            app.awaitPhase("verifying");
            try {
                swarm.cutOff(3);
                app.awaitPhase("succeeded");
                var nodes = app.tasks().stream().map(task -> task.split(" ")[0]).toList();
                assertEquals(3, nodes.size(), nodes.toString());
                assertTrue(Set.of("node1", "node2").containsAll(nodes), nodes.toString());
            } finally {
                swarm.bringBack(3);
            }
        }
    }

    private static String at(String commit) {
        return "runs " + commit.substring(0, 7) + ", the tip of main";
    }
}
