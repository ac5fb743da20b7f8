package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryCredentialsTest {
    private static final String AUTH = base64("ada:pass:word");

    @TempDir
    Path folder;

    @Test
    void findsNoneWhereNobodyHasLoggedIn() throws Exception {
        assertEquals(Optional.empty(), credentials().of("r.example.com"));
    }

    @Test
    void readsNameAndPasswordWithColonsInIt() throws Exception {
        config("{'auths':{'r.example.com':{'auth':'" + AUTH + "'}}}");

        assertEquals(
                Optional.of(new Credential("r.example.com", "ada", new Secret("pass:word"))),
                credentials().of("r.example.com"));
        assertEquals(Optional.empty(), credentials().of("example.com"));
        assertEquals(Optional.empty(), credentials().of("r.example.com:5000"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"r.example.com", "https://r.example.com", "http://r.example.com/", "https://r.example.com/v1/"})
    void readsKeysOfAllAges(String key) throws Exception {
        config("{'auths':{'" + key + "':{'auth':'" + AUTH + "'}}}");

        assertTrue(credentials().of("r.example.com").isPresent());
    }

    @Test
    void knowsDockerHubByItsOldKey() throws Exception {
        config("{'auths':{'https://index.docker.io/v1/':{'auth':'" + AUTH + "'}}}");

        assertEquals(
                "https://index.docker.io/v1/",
                credentials().of("docker.io").orElseThrow().server());
    }

    @Test
    void readsPlainFieldsAndIdentityTokens() throws Exception {
        config("{'auths':{'a':{'username':'ada','password':'x'},'b':{'auth':'" + AUTH
                + "','identitytoken':'t'},'c':{}}}");

        assertEquals("ada", credentials().of("a").orElseThrow().username());
        assertEquals(new Secret("t"), credentials().of("b").orElseThrow().secret());
        assertEquals("", credentials().of("b").orElseThrow().username());
        assertEquals(Optional.empty(), credentials().of("c"));
    }

    @Test
    void saysWhereAFileIsNoJsonWithoutQuotingIt() throws Exception {
        config("{'auths':{\n'a':{'auth':hush-hush}}}");

        var failure = assertThrows(DeployException.class, () -> credentials().of("a"));

        assertEquals(Blame.HOST, failure.failure().blame());
        assertTrue(failure.getMessage().contains("config.json is not JSON, at line 2"), failure.getMessage());
        assertFalse(allOf(failure).contains("hush"));
    }

    @Test
    void saysWhichEntryIsNoBase64WithoutQuotingIt() throws Exception {
        config("{'auths':{'a':{'auth':'hush!hush'}}}");

        var failure = assertThrows(DeployException.class, () -> credentials().of("a"));

        assertTrue(failure.getMessage().startsWith("the entry for a in "), failure.getMessage());
        assertFalse(allOf(failure).contains("hush"));
    }

    @Test
    void saysThatAHelperIsNotInstalled() throws Exception {
        config("{'credsStore':'desktop'}");

        var failure = assertThrows(DeployException.class, () -> credentials().of("a"));

        assertEquals(
                "docker-credential-desktop, which Docker's config.json names, is not on the PATH of Slipway",
                failure.getMessage());
    }

    @Test
    void runsNothingThatIsNoHelpersName() throws Exception {
        config("{'credsStore':'../../bin/sh'}");

        assertThrows(DeployException.class, () -> credentials().of("a"));
    }

    @Test
    void looksWhereDockerDoes() throws Exception {
        config("{'auths':{'a':{'auth':'" + AUTH + "'}}}");
        Files.createDirectory(folder.resolve(".docker"));
        Files.copy(folder.resolve("config.json"), folder.resolve(".docker/config.json"));

        assertTrue(RegistryCredentials.of(Map.of("DOCKER_CONFIG", folder.toString()))
                .of("a")
                .isPresent());
        assertTrue(RegistryCredentials.of(Map.of("HOME", folder.toString()))
                .of("a")
                .isPresent());
        assertTrue(RegistryCredentials.of(Map.of("HOME", "/nowhere")).of("a").isEmpty());
    }

    @Test
    void showsItsSecretToTheEngineAlone() throws Exception {
        var credential = new Credential("r.example.com", "ada", new Secret("hush"));
        var header = Raw.JSON.readTree(Base64.getUrlDecoder().decode(credential.header()));
        var config = Raw.JSON.readTree(Base64.getUrlDecoder().decode(Credential.config(List.of(credential))));

        assertFalse(credential.toString().contains("hush"));
        assertEquals("hush", header.path("password").asText());
        assertEquals("r.example.com", header.path("serveraddress").asText());
        assertEquals("ada", config.path("r.example.com").path("username").asText());
    }

    private RegistryCredentials credentials() {
        return new RegistryCredentials(folder.resolve("config.json"), new CredentialHelper("", Duration.ofSeconds(1)));
    }

    private void config(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), json.replace('\'', '"'));
    }

    private static String allOf(Throwable failure) {
        return failure + " " + failure.getCause() + " " + ((DeployException) failure).failure();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
