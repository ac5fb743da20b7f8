package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.SourceContract;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import dev.slipway.model.SignatureSpec;
import dev.slipway.testkit.GitRepo;
import dev.slipway.testkit.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.bc.BcPGPPublicKeyRing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits and tags that the real {@code git} signed with the real {@code gpg}: which are believed, and what is said of the others. */
class OpenPgpSignaturesIT {
    private static final Map<String, String> FILES = Map.of("Dockerfile", "FROM scratch\n");
    private static final String ADA = "Ada Example <ada@example.org>";

    @TempDir
    Path folder;

    private SigningKey.Keyring keyring;
    private GitRepo repo;
    private Path keys;
    private App app;

    @BeforeEach
    void prepare() throws IOException {
        keyring = new SigningKey.Keyring(folder.resolve("gnupg"));
        repo = GitRepo.create(folder.resolve("web.git"));
        keys = folder.resolve("keys.asc");
        app = SourceContract.app(new GitSpec(repo.url(), "main", GitSpec.DEFAULT_USERNAME, Optional.empty())
                .with(new SignatureSpec(Optional.of(keys), Optional.empty())));
    }

    @AfterEach
    void stop() {
        keyring.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa3072", "nistp256"})
    void aCommitThatAKnownKeySignedIsBelieved(String algorithm) throws Exception {
        var fingerprint = keyring.make(ADA, algorithm, "0");
        var ada = SigningKey.openPgp(keyring, fingerprint);
        Files.writeString(keys, ada.publicKey());
        var commit = ada.commit(repo, "First: ü\n\nbody", FILES);
        assertEquals(
                "commit " + commit.substring(0, 7) + " is signed by " + fingerprint + " (" + ADA + ")", verify(commit));
        ada.tag(repo, "v1.0.0", repo.commit("Second", FILES));
        assertTrue(verify(repo.tip(), "v1.0.0").startsWith("tag v1.0.0 is signed by " + fingerprint));
    }

    @Test
    void unknownUnsignedAndChangedCommitsAreRefused() throws Exception {
        var ada = SigningKey.openPgp(keyring, keyring.make(ADA, "ed25519", "0"));
        var eveId = keyring.make("Eve", "ed25519", "0");
        var eve = SigningKey.openPgp(keyring, eveId);
        Files.writeString(keys, ada.publicKey());
        assertRefused("OpenPGP " + eveId + ", which is not in " + keys, eve.commit(repo, "First", FILES));
        assertRefused(" is not signed", repo.commit("Second", FILES));
        var signed = repo.git("cat-file", "commit", ada.commit(repo, "Third", FILES)) + "\n";
        assertRefused("it was changed after it was signed", forge(signed.replace("Third", "Worse")));
        var signature = signed.substring(signed.indexOf("-----BEGIN"), signed.indexOf("-----END"));
        assertRefused(
                "cannot be used", forge(signed.replace(signature, "-----BEGIN PGP SIGNATURE-----\n \n nonsense\n ")));
    }

    @Test
    void severalKeysInSeveralBlocksMaySign() throws Exception {
        var ada = SigningKey.openPgp(keyring, keyring.make(ADA, "ed25519", "0"));
        var bob = SigningKey.openPgp(keyring, keyring.make("Bob", "ed25519", "0"));
        Files.writeString(keys, "Ada:\n" + ada.publicKey() + "\nBob:\n" + bob.publicKey());
        verify(ada.commit(repo, "First", FILES));
        assertTrue(verify(bob.commit(repo, "Second", FILES)).endsWith("(Bob)"));
        Files.writeString(keys, keyring.gpg("--armor", "--export"));
        verify(repo.tip());
    }

    @Test
    void aKeyCountsUntilItExpiresByTheClockWhateverTheCommitsDate() throws Exception {
        var ada = SigningKey.openPgp(keyring, keyring.make(ADA, "ed25519", "30d"));
        Files.writeString(keys, ada.publicKey());
        var commit = ada.commit(repo, "First", FILES);
        verify(commit, now().plusDays(29));
        var refused = assertThrows(DeployException.class, () -> verify(commit, now().plusDays(31)));
        assertTrue(
                refused.failure().what().contains("a key that expired on "),
                refused.failure().what());
        assertEquals(Blame.YOURS, refused.failure().blame());
    }

    @Test
    void aKeyThatIsRenewedCountsOn() throws Exception {
        var fingerprint = keyring.make(ADA, "ed25519", "30d");
        var ada = SigningKey.openPgp(keyring, fingerprint);
        var commit = ada.commit(repo, "First", FILES);
        keyring.gpg("--faked-system-time", stamp(now().plusDays(1)), "--quick-set-expire", fingerprint, "90d");
        Files.writeString(keys, keyring.export(fingerprint));
        verify(commit, now().plusDays(60));
        assertThrows(DeployException.class, () -> verify(commit, now().plusDays(100)));
    }

    @Test
    void aRevokedKeyIsRefused() throws Exception {
        var fingerprint = keyring.make(ADA, "ed25519", "0");
        var commit = SigningKey.openPgp(keyring, fingerprint).commit(repo, "First", FILES);
        keyring.revoke(fingerprint);
        Files.writeString(keys, keyring.export(fingerprint));
        assertRefused("a key that is revoked", commit);
    }

    @Test
    void aSubkeySignsForItsKeyUntilItExpires() throws Exception {
        var fingerprint = keyring.make(ADA, "ed25519", "0");
        var subkey = keyring.addSubkey(fingerprint, "ed25519", "sign", "30d");
        Files.writeString(keys, keyring.export(fingerprint));
        var commit = SigningKey.openPgp(keyring, subkey + "!").commit(repo, "First", FILES);
        assertTrue(verify(commit).contains(fingerprint));
        var refused = assertThrows(DeployException.class, () -> verify(commit, now().plusDays(31)));
        assertTrue(
                refused.failure().what().contains("has a subkey for signing that expired on "), refused.getMessage());
    }

    @Test
    void aSubkeyThatWasOnlyPutBesideAKeyIsRefused() throws Exception {
        var ada = keyring.make(ADA, "ed25519", "0");
        var eve = keyring.make("Eve", "ed25519", "0");
        var subkey = keyring.addSubkey(eve, "ed25519", "sign", "0");
        var commit = SigningKey.openPgp(keyring, subkey + "!").commit(repo, "First", FILES);
        var hers = ring(keyring.export(ada));
        for (var theirs = ring(keyring.export(eve)).getPublicKeys(); theirs.hasNext(); ) {
            var key = theirs.next();
            hers = key.isMasterKey() ? hers : PGPPublicKeyRing.insertPublicKey(hers, key);
        }
        Files.writeString(keys, armoured(hers));
        assertRefused("a key that does not stand by the subkey that signed", commit);
    }

    @Test
    void aFileThatHoldsNoPublicKeysBelievesNobodyAndIsNotTheCommitsFault() throws Exception {
        var fingerprint = keyring.make(ADA, "ed25519", "0");
        var commit = SigningKey.openPgp(keyring, fingerprint).commit(repo, "First", FILES);
        assertUnreadable("there is no such file", commit);
        Files.writeString(keys, "");
        assertUnreadable("it has no OpenPGP key in it", commit);
        Files.writeString(keys, keyring.gpg("--armor", "--export-secret-keys", fingerprint));
        assertUnreadable("it has a private key in it", commit);
        Files.writeString(keys, keyring.export(fingerprint).replaceAll("(?s)\n\n.{40}", "\n\n"));
        assertUnreadable("", commit);
        keyring.gpg("--yes", "--output", keys.toString(), "--export", fingerprint);
        assertUnreadable("it is not armoured", commit);
    }

    private void assertUnreadable(String why, String commit) {
        var refused = assertThrows(DeployException.class, () -> verify(commit));
        assertEquals(Blame.HOST, refused.failure().blame(), refused.failure().what());
        assertTrue(refused.failure().what().contains(why), refused.failure().what());
    }

    private static PGPPublicKeyRing ring(String block) throws IOException {
        try (var armour = new ArmoredInputStream(new ByteArrayInputStream(block.getBytes(StandardCharsets.US_ASCII)))) {
            return new BcPGPPublicKeyRing(armour);
        }
    }

    private static String armoured(PGPPublicKeyRing ring) throws IOException {
        var block = new ByteArrayOutputStream();
        try (var armour = ArmoredOutputStream.builder().build(block)) {
            ring.encode(armour);
        }
        return block.toString(StandardCharsets.US_ASCII);
    }

    /** A minute ahead, as gpg goes by this machine's clock. */
    private static ZonedDateTime now() throws IOException {
        var clock = Files.createTempFile("now", null);
        try {
            return Files.getLastModifiedTime(clock)
                    .toInstant()
                    .atZone(ZoneOffset.UTC)
                    .plus(Duration.ofMinutes(1));
        } finally {
            Files.delete(clock);
        }
    }

    private static String stamp(ZonedDateTime at) {
        return at.format(java.time.format.DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss"));
    }

    private String forge(String commit) throws IOException {
        var file = Files.writeString(folder.resolve("object"), commit);
        var sha = repo.git("hash-object", "-t", "commit", "-w", "--literally", file.toString());
        repo.reset(sha);
        return sha;
    }

    private String verify(String sha) throws Exception {
        return verify(sha, now());
    }

    private String verify(String sha, ZonedDateTime at) throws Exception {
        return new JGitSource(folder.resolve("clones")).verify(app, new Commit(sha), Optional.empty(), at);
    }

    private String verify(String sha, String tag) throws Exception {
        return new JGitSource(folder.resolve("clones")).verify(app, new Commit(sha), Optional.of(tag), now());
    }

    private void assertRefused(String why, String sha) {
        var refused = assertThrows(DeployException.class, () -> verify(sha));
        assertTrue(refused.failure().what().contains(why), refused.failure().what());
        assertEquals(Blame.YOURS, refused.failure().blame());
    }
}
