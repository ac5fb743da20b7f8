package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The secrets of a build. */
class BuildSecretsTest {
    private static final String VALUE = "s3cr3t-value";

    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder);
    }

    @Test
    void aFileIsTakenToItsLastByteAndAVariableByItsName() {
        var file = yard.file("npmrc", "//registry/:_authToken=" + VALUE + "\n\n");
        yard.with("PIP_TOKEN", VALUE);

        var loaded = yard.loaded(Yard.APP + secrets("npm: {file: npmrc}, pip: {environment: PIP_TOKEN}"));

        assertEquals(
                Map.of(
                        "npm", new Secret("//registry/:_authToken=" + VALUE + "\n\n"),
                        "pip", new Secret(VALUE)),
                loaded.settings().apps().getFirst().build().secrets());
        assertTrue(loaded.files().contains(file), "a change of the file is noticed");
    }

    @Test
    void aVariableMayStandInTheEnvFile() {
        yard.file(".env", "PIP_TOKEN=" + VALUE + "\n");

        var secrets = yard.read(Yard.APP + secrets("pip: {environment: PIP_TOKEN}"))
                .apps()
                .getFirst()
                .build()
                .secrets();

        assertEquals(Map.of("pip", new Secret(VALUE)), secrets);
    }

    @Test
    void noneIsShown() {
        yard.file("npmrc", VALUE);
        yard.with("PIP_TOKEN", VALUE);
        var yaml = Yard.APP + secrets("npm: {file: npmrc}, pip: {environment: PIP_TOKEN}");

        var shown = yard.show(yaml);

        assertFalse(shown.contains(VALUE), shown);
        assertTrue(shown.contains("PIP_TOKEN (secret, fingerprint "), shown);
        assertTrue(shown.contains(folder.resolve("npmrc") + " (secret, fingerprint "), shown);
        assertFalse(yard.read(yaml).toString().contains(VALUE));
    }

    @Test
    void doctorKnowsTheFilesThatHoldThem() throws IOException {
        var file = yard.file("npmrc", VALUE);
        var loaded = yard.loaded(Yard.APP + secrets("npm: {file: npmrc}"));
        var files = new SecretFiles(loaded, Map.of());

        assertEquals(List.of(file), files.holding());
        assertTrue(files.values().contains(VALUE));
        assertTrue(Files.exists(file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: {} | 6:20: apps.web.build.secrets.a: needs 'file' or 'environment', and not both",
                "a: {file: x, environment: HELD} | 6:20: apps.web.build.secrets.a: needs 'file' or 'environment', and not"
                        + " both",
                "a: {environment: MISSING} | 6:34: apps.web.build.secrets.a.environment: the environment variable MISSING is not"
                        + " set",
                "a: {environment: EXAMPLE} | 6:34: apps.web.build.secrets.a.environment: 'changeme' is a placeholder that"
                        + " everybody knows, not a secret (EXAMPLE of the environment); put the real one there",
                "a: {file: missing} | 6:27: apps.web.build.secrets.a.file: there is no file DIR/missing; put the secret there,"
                        + " or correct the path",
                "a: {file: binary} | 6:27: apps.web.build.secrets.a.file: the file DIR/binary is no UTF-8 text; encode it, with"
                        + " base64 for instance",
                "a: {file: huge} | 6:27: apps.web.build.secrets.a.file: the file DIR/huge is larger than 500 KiB, and BuildKit"
                        + " takes no larger secret",
                "a: {content: x} | 6:21: key 'content' in apps.web.build.secrets.a is not supported: keep it in a file or a"
                        + " variable, and name that",
            })
    void whatCannotBeGivenIsRefusedByItsPlace(String secret, String problem) throws IOException {
        yard.with("HELD", VALUE).with("EXAMPLE", "changeme");
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xC3, 0x28});
        Files.write(folder.resolve("huge"), new byte[500 * 1024 + 1]);

        var problems = yard.problems(Yard.APP + secrets(secret));

        assertEquals(problem.replace("DIR", folder.toString()), problems.getFirst());
        assertFalse(problems.toString().contains(VALUE));
    }

    @Test
    void theClassicBuilderIsRefused() {
        yard.with("HELD", VALUE);
        assertEquals(
                List.of(
                        "5:30: apps.web.build.secrets: only BuildKit gives a build secrets; remove builder: classic, or the"
                                + " secrets"),
                yard.appProblems("build: {builder: classic, secrets: {a: {environment: HELD}}}").stream()
                        .map(problem -> problem.replaceFirst("^5:[0-9]+", "5:30"))
                        .toList());
    }

    private static String secrets(String all) {
        return "    build:\n      secrets: {" + all + "}\n";
    }
}
