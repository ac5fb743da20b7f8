package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who can read the files with secrets in them, and what stands there. */
class SecretFilesTest {
    private static final String SECRET = "9f2c41d07b6e4a58";

    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void open() throws Exception {
        yard = new Yard(folder);
        mode(folder, "rwxr-xr-x");
    }

    @Test
    void aTokenFileThatAllMayReadIsARisk() throws Exception {
        var token = yard.file("token", SECRET + "\n");
        mode(token, "rw-r--r--");
        assertEquals(List.of("chmod o-r " + token), nexts(loaded("      token_file: token\n")));
        mode(token, "rw-r-----");
        assertEquals(List.of(""), nexts(loaded("      token_file: token\n")));
    }

    @Test
    void aFileInAClosedFolderIsClosedWhateverItsMode() throws Exception {
        mode(yard.file("token", SECRET), "rw-r--r--");
        mode(folder, "rwx------");
        assertEquals(List.of(""), nexts(loaded("      token_file: token\n")));
    }

    @Test
    void theConfigurationItselfIsOneIfTheSecretStandsInIt() throws Exception {
        var loaded = loaded("      token: " + SECRET + "\n");
        assertEquals(List.of(folder.resolve("slipway.yaml")), new SecretFiles(loaded, Map.of()).holding());
    }

    @Test
    void aPlaceholderInAnAppsEnvFileIsNamedWithItsLine() throws Exception {
        mode(yard.file("app.env", "TZ=UTC\nWEBHOOK_SECRET=your-secret-key-here\n"), "rw-------");
        var finding = findings(loaded("    run: {env_file: app.env}\n")).getFirst();
        assertEquals(Finding.Level.RISK, finding.level());
        assertEquals(
                "web: WEBHOOK_SECRET is a placeholder that everybody knows (" + folder.resolve("app.env") + " line 2)",
                finding.what());
    }

    @Test
    void quotesThatDockerTakesForAPartOfTheValueAreNamedWithoutTheValue() throws Exception {
        mode(yard.file("app.env", "API_TOKEN=\"" + SECRET + "\"\nEMPTY_SECRET=\n"), "rw-------");
        var findings = findings(loaded("    run: {env_file: app.env}\n"));
        assertTrue(findings.getFirst().what().contains("has quotes around it"));
        assertTrue(findings.getLast().what().contains("EMPTY_SECRET is empty"));
        assertFalse(findings.toString().contains(SECRET));
    }

    @Test
    void thePassphraseOfAKeyIsHiddenAsAnyOtherSecret() throws Exception {
        yard.file("key", "");
        var loaded = yard.loaded("""
                apps:
                  web:
                    git: {url: "git@example.com:me/web.git", ssh_key_file: key, ssh_key_passphrase: hunter-three}
                """);
        assertEquals(Set.of("hunter-three"), new SecretFiles(loaded, Map.of()).values());
    }

    @Test
    void theValuesToHideAreThoseInForceAndThoseOfTheApps() throws Exception {
        yard.file("app.env", "DB_PASSWORD=hunter-two\nTZ=Europe/Berlin\n");
        var loaded =
                loaded("      token: " + SECRET + "\n    run: {env_file: app.env, environment: {API_KEY: k-123456}}\n");
        assertEquals(Set.of(SECRET, "hunter-two", "k-123456"), new SecretFiles(loaded, Map.of()).values());
    }

    @Test
    void whatAKeyCameToIsNoted() {
        yard.file("token", SECRET + "\n");
        var notes = loaded(
                        "      token_file: token\n    run: {ports: [\"8000:9000\"]}\n    health: {http: \"http://127.0.0.1:8000/health\"}\n")
                .notes();
        assertTrue(notes.getFirst().contains("the line end at the end of"), notes.toString());
        assertTrue(notes.getLast().contains("\":9000/health\""), notes.toString());
        assertEquals(2, notes.size());
    }

    @Test
    void everyProblemOfAConfigurationThatIsNotValidIsAFinding() {
        var findings = ConfigFindings.of(yard.invalid(Yard.APP + "      token: changeme\n    portz: 1\n"));
        assertEquals(2, findings.size());
        assertTrue(findings.getFirst().what().contains("'changeme' is a placeholder"));
        assertTrue(findings.stream().allMatch(f -> f.level() == Finding.Level.WRONG));
    }

    @Test
    void aWarningOfAValidOneIsARisk() {
        var loaded = loaded("      token: \"'" + SECRET + "'\"\n");
        var findings = ConfigFindings.of(folder.resolve("slipway.yaml"), loaded);
        assertEquals(Finding.Level.RISK, findings.getLast().level());
        assertTrue(findings.getLast().what().contains("has quotes around it"));
    }

    private Loaded loaded(String more) {
        return yard.loaded(Yard.APP + more);
    }

    private static List<Finding> findings(Loaded loaded) {
        return new SecretFiles(loaded, Map.of()).findings();
    }

    private static List<String> nexts(Loaded loaded) {
        return findings(loaded).stream().map(Finding::next).toList();
    }

    private static void mode(Path file, String permissions) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
