package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder);
    }

    private Optional<Secret> token(String line) {
        return yard.read(Yard.APP + "      " + line).apps().getFirst().git().token();
    }

    private List<String> problems(String lines) {
        return yard.problems(Yard.APP + lines.indent(6));
    }

    @Test
    void secretMayStandInTheFileOrInTheEnvironment() {
        yard.with("TOKEN", "s3cr3t-value");
        assertEquals(Optional.of(new Secret("s3cr3t-value")), token("token: s3cr3t-value"));
        assertEquals(Optional.of(new Secret("s3cr3t-value")), token("token: ${TOKEN}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cr3t-value", "s3cr3t-value\n", "s3cr3t-value\r\n"})
    void oneNewlineAtTheEndOfASecretFileIsDropped(String content) {
        yard.file("token", content);
        assertEquals(Optional.of(new Secret("s3cr3t-value")), token("token_file: token"));
    }

    @Test
    void secondNewlineAtTheEndIsKept() {
        yard.file("token", "s3cr3t-value\n\n");
        assertEquals(Optional.of(new Secret("s3cr3t-value\n")), token("token_file: token"));
    }

    @Test
    void bothFormsTogetherAreAnError() {
        yard.file("token", "s3cr3t-value");
        assertEquals(
                List.of(
                        "6:19: apps.web.git.token_file: 'token' is given as well; keep one of them, and 'token_file' rather"),
                problems("token: other-value\ntoken_file: token"));
    }

    @Test
    void missingFileIsNamed() {
        assertEquals(
                List.of("5:19: apps.web.git.token_file: there is no file " + folder.resolve("token")
                        + "; put the secret there, or correct the path"),
                problems("token_file: token"));
    }

    @Test
    void folderInThePlaceOfAFileIsNamed() {
        var problem = problems("token_file: .").getFirst();
        assertTrue(problem.contains("cannot be read"), problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "''", "'  '", "~", "${EMPTY}"})
    void emptySecretIsRefused(String value) {
        yard.with("EMPTY", "");
        var problem = problems("token: " + value).getFirst();
        var where = value.startsWith("$") ? " (EMPTY of the environment)" : "";
        assertTrue(
                problem.endsWith("apps.web.git.token: the secret is empty" + where + "; set it or remove the key"),
                problem);
    }

    @Test
    void aTokenThatIsHardlyMeantIsWarnedOf() {
        var file = yard.file("token", "s3cr3t-value\n\n");
        var warning = yard.warnings(Yard.APP + "      token_file: token\n").getFirst();
        assertTrue(
                warning.contains(":5:19: apps.web.git.token_file: the secret ends in a newline (" + file + ")"),
                warning);
        assertFalse(warning.contains("s3cr3t"), warning);
    }

    @Test
    void emptyFileIsRefused() {
        yard.file("token", "\n");
        assertTrue(problems("token_file: token").getFirst().contains("the secret is empty"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "changeme",
                "ChangeMe",
                "your-secret-key-here",
                "your_webhook_secret",
                "change-this-to-your-secret"
            })
    void knownPlaceholderIsRefusedByName(String value) {
        assertEquals(
                List.of("5:14: apps.web.git.token: '" + value.toLowerCase(Locale.ROOT)
                        + "' is a placeholder that everybody knows, not a secret; put the real one there"),
                problems("token: " + value));
        yard.file("token", value + "\n");
        assertTrue(problems("token_file: token").getFirst().contains("is a placeholder"));
    }

    @Test
    void secretOfTheWrongKindIsNotPrinted() {
        var problem = problems("token: [hunter2]").getFirst();
        assertEquals("5:14: apps.web.git.token: must be text", problem);
        assertFalse(problem.contains("hunter2"));
    }
}
