package dev.slipway.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Commit;
import dev.slipway.model.Forge;
import dev.slipway.model.Report;
import dev.slipway.model.Report.Kind;
import dev.slipway.model.Report.State;
import dev.slipway.model.ReportEntry;
import dev.slipway.model.ReportSpec;
import dev.slipway.model.Secret;
import dev.slipway.testkit.ForgeServer;
import dev.slipway.testkit.FreePort;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What forges are told, against a server that takes nothing but what they document. */
class ForgeApiTest {
    private static final String SHA = Samples.COMMIT;

    private final ForgeApi forge = new ForgeApi(new HttpSender(Duration.ofSeconds(10)));
    private ForgeServer github;

    @BeforeEach
    void open() throws Exception {
        github = ForgeServer.github();
    }

    @AfterEach
    void close() {
        github.close();
    }

    private static ReportSpec spec(ForgeServer server, Forge kind, String token) {
        return new ReportSpec(
                kind,
                URI.create(server.api()),
                ForgeServer.REPOSITORY,
                new Secret(token),
                Optional.of("slipway/web"),
                kind == Forge.GITHUB
                        ? Optional.of(new ReportSpec.Environment(
                                "production & more", Optional.of(URI.create("https://app.example.com"))))
                        : Optional.empty(),
                Optional.of(URI.create("https://dashboard.example.com/web")));
    }

    private ReportSpec spec() {
        return spec(github, Forge.GITHUB, ForgeServer.TOKEN);
    }

    private static Report report(long deployment, State state, String words) {
        return new Report("web", deployment, new Commit(SHA), Samples.NOON, state, words, Samples.NOON);
    }

    private static ReportEntry status(State state, String words) {
        return ReportEntry.first(1, Kind.STATUS, report(142, state, words));
    }

    private NotSent refused(ReportEntry entry) {
        return assertThrows(NotSent.class, () -> forge.show(spec(), entry));
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, pending, in_progress",
        "SUCCESS, success, success",
        "FAILURE, failure, failure",
        "ERROR, error, error",
        "CANCELLED, error, inactive"
    })
    void eachStateHasTheForgesWord(State state, String ofCommit, String ofDeployment) throws Exception {
        forge.show(spec(), status(state, "what happened"));
        assertEquals(ofCommit + ": what happened", github.marks(SHA).getFirst());
        var name = forge.open(spec(), report(142, State.PENDING, "building")).orElseThrow();
        forge.show(
                spec(),
                ReportEntry.first(2, Kind.DEPLOYMENT, report(142, state, "what happened"))
                        .known(name));
        assertEquals(
                ofDeployment + ": what happened",
                github.course(github.deployments().getFirst()).getFirst());
    }

    @Test
    void aCommitStatusHasItsContextAndLeadsWhereTheConfigurationSays() throws Exception {
        forge.show(spec(), status(State.SUCCESS, "live after 34 s"));
        var shown = github.statuses(SHA).getFirst();
        assertEquals("slipway/web", shown.get("context").asText());
        assertEquals(
                "https://dashboard.example.com/web", shown.get("target_url").asText());
    }

    @Test
    void giteaTakesTheSameStatus() throws Exception {
        try (var gitea = ForgeServer.gitea()) {
            forge.show(spec(gitea, Forge.GITEA, ForgeServer.TOKEN), status(State.FAILURE, "rolled back: unhealthy"));
            assertEquals("failure: rolled back: unhealthy", gitea.marks(SHA).getFirst());
        }
    }

    @Test
    void aDeploymentIsOfThisCommitAndWaitsForNoChecks() throws Exception {
        var name = forge.open(spec(), report(142, State.PENDING, "building")).orElseThrow();
        var made = github.deployments().getFirst();
        assertEquals(made.get("id").asText(), name);
        assertEquals(SHA, made.get("ref").asText());
        assertFalse(made.get("auto_merge").asBoolean());
        assertEquals(0, made.get("required_contexts").size());
        assertEquals("production & more", made.get("environment").asText());
        assertEquals("deploy", made.get("task").asText());
        assertEquals("Slipway deploys web, number 142", made.get("description").asText());
        forge.show(
                spec(),
                ReportEntry.first(2, Kind.DEPLOYMENT, report(142, State.SUCCESS, "live"))
                        .known(name));
        var shown = github.deploymentStatuses(made).getFirst();
        assertEquals("https://app.example.com", shown.get("environment_url").asText());
        assertEquals("https://dashboard.example.com/web", shown.get("log_url").asText());
        assertEquals("production & more", shown.get("environment").asText());
    }

    @Test
    void aDeploymentWhoseNameWasLostIsFoundAgainAndNotMadeTwice() throws Exception {
        github.losingTheNextAnswer();
        assertThrows(NotSent.class, () -> forge.open(spec(), report(142, State.PENDING, "building")));
        var name = forge.open(spec(), report(142, State.SUCCESS, "live")).orElseThrow();
        assertEquals(name, github.deployments().getFirst().get("id").asText());
        assertEquals(1, github.deployments().size());
        assertTrue(forge.open(spec(), report(143, State.PENDING, "building")).isPresent());
        assertEquals(2, github.deployments().size(), "of another number it is another one");
    }

    @Test
    void oneThatWasCancelledBeforeAnybodyHeardOfItIsNotMade() throws Exception {
        assertEquals(Optional.empty(), forge.open(spec(), report(142, State.CANCELLED, "cancelled")));
        assertEquals(0, github.deployments().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | Bad credentials | the token is wrong, was revoked or has expired: put a new one into"
                        + " apps.web.report.token_file",
                "403 | Resource not accessible by personal access token | the token must be allowed to: \"Commit statuses:"
                        + " write\" of a fine-grained token, or repo:status of a classic one",
                "404 | Not Found | look whether the repository is me/app and whether the token may see it and write there:"
                        + " \"Commit statuses: write\" of a fine-grained token, or repo:status of a classic one",
                "422 | No commit found for SHA | of a commit that is no longer in me/app nothing can be shown; otherwise compare"
                        + " apps.web.report.forge and its siblings with docs/NOTIFICATIONS.md",
                "301 | Moved Permanently | the repository has perhaps moved: write where to into git.url, or into"
                        + " apps.web.report.repository",
                "418 | teapot | look whether apps.web.report.api_url is that of the forge's REST API",
            })
    void aRefusalSaysWhatToDo(int status, String message, String next) {
        github.once(status, "{\"message\": \"" + message + "\", \"documentation_url\": \"https://docs.github.com\"}");
        var why = refused(status(State.SUCCESS, "live"));
        assertTrue(why.isRefused());
        assertTrue(
                why.what().startsWith("http://127.0.0.1:" + github.port() + " answered " + status + ": " + message),
                why.what());
        assertEquals(next, why.next());
    }

    @Test
    void theTokenIsInNoWords() {
        github.once(
                422,
                "{\"message\": \"Validation Failed\", \"errors\": [{\"message\": \"no " + ForgeServer.TOKEN + "\"}]}");
        var why = refused(status(State.SUCCESS, "live"));
        assertTrue(why.what().endsWith("answered 422: Validation Failed; no (secret)"), why.what());
    }

    @Test
    void aForgeThatIsDownIsAskedLater() {
        github.once(503, "<html>", "Retry-After", "120");
        var busy = refused(status(State.SUCCESS, "live"));
        assertFalse(busy.isRefused());
        assertEquals(Duration.ofSeconds(120), busy.patience());
        github.once(500, "{}");
        assertFalse(refused(status(State.SUCCESS, "live")).isRefused());
    }

    @Test
    void aRateLimitIsKeptByTheForgesOwnClock() {
        var now = Instant.parse("2031-01-01T00:00:00Z");
        github.once(
                403,
                "{\"message\": \"API rate limit exceeded\"}",
                "x-ratelimit-remaining",
                "0",
                "x-ratelimit-reset",
                Long.toString(now.plusSeconds(600).getEpochSecond()));
        var limited = refused(status(State.SUCCESS, "live"));
        assertFalse(limited.isRefused());
        // The server's own Date is today, so that the rest of the time until then is cut.
        assertEquals(HttpSender.LONGEST_ASKED_FOR, limited.patience());
        github.once(
                429, "{\"message\": \"You have exceeded a secondary rate limit\"}", "x-ratelimit-remaining", "4000");
        assertEquals(
                Duration.ofMinutes(1), refused(status(State.SUCCESS, "live")).patience());
        github.once(403, "{\"message\": \"secondary rate limit\"}", "Retry-After", "30");
        assertEquals(
                Duration.ofSeconds(30), refused(status(State.SUCCESS, "live")).patience());
    }

    @Test
    void aForgeThatNobodyReachesIsAskedLater() throws Exception {
        int port = FreePort.find();
        var nobody = new ReportSpec(
                Forge.GITHUB,
                URI.create("http://127.0.0.1:" + port),
                ForgeServer.REPOSITORY,
                new Secret(ForgeServer.TOKEN),
                Optional.of("slipway/web"),
                Optional.empty(),
                Optional.empty());
        var why = assertThrows(NotSent.class, () -> forge.show(nobody, status(State.SUCCESS, "live")));
        assertFalse(why.isRefused());
        assertTrue(why.patience().isPositive());
    }

    @Test
    void aTokenIsTriedOutAndNothingIsSet() throws Exception {
        assertEquals(
                "me/app at http://127.0.0.1:" + github.port() + " takes commit statuses and deployments",
                new ForgeCheck().of("web", spec()));
        var reading = assertThrows(
                NotSent.class, () -> new ForgeCheck().of("web", spec(github, Forge.GITHUB, ForgeServer.READING_TOKEN)));
        assertTrue(reading.what().endsWith("answered 403: Resource not accessible by personal access token"));
        assertThrows(NotSent.class, () -> new ForgeCheck().of("web", spec(github, Forge.GITHUB, "another token")));
        assertEquals(0, github.deployments().size());
        assertEquals(0, github.marks("0".repeat(40)).size());
        try (var gitea = ForgeServer.gitea()) {
            assertEquals(
                    "me/app at http://127.0.0.1:" + gitea.port() + " takes commit statuses",
                    new ForgeCheck().of("web", spec(gitea, Forge.GITEA, ForgeServer.TOKEN)));
            var weak = assertThrows(
                    NotSent.class,
                    () -> new ForgeCheck().of("web", spec(gitea, Forge.GITEA, ForgeServer.READING_TOKEN)));
            assertTrue(weak.next().contains("write:repository"), weak.next());
        }
    }
}
