package dev.slipway.e2e;

import static dev.slipway.testkit.WebApp.Trait.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Await;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.ForgeServer;
import dev.slipway.testkit.TestHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What who looks at a commit at its forge sees of its deployment. */
class ReportsIT {
    @TempDir
    private Path folder;

    private static String settings(String forge, ForgeServer server, String more) {
        return """
                health: {http: ":8000/health", timeout: 4s, settle: 1s}
                report: {forge: %s, api_url: "%s", repository: %s%s}
                """.formatted(forge, server.api(), ForgeServer.REPOSITORY, more);
    }

    private static List<String> awaitMarks(ForgeServer forge, String commit, String last) {
        return Await.until(
                "the commit is marked " + last,
                TestHost.PATIENCE,
                () -> forge.marks(commit),
                marks -> !marks.isEmpty() && marks.getLast().startsWith(last));
    }

    @Test
    void gitHubShowsEachStepOfEachDeploymentInOrder() throws Exception {
        try (var github = ForgeServer.github();
                var host = TestHost.with(folder, "")) {
            host.configure(settings(
                    "github",
                    github,
                    ", token: " + ForgeServer.TOKEN
                            + ", deployments: true, environment_url: \"https://app.example.com\""));
            var first = host.push(host.version("1"));
            host.startAgent();
            var good = awaitMarks(github, first, "success: live after ");
            assertEquals(List.of("pending: building", "pending: going live"), good.subList(0, 2));
            assertEquals(3, good.size(), good.toString());
            assertEquals(
                    "slipway/" + host.name(),
                    github.statuses(first).getFirst().get("context").asText());

            var broken =
                    host.push(host.version("2"), Map.of("Dockerfile", "FROM scratch\nCOPY nothing-of-that-name /\n"));
            // The agent may be about to find it by itself.
            var unused = host.slipway("poll");
            awaitMarks(github, broken, "failure: failed, nothing was touched: ");

            var unwell = host.push(host.version("3").but(UNHEALTHY));
            var unusedToo = host.slipway("poll");
            var back = awaitMarks(github, unwell, "failure: rolled back: ");
            assertTrue(back.contains("pending: going live"), back.toString());

            Await.until(
                    "all deployments have ended",
                    TestHost.PATIENCE,
                    () -> github.deployments().stream()
                            .map(each -> github.course(each).isEmpty()
                                    ? ""
                                    : github.course(each).getLast().replaceAll(":.*", ""))
                            .toList(),
                    List.of("success", "failure", "failure")::equals);
            var deployments = github.deployments();
            assertEquals(
                    List.of(first, broken, unwell),
                    deployments.stream().map(each -> each.get("ref").asText()).toList());
            assertEquals(
                    List.of("in_progress: building", "in_progress: going live"),
                    github.course(deployments.getFirst()).subList(0, 2));
            assertEquals(
                    "https://app.example.com",
                    github.deploymentStatuses(deployments.getFirst())
                            .getLast()
                            .get("environment_url")
                            .asText());

            var asked = host.slipway("notify", "test").expecting(0);
            assertTrue(asked.out().contains("takes commit statuses and deployments"), asked.out());
            var before = github.requests().size();
            var unusedLook = host.slipway("poll");
            assertEquals(before, github.requests().size(), "a look that finds nothing tells nothing");
            for (var command : List.of("status", "history", "config show")) {
                var said = host.slipway(command.split(" "));
                assertFalse((said.out() + said.err()).contains(ForgeServer.TOKEN), command);
            }
            assertFalse(host.agentLog().contains(ForgeServer.TOKEN), host.agentLog());
        }
    }

    @Test
    @Fault(55)
    void aForgeInTroubleHoldsNoDeploymentUpAndAKilledAgentForgetsNoReport() throws Exception {
        try (var gitea = ForgeServer.gitea();
                var host = TestHost.with(folder, "")) {
            host.configure(settings("gitea", gitea.always(Optional.of(500)), ", token: " + ForgeServer.TOKEN));
            var first = host.push(host.version("1"));
            var agent = host.startAgent();
            host.awaitPage("1");
            Await.until(
                    "the deployment has succeeded",
                    TestHost.PATIENCE,
                    () -> host.latest().get("phase").asText(),
                    "succeeded"::equals);
            host.awaitLog("the commit status could not be set at me/app, and is tried again");
            agent.kill9();
            assertEquals(List.of(), gitea.marks(first));
            var unused = gitea.always(Optional.empty());
            host.startAgent();
            assertEquals(1, awaitMarks(gitea, first, "success: live after ").size(), "what was overtaken is left out");
        }
    }

    @Test
    void aTokenThatMayNotIsSaidInWords() throws Exception {
        try (var github = ForgeServer.github();
                var host = TestHost.with(folder, "")) {
            host.configure(settings("github", github, ", token: " + ForgeServer.READING_TOKEN));
            var asked = host.slipway("notify", "test", "github").expecting(3);
            assertTrue(
                    asked.out()
                            .contains(
                                    "answered 403: Resource not accessible by personal access token\n"
                                            + "  the token must be allowed to: \"Commit statuses: write\" of a fine-grained token"),
                    asked.out());
            host.push(host.version("1"));
            host.slipway("deploy", host.name()).expecting(0);
            assertEquals("1", host.page());
        }
    }
}
