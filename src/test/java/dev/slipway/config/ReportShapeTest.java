package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Forge;
import dev.slipway.model.ReportSpec;
import dev.slipway.model.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportShapeTest {
    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder);
        yard.file("key", "hidden-key\n");
    }

    private static String app(String url, String report) {
        return "apps:\n  web:\n    git: {url: '" + url + "'}\n    report: " + report + "\n";
    }

    private ReportSpec read(String url, String report) {
        return yard.read(app(url, report)).apps().getFirst().report().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/me/app.git, github, https://api.github.com, me/app",
        "https://github.com/me/app/, github, https://api.github.com, me/app",
        "git@github.com:me/app.git, github, https://api.github.com, me/app",
        "ssh://git@ssh.github.com:443/me/app.git, github, https://api.github.com, me/app",
        "https://github.example.com/me/app.git, github, https://github.example.com/api/v3, me/app",
        "https://codeberg.org/me/app, gitea, https://codeberg.org/api/v1, me/app",
        "http://gitea.lan:3000/me/app.git, gitea, http://gitea.lan:3000/api/v1, me/app",
        "https://example.com/git/me/app.git, gitea, https://example.com/git/api/v1, me/app",
        "ssh://git@gitea.lan:2222/me/app.git, gitea, https://gitea.lan/api/v1, me/app"
    })
    void theRepositorysUrlSaysWhereItsForgeIs(String url, String forge, URI api, String repository) {
        var spec = read(url, "{forge: " + forge + ", token_file: key}");
        assertEquals(api, spec.api());
        assertEquals(repository, spec.repository());
        assertEquals(new Secret("hidden-key"), spec.token());
    }

    @Test
    void onlyCommitStatusesAreSetUnlessMoreIsSaid() {
        var spec = read("https://github.com/me/app", "{forge: github, token_file: key}");
        assertEquals(Optional.of("slipway/web"), spec.context());
        assertEquals(Optional.empty(), spec.environment());
        assertEquals(Optional.empty(), spec.target());
    }

    @Test
    void allOfItCanBeSaid() {
        var spec = read(
                "/srv/git/mirror.git",
                "{forge: github, token: hidden-key, statuses: false, deployments: true, environment: live, environment_url:"
                        + " 'https://app.example.com/', target_url: 'https://nas.example.com/slipway', repository: me/app,"
                        + " api_url: 'https://ghe.example.com/api/v3/'}");
        assertEquals(
                new ReportSpec(
                        Forge.GITHUB,
                        URI.create("https://ghe.example.com/api/v3"),
                        "me/app",
                        new Secret("hidden-key"),
                        Optional.empty(),
                        Optional.of(
                                new ReportSpec.Environment("live", Optional.of(URI.create("https://app.example.com")))),
                        Optional.of(URI.create("https://nas.example.com/slipway"))),
                spec);
    }

    @Test
    void theTokenOfTheRepositoryStandsInForOneOfItsOwn() {
        var spec = yard.read("apps:\n  web:\n    git: {url: 'https://github.com/me/app', token_file: key}\n    report:"
                        + " {forge: github, deployments: true}\n")
                .apps()
                .getFirst()
                .report()
                .orElseThrow();
        assertEquals(new Secret("hidden-key"), spec.token());
        assertEquals("production", spec.environment().orElseThrow().name());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{token_file: key} | 4:13: apps.web.report: key 'forge' is missing",
                "{forge: gitlab, token_file: key} | 4:21: apps.web.report.forge: must be one of github, gitea, not 'gitlab';"
                        + " did you mean 'github'?",
                "{forge: github} | 4:13: apps.web.report: needs 'token_file' (or 'token'): without one, nothing can be set"
                        + " there",
                "{forge: github, token: changeme} | 4:36: apps.web.report.token: 'changeme' is a placeholder that everybody"
                        + " knows, not a secret; put the real one there",
                "{forge: gitea, token_file: key, deployments: true} | 4:58: apps.web.report.deployments: Gitea and Forgejo have"
                        + " none; remove it, commit statuses they have",
                "{forge: github, token_file: key, environment: live} | 4:59: apps.web.report.environment: is of deployments; set"
                        + " 'deployments: true' as well",
                "{forge: github, token_file: key, statuses: false} | 4:56: apps.web.report.statuses: then nothing is reported;"
                        + " remove report, or set deployments",
                "{forge: github, token_file: key, api_url: 'https://me:hidden@x.example'} | 4:55: apps.web.report.api_url:"
                        + " credentials do not belong into the URL; remove them (all up to the @)",
            })
    void whatIsWrongHasItsPlaceAndWordsAndNoSecret(String report, String problem) {
        assertEquals(List.of(problem), yard.problems(app("https://github.com/me/app", report)));
    }

    @Test
    void aRepositoryThatIsNoForgesNeedsToBeNamed() {
        assertEquals(
                List.of("4:13: apps.web.report: needs 'repository' (OWNER/NAME): git.url does not name one"),
                yard.problems(app("/srv/git/app.git", "{forge: gitea, token_file: key}")));
        assertEquals(
                List.of("4:13: apps.web.report: needs 'api_url': git.url does not name the forge"),
                yard.problems(app("/srv/git/app.git", "{forge: gitea, token_file: key, repository: me/app}")));
    }

    @Test
    void twoAppsDoNotReportToOnePlace() {
        var both = """
                apps:
                  web:
                    git: {url: 'https://github.com/me/app'}
                    report: {forge: github, token_file: key, deployments: true%s}
                  api:
                    git: {url: 'https://github.com/me/app'}
                    report: {forge: github, token_file: key, deployments: true}
                """;
        assertEquals(
                List.of(
                        "2:3: apps: 'web' and 'api' would both report to environment 'production' of me/app, and each undo what"
                                + " the other shows; give one of them another environment"),
                yard.problems(both.formatted("")));
        assertEquals(
                List.of(
                        "2:3: apps: 'web' and 'api' would both report to status 'slipway/api' of me/app, and each undo what the"
                                + " other shows; give one of them another context"),
                yard.problems(both.formatted(", environment: web, context: slipway/api")));
        assertEquals(2, yard.read(both.formatted(", environment: web")).apps().size());
    }

    @Test
    void theTokenIsNotShown() throws Exception {
        var file = yard.file("slipway.yaml", app("https://github.com/me/app", "{forge: github, token: hidden-inline}"));
        var reader = new ConfigReader(Map.of(), cron -> Optional.empty());
        assertFalse(reader.show(file).contains("hidden"), reader.show(file));
        assertFalse(reader.read(file).toString().contains("hidden"));
        assertTrue(new SecretFiles(reader.load(file), Map.of()).values().contains("hidden-inline"));
        assertTrue(reader.read(file).apps().getFirst().secrets().anyMatch(new Secret("hidden-inline")::equals));
    }
}
