package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.ComposeSpec;
import dev.slipway.model.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written for an app that Compose runs, and what cannot be. */
class ComposeShapeTest {
    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder);
    }

    @Test
    void onePathSaysAll() {
        var expected =
                new ComposeSpec(List.of("compose.yaml"), List.of(), Map.of(), List.of(), "web", Duration.ofMinutes(30));
        assertEquals(Optional.of(expected), yard.app("compose: compose.yaml").compose());
        assertEquals(
                Optional.of(expected),
                yard.app("compose: {file: ./compose.yaml}").compose());
        assertEquals(Optional.empty(), yard.app("run: {}").compose());
    }

    @Test
    void severalFilesAreInTheirOrder() {
        assertEquals(
                List.of("deploy/base.yaml", "deploy/prod.yaml"),
                yard.app("compose: [deploy/base.yaml, deploy/prod.yaml]")
                        .compose()
                        .orElseThrow()
                        .files());
    }

    @Test
    void everyKeyIsRead() {
        yard.with("DB_PASSWORD", "hunter2");
        var spec = yard.app("""
                        compose:
                          file: [compose.yaml, prod.yaml]
                          env_file: shop.env
                          environment: [DB_PASSWORD, TAG=1]
                          profiles: [worker]
                          project: my_shop
                          timeout: 5m
                        """).compose().orElseThrow();
        assertEquals(
                new ComposeSpec(
                        List.of("compose.yaml", "prod.yaml"),
                        List.of(new Run.EnvFile(folder.resolve("shop.env").toString(), true, true)),
                        Map.of("DB_PASSWORD", "hunter2", "TAG", "1"),
                        List.of("worker"),
                        "my_shop",
                        Duration.ofMinutes(5)),
                spec);
        assertFalse(spec.toString().contains("hunter2"));
    }

    @Test
    void itsSecretsAreNotShown() {
        var shown = yard.show(Yard.APP + """
                    compose: {file: compose.yaml, environment: {DB_PASSWORD: hunter2}}
                """);
        assertTrue(shown.contains("DB_PASSWORD"), shown);
        assertFalse(shown.contains("hunter2"), shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "build: {target: a} | 6:8: apps.web.build: with compose, the Compose file says how the app's services are built and"
                        + " run; remove one of the two",
                "run: {} | 6:6: apps.web.run: with compose, the Compose file says how the app's services are built and run; remove"
                        + " one of the two",
                "swap: warm | 6:11: apps.web.swap: with compose, the Compose file says how the app's services are built and run;"
                        + " remove one of the two",
                "target: swarm | 6:13: apps.web.target: with compose, the Compose file says how the app's services are built and"
                        + " run; remove one of the two",
                "health: {http: ':80/'} | 6:20: apps.web.health.http: it would not say which service it asks; write it as"
                        + " healthcheck of a service in the Compose file, or as HEALTHCHECK in its Dockerfile",
            })
    void whatTheComposeFileSaysIsNotSaidTwice(String line, String problem) {
        var problems = yard.appProblems("compose: compose.yaml\n" + line);
        assertEquals(
                List.of(problem.replaceFirst("^[0-9:]+ ", "")),
                problems.stream()
                        .map(each -> each.replaceFirst("^[0-9:]+ ", ""))
                        .toList());
        assertTrue(problems.getFirst().startsWith("6:"), problems.getFirst());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compose: /etc/compose.yaml | must be a path inside the repository",
                "compose: ../compose.yaml | must be a path inside the repository",
                "compose: [] | must name a file",
                "compose: {file: a.yaml, project: My Shop} | must be a project's name such as shop",
                "compose: {files: a.yaml} | it is called file, and takes a list as well",
            })
    void isRefusedWithAReason(String line, String words) {
        var problems = yard.appProblems(line);
        assertTrue(problems.stream().anyMatch(each -> each.contains(words)), problems.toString());
    }

    @Test
    void twoAppsAreNotOneProject() {
        var problems = yard.problems("""
                apps:
                  one: {git: {url: "https://example.com/a.git"}, compose: {file: a.yaml, project: shop}}
                  two: {git: {url: "https://example.com/b.git"}, compose: {file: a.yaml, project: shop}}
                """);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().contains("'one' and 'two' would both be project shop"), problems.getFirst());
    }

    @Test
    void aNameThatNoProjectCanHaveIsRefusedUnlessAnotherIsGiven() {
        var app = "apps:\n  web.example: {git: {url: \"https://example.com/a.git\"}, compose: {file: a.yaml%s}}\n";
        var problems = yard.problems(app.formatted(""));
        assertTrue(problems.getFirst().contains("a project of Compose cannot be called web.example"));
        assertEquals(
                "web",
                yard.read(app.formatted(", project: web")).apps().getFirst().projectName());
    }
}
