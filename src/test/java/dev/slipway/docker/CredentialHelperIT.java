package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs helpers that are shell scripts, as real processes. */
class CredentialHelperIT {
    private static final String SERVER = "r.example.com";

    @TempDir
    Path folder;

    @Test
    void asksForTheServerAndReadsTheAnswer() throws Exception {
        helper(
                "read server; echo \"{\\\"ServerURL\\\":\\\"$server\\\",\\\"Username\\\":\\\"$1-$server\\\",\\\"Secret\\\":\\\"hush\\\"}\"");

        assertEquals(Optional.of(new Credential(SERVER, "get-" + SERVER, new Secret("hush"))), ask());
    }

    @Test
    void takesATokenForAToken() throws Exception {
        helper("cat >/dev/null; echo '{\"Username\":\"<token>\",\"Secret\":\"hush\"}'");

        assertEquals(Optional.of(new Credential(SERVER, "", new Secret("hush"))), ask());
    }

    @Test
    void hasNoneWhenTheHelperHasNone() throws Exception {
        helper("cat >/dev/null; echo credentials not found in native keychain; exit 1");

        assertEquals(Optional.empty(), ask());
    }

    @Test
    void saysWhyTheHelperFailed() throws Exception {
        helper("cat >/dev/null; echo the vault is locked; exit 2");

        var failure = assertThrows(DeployException.class, this::ask).failure();

        assertEquals(Blame.HOST, failure.blame());
        assertEquals(
                "docker-credential-test did not give the credentials for r.example.com: exit code 2, the vault is locked",
                failure.what());
        assertTrue(failure.next().endsWith("echo r.example.com | docker-credential-test get"), failure.next());
    }

    @Test
    void doesNotQuoteAnAnswerThatIsNoJson() throws Exception {
        helper("cat >/dev/null; echo hush");

        var failure = assertThrows(DeployException.class, this::ask);

        assertFalse((failure + "" + failure.getCause()).contains("hush"));
    }

    @Test
    void doesNotQuoteCredentialsOfAHelperThatFailed() throws Exception {
        helper("cat >/dev/null; echo '{\"Secret\":\"hush\"}'; exit 1");

        assertFalse(assertThrows(DeployException.class, this::ask).toString().contains("hush"));
    }

    @Test
    void endsAHelperThatWaitsForAPerson() throws Exception {
        helper("sleep 86322");

        var failure = assertThrows(DeployException.class, this::ask);

        assertTrue(failure.getMessage().endsWith("no answer within 1 s"), failure.getMessage());
        assertTrue(ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .noneMatch(process -> process.info().commandLine().orElse("").contains("86322")));
    }

    private Optional<Credential> ask() throws DeployException, InterruptedException {
        return new CredentialHelper("/nowhere:" + folder, Duration.ofSeconds(1)).get("test", SERVER);
    }

    private void helper(String script) throws IOException {
        var file = Files.writeString(folder.resolve("docker-credential-test"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
