package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Polling;
import dev.slipway.model.WebhookSecret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentFilesTest {
    private static final String POLL = "poll: ${POLL}\n" + Yard.APP;

    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder);
    }

    @Test
    void theUsualFileBesideTheConfigurationIsUsed() {
        yard.file(".env", "POLL=90s\n");
        assertEquals(90, seconds(POLL));
    }

    @Test
    void theEnvironmentWins() {
        yard.file(".env", "POLL=90s\n");
        yard.with("POLL", "30s");
        assertEquals(30, seconds(POLL));
    }

    @Test
    void theNamedFileTakesThePlaceOfTheUsualOne() {
        yard.file(".env", "POLL=90s\n");
        yard.file("my.env", "POLL=20s\n");
        assertEquals(20, seconds("env_file: my.env\n" + POLL));
    }

    @Test
    void ofSeveralTheLastWins() {
        yard.file("a.env", "POLL=20s\n");
        yard.file("b.env", "POLL=40s\n");
        assertEquals(40, seconds("env_file: [a.env, b.env]\n" + POLL));
        assertEquals(20, seconds("env_file: [b.env, a.env]\n" + POLL));
    }

    @Test
    void dockersRulesKeepQuotesAndComposesRulesDoNot() throws Exception {
        yard.file(".env", "HOOK=\"hunter2\"\n");
        var yaml = "webhook: {secret: '${HOOK}'}\n" + Yard.APP;
        assertEquals("\"hunter2\"", secret(yaml).value().reveal());
        assertEquals(1, yard.warnings(yaml).size());
        assertEquals("hunter2", secret("env_format: compose\n" + yaml).value().reveal());
        assertEquals(List.of(), yard.warnings("env_format: compose\n" + yaml));
    }

    @Test
    void whatImportCouldNotKnowIsPointedAtUntilItIsFilledIn() {
        var yaml = "data_dir: /srv/CHANGE-ME\n" + Yard.APP;
        var warnings = yard.warnings(yaml);
        assertEquals(1, warnings.size());
        assertTrue(
                warnings.getFirst().contains(".yaml:1:11: CHANGE-ME stands where slipway import"), warnings.getFirst());
        assertEquals(List.of(), yard.warnings(yaml.replace("CHANGE-ME", "slipway")));
    }

    @Test
    void aSecretIsTracedToItsLine() {
        yard.file("my.env", "# hook\n\nHOOK=hunter2\n");
        assertEquals(
                "my.env line 3",
                secret("env_file: my.env\nwebhook: {secret: '${HOOK}'}\n" + Yard.APP)
                        .origin());
        yard.file(".env", "HOOK=hunter2\n");
        assertEquals(
                ".env line 1",
                secret("webhook: {secret: '${HOOK}'}\n" + Yard.APP).origin());
    }

    @Test
    void anUnsetNameSaysWhereItWasLookedUp() {
        yard.file(".env", "OTHER=1\n");
        assertEquals(
                List.of("1:7: the environment variable POLL is not set, neither in the environment nor in "
                        + folder.resolve(".env") + "; set it, or write ${POLL:-default}"),
                yard.problems(POLL));
    }

    @Test
    void aNamedFileThatIsNotThereIsAnErrorAndTheUsualOneIsNot() {
        assertEquals(60, seconds(Yard.APP));
        assertEquals(
                List.of("1:11: env_file: there is no file " + folder.resolve("my.env")
                        + "; create it, or correct the path"),
                yard.problems("env_file: my.env\n" + Yard.APP));
    }

    @Test
    void aLineThatMeansNothingIsNamedWithoutItsWords() {
        yard.file(".env", "A=1\nsome secret\n");
        assertEquals(
                List.of("1:1: env_file: " + folder.resolve(".env") + " line 2: there is a space before '='; write"
                        + " NAME=value, or set env_format: compose for quotes and export"),
                yard.problems(Yard.APP));
    }

    @Test
    void theFilesNameMayHoldAVariableOfTheEnvironmentOnly() {
        yard.file("a.env", "POLL=20s\nWHICH=b\n");
        yard.with("WHICH", "a");
        assertEquals(20, seconds("env_file: ${WHICH}.env\n" + POLL));
        assertTrue(
                yard.problems("env_file: ${OTHER}.env\n" + Yard.APP).getFirst().contains("OTHER is not set"));
    }

    @Test
    void whatIsNotAListOfFilesIsToldOnce() {
        assertEquals(
                List.of("1:11: env_file: must be text or list of text, not a mapping"),
                yard.problems("env_file: {path: x}\n" + Yard.APP));
    }

    @Test
    void everyFileThatWasAskedForIsToBeWatched() throws Exception {
        var token = yard.file("token", "hunter2");
        assertEquals(
                names("slipway.yaml", ".env", "token"),
                names(yard.loaded(Yard.APP + "      token_file: " + token + "\n")
                        .files()));
        yard.file("my.env", "");
        Files.writeString(folder.resolve("hook"), "hunter2");
        assertEquals(
                names("slipway.yaml", "my.env", "hook"),
                names(yard.loaded("env_file: my.env\nwebhook: {secret_file: hook}\n" + Yard.APP)
                        .files()));
    }

    @Test
    void aFileThatIsMissingIsToBeWatchedAsWell() {
        assertEquals(
                names("slipway.yaml", ".env", "hook"),
                names(yard.invalid("webhook: {secret_file: hook}\n" + Yard.APP).files()));
    }

    private static Set<String> names(String... names) {
        return Set.of(names);
    }

    private static Set<String> names(Set<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }

    private WebhookSecret secret(String yaml) {
        return yard.read(yaml).webhook().orElseThrow().secrets().getFirst();
    }

    private long seconds(String yaml) {
        return switch (yard.read(yaml).poll()) {
            case Polling.Every every -> every.interval().toSeconds();
            case Polling.Cron cron -> throw new AssertionError(cron);
        };
    }
}
