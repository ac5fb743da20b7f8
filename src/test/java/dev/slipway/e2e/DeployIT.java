package dev.slipway.e2e;

import static dev.slipway.testkit.Command.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Await;
import dev.slipway.testkit.BaseImage;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.TestHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that are well reach the visitors. */
class DeployIT {
    private static final String HEALTH = """
            health: {http: ":8000/health", timeout: 20s, settle: 1s}
            """;

    @TempDir
    Path folder;

    @Test
    void aPushGoesLiveByItselfAndSoDoesTheNext() throws Exception {
        try (var host = TestHost.with(folder, HEALTH)) {
            host.polling("10s").configure(HEALTH);
            var agent = host.startAgent();
            var first = host.push(host.version("one"));
            host.awaitPage("one");
            assertEquals(first, host.labelledCommit());
            assertEquals(
                    host.inspect("{{.Image}}"),
                    docker("image", "inspect", "--format", "{{.Id}}", "slipway/" + host.name() + ":" + first));

            var second = host.push(host.version("two"));
            host.awaitPage("two");
            Await.until(
                    "only the new container is left",
                    TestHost.PATIENCE,
                    host::containers,
                    Map.of(host.name(), "running")::equals);
            assertEquals(second, host.labelledCommit());
            assertEquals("always", host.inspect("{{.HostConfig.RestartPolicy.Name}}"));

            var deployment = host.latest();
            assertEquals("succeeded", deployment.get("phase").asText());
            assertEquals(second, deployment.get("commit").asText());
            assertEquals(first, deployment.get("previous").asText());
            assertEquals("poll", deployment.get("trigger").asText());
            assertEquals("trial", deployment.get("swap").asText());
            assertTrue(host.status().get("in_sync").asBoolean());
            agent.stop();
            assertEquals("two", host.page(), "the app does not need the agent to run");
        }
    }

    @Fault(23)
    @Test
    void aForcePushIsDeployedLikeAnyOtherCommit() throws Exception {
        try (var host = TestHost.with(folder, HEALTH)) {
            host.push(host.version("one"));
            host.slipway("poll").expecting(0);
            var rewritten = host.forcePush(host.version("two"));
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
            assertEquals(rewritten, host.labelledCommit());
        }
    }

    @Test
    void theNewestTagThatMatchesGoesLiveAndTakingItAwayChangesNothing() throws Exception {
        try (var host = TestHost.with(folder, HEALTH)) {
            host.following("tag: \"v*\"").configure(HEALTH);
            var first = host.push(host.version("one"));
            assertTrue(host.slipway("poll").expecting(0).said().contains("waiting for the first tag that matches v*"));
            host.repo().annotatedTag("v1.9.0", first);
            host.slipway("poll").expecting(0);
            assertEquals("one", host.page());

            var second = host.push(host.version("two"));
            host.push(host.version("untagged"));
            host.repo().git("tag", "v1.10.0", second);
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
            assertEquals(second, host.labelledCommit());
            assertEquals("v1.10.0", host.latest().get("tag").asText());

            host.repo().git("tag", "--delete", "v1.10.0");
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
            assertEquals("v1.10.0", host.status().get("running_tag").asText());
        }
    }

    @Fault(51)
    @Test
    void theNextDeploymentReplacesWhatWasEditedByHand() throws Exception {
        try (var host = TestHost.with(folder, HEALTH)) {
            host.push(host.version("one"));
            host.slipway("poll").expecting(0);
            docker("exec", host.name(), "sh", "-c", "echo edited > /www/index.html; echo edited > /app/version");
            assertEquals("edited", host.page());

            host.slipway("poll").expecting(0);
            assertEquals("edited", host.page(), "an edit alone is no reason to deploy");

            host.push(host.version("two"));
            host.slipway("poll").expecting(0);
            assertEquals("two", host.page());
            assertEquals("two", docker("exec", host.name(), "cat", "/app/version"));
            assertEquals(Map.of(host.name(), "running"), host.containers());
        }
    }

    @Fault(40)
    @Test
    void aStrangersContainerIsRefusedByNameAndTakenOverOnlyWhenAdopted() throws Exception {
        try (var host = TestHost.with(folder, HEALTH)) {
            docker("run", "--detach", "--name", host.name(), BaseImage.make(), "sleep", "600");
            var stranger = host.inspect("{{.Id}}");
            host.push(host.version("one"));

            var refused = host.slipway("poll");
            assertNotEquals(0, refused.exit());
            assertTrue(refused.said().contains(host.name() + " belongs to a container that Slipway did not make"));
            assertTrue(refused.said().contains("adopt: true"), refused.said());
            assertEquals(stranger, host.inspect("{{.Id}}"));
            assertEquals(Map.of(host.name(), "running"), host.containers());

            host.configure(HEALTH + "adopt: true\n");
            host.slipway("poll").expecting(0);
            assertEquals("one", host.page());
            assertNotEquals(stranger, host.inspect("{{.Id}}"));
            assertEquals(Map.of(host.name(), "running"), host.containers());
        }
    }
}
