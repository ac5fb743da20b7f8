package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.ManualTime;
import dev.slipway.deploy.SourceContract;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Finding;
import dev.slipway.model.GitSpec;
import dev.slipway.model.SignatureSpec;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.GitRepo;
import dev.slipway.testkit.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits and tags that the real {@code git} signed with SSH keys: which are believed, and what is said of the others. */
class SshSignaturesIT {
    private static final Map<String, String> FILES = Map.of("Dockerfile", "FROM scratch\n");
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-24T12:00:00+01:00[Europe/Berlin]");

    @TempDir
    Path folder;

    private GitRepo repo;
    private Path signers;
    private SigningKey ada;
    private App app;

    @BeforeEach
    void prepare() throws IOException {
        repo = GitRepo.create(folder.resolve("web.git"));
        signers = folder.resolve("allowed_signers");
        ada = SigningKey.ssh(folder.resolve("ada"), "-t", "ed25519");
        allow("ada@example.org " + ada.publicKey());
        app = SourceContract.app(new GitSpec(repo.url(), "main", GitSpec.DEFAULT_USERNAME, Optional.empty())
                .with(new SignatureSpec(Optional.empty(), Optional.of(signers))));
    }

    @Test
    void aCommitThatAnAllowedKeySignedIsBelieved() throws Exception {
        var words = verify(ada.commit(repo, "First", FILES));
        assertTrue(words.contains(" is signed by ada@example.org (ssh-ed25519 SHA256:"), words);
        verify(ada.commit(repo, "Second\n\nwith a body: ü\n\n  and\n", FILES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-t rsa -b 3072", "-t ecdsa -b 256", "-t ecdsa -b 384", "-t ecdsa -b 521"})
    void keysOfOtherKindsSignAsWell(String type) throws Exception {
        var key = SigningKey.ssh(folder.resolve("other"), type.split(" "));
        var commit = key.commit(repo, "First", FILES);
        assertRefused("which is not in " + signers, commit);
        allow("# ours\n\n\"ada@example.org,bob@*\" namespaces=\"git,file\" " + key.publicKey() + " a comment");
        verify(commit);
    }

    @Test
    void anUnsignedCommitIsRefusedAndSaysWhatToDo() {
        var refused = assertRefused(" is not signed, and git.require_signature is true", repo.commit("First", FILES));
        assertEquals(Blame.YOURS, refused.failure().blame());
        assertTrue(
                refused.failure().next().contains(signers.toString()),
                refused.failure().next());
    }

    @Test
    void aKeyThatIsNotAllowedIsNamedByItsFingerprint() throws Exception {
        var eve = SigningKey.ssh(folder.resolve("eve"), "-t", "ed25519");
        var refused = assertRefused("which is not in " + signers, eve.commit(repo, "First", FILES));
        var fingerprint = Command.run(List.of("ssh-keygen", "-l", "-f", folder.resolve("eve") + ".pub"), Map.of())
                .expecting(0)
                .out()
                .split(" ")[1];
        assertTrue(
                refused.failure().what().contains("ssh-ed25519 " + fingerprint),
                refused.failure().what());
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({"First, Worst", "ada@example.org, eve@example.org", "author Ada, author Eve"})
    void aCommitThatWasChangedAfterItWasSignedIsRefused(String before, String after) throws Exception {
        var signed = repo.git("cat-file", "commit", ada.commit(repo, "First", FILES)) + "\n";
        assertTrue(signed.contains(before));
        assertRefused("it was changed after it was signed", forge(signed.replace(before, after)));
    }

    @Test
    void aSignatureDoesNotCoverAnotherTree() throws Exception {
        var good = ada.commit(repo, "First", FILES);
        var bad = repo.commit("Second", Map.of("Dockerfile", "FROM evil\n"));
        var forged = repo.git("cat-file", "commit", good)
                .replace(repo.git("rev-parse", good + "^{tree}"), repo.git("rev-parse", bad + "^{tree}"));
        assertRefused("it was changed after it was signed", forge(forged + "\n"));
    }

    @Test
    void severalSignaturesOnOneCommitAreRefused() throws Exception {
        var signed = repo.git("cat-file", "commit", ada.commit(repo, "First", FILES)) + "\n";
        var signature = signed.substring(signed.indexOf("gpgsig "), signed.indexOf("\n\n") + 1);
        assertRefused("more than one signature", forge(signed.replace(signature, signature + signature)));
        var other = signature.replace("gpgsig ", "gpgsig-sha256 ");
        assertRefused("more than one signature", forge(signed.replace(signature, signature + other)));
        assertRefused("more than one signature", forge(signed.replace(signature, other)));
    }

    @ParameterizedTest
    @CsvSource({
        "-----BEGIN SSH SIGNATURE-----, -----BEGIN SIGNED MESSAGE-----, signed in a way that is not checked here",
        "-----BEGIN SSH SIGNATURE-----, -----BEGIN PGP SIGNATURE-----, git.openpgp_keys_file is not set",
        "-----END SSH SIGNATURE-----, -----THE END-----, its armour is broken",
        "U1NIU0lH, U1NIU0lX, it is of another version",
    })
    void aSignatureThatIsNoneIsRefused(String before, String after, String why) throws Exception {
        var signed = repo.git("cat-file", "commit", ada.commit(repo, "First", FILES)) + "\n";
        assertTrue(signed.contains(before));
        assertRefused(why, forge(signed.replace(before, after)));
    }

    @Test
    void aSignatureThatWasMadeForAnotherPurposeIsRefused() throws Exception {
        var signed = repo.git("cat-file", "commit", ada.commit(repo, "First", FILES)) + "\n";
        int begin = signed.indexOf("gpgsig ");
        int end = signed.indexOf("\n\n") + 1;
        var payload = Files.writeString(folder.resolve("payload"), signed.substring(0, begin) + signed.substring(end));
        Command.run(
                        List.of(
                                "ssh-keygen",
                                "-Y",
                                "sign",
                                "-n",
                                "file",
                                "-f",
                                folder.resolve("ada").toString(),
                                payload + ""),
                        Map.of())
                .expecting(0);
        var other = Files.readString(Path.of(payload + ".sig")).strip().replace("\n", "\n ");
        assertRefused(
                "it was made for something else than Git",
                forge(signed.substring(0, begin) + "gpgsig " + other + "\n" + signed.substring(end)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "valid-before=\"20261124\"                 | a key that expired on 2026-11-24T00:00",
                "valid-before=\"202611241200\"             | a key that expired on 2026-11-24T12:00",
                "valid-before=\"20261124110000Z\"          | a key that expired on 2026-11-24T12:00",
                "valid-before=\"20261124110001Z\"          |",
                "valid-after=\"20261125\"                  | a key that is valid only from 2026-11-25T00:00 on",
                "valid-after=\"20261124\"                  |",
                "Namespaces=\"git\",valid-after=\"20200101\",valid-before=\"20300101\" |",
                "namespaces=\"*\"                          |",
                "namespaces=\"file\"                       | it is for the namespaces file, and not for git",
                "cert-authority                            | the option cert-authority is not supported",
                "valid-before=\"soon\"                     | 'soon' is no time",
                "valid-before=\"20261399\"                 | is no time",
                "valid-before=                             | its options are broken",
                "no-such-thing=\"1\"                       | the option no-such-thing is not supported",
            })
    void theOptionsOfALineHold(String options, String why) throws Exception {
        allow("ada@example.org " + options + " " + ada.publicKey());
        var commit = ada.commit(repo, "First", FILES);
        if (why == null) {
            verify(commit);
        } else {
            assertRefused(why, commit);
        }
    }

    @Test
    void ofSeveralLinesOneIsEnough() throws Exception {
        allow("old@example.org valid-before=\"20200101\" " + ada.publicKey() + "\nada@example.org " + ada.publicKey());
        var words = verify(ada.commit(repo, "First", FILES));
        assertTrue(words.contains("signed by ada@example.org"), words);
    }

    @Test
    void aSignatureByACertificateIsRefused() throws Exception {
        SigningKey.ssh(folder.resolve("ca"), "-t", "ed25519");
        Command.run(
                        List.of(
                                "ssh-keygen",
                                "-q",
                                "-s",
                                folder.resolve("ca").toString(),
                                "-I",
                                "ada",
                                "-n",
                                "ada",
                                folder.resolve("ada.pub").toString()),
                        Map.of())
                .expecting(0);
        Files.copy(folder.resolve("ada"), folder.resolve("certified"));
        Files.copy(folder.resolve("ada-cert.pub"), folder.resolve("certified.pub"));
        Files.writeString(signers, "*@example.org cert-authority " + Files.readString(folder.resolve("ca.pub")));
        var payload = folder.resolve("ada-cert.pub");
        var signed = repo.git(
                "-c",
                "user.name=Ada Example",
                "-c",
                "user.email=ada@example.org",
                "-c",
                "gpg.format=ssh",
                "-c",
                "user.signingkey=" + payload,
                "commit-tree",
                "-S",
                "-m",
                "First",
                repo.commit("First", FILES) + "^{tree}");
        repo.reset(signed);
        assertRefused("is not supported", signed);
    }

    @Test
    void withoutReadableKeysNothingIsBelievedAndItIsNotTheCommitsFault() throws Exception {
        var commit = ada.commit(repo, "First", FILES);
        Files.delete(signers);
        var refused = assertRefused("there is no such file", commit);
        assertEquals(Blame.HOST, refused.failure().blame());
        Files.write(signers, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertRefused("it is not text", commit);
        allow("");
        assertRefused("which is not in " + signers, commit);
    }

    @Test
    void whatTheRepositoryAndTheUserConfigureHasNoSay() throws Exception {
        var eve = SigningKey.ssh(folder.resolve("eve"), "-t", "ed25519");
        var theirs = Files.writeString(folder.resolve("theirs"), "eve@example.org " + eve.publicKey() + "\n");
        var commit = eve.commit(repo, "First", FILES);
        assertRefused("which is not in " + signers, commit);
        try (var clone = Clone.open(folder.resolve("clones/web.git"))) {
            var config = clone.repository().getConfig();
            config.setString("gpg", "ssh", "allowedSignersFile", theirs.toString());
            config.save();
        }
        assertRefused("which is not in " + signers, commit);
    }

    @Test
    void aSignedTagVouchesForACommitThatIsNot() throws Exception {
        var commit = repo.commit("First", FILES);
        ada.tag(repo, "v1.0.0", commit);
        assertTrue(verify(commit, "v1.0.0").startsWith("tag v1.0.0 is signed by ada@example.org"));
    }

    @Test
    void aTagWithoutASignatureLeavesItToTheCommit() throws Exception {
        var unsigned = repo.commit("First", FILES);
        repo.git("tag", "v1.0.0", unsigned);
        repo.annotatedTag("v1.0.1", unsigned);
        assertRefused(" is not signed", unsigned, "v1.0.0");
        assertRefused(" is not signed", unsigned, "v1.0.1");
        var signed = ada.commit(repo, "Second", FILES);
        repo.git("tag", "v1.1.0", signed);
        repo.annotatedTag("v1.1.1", signed);
        assertTrue(verify(signed, "v1.1.0").startsWith("commit "));
        assertTrue(verify(signed, "v1.1.1").startsWith("commit "));
        assertTrue(verify(signed, "v9.0.0").startsWith("commit "), "a tag that is gone vouches for nothing");
    }

    @Test
    void aTagThatAStrangerSignedIsRefusedThoughTheCommitIsGood() throws Exception {
        var eve = SigningKey.ssh(folder.resolve("eve"), "-t", "ed25519");
        var commit = ada.commit(repo, "First", FILES);
        eve.tag(repo, "v1.0.0", commit);
        assertRefused("tag v1.0.0 is signed by ssh-ed25519", commit, "v1.0.0");
    }

    @Test
    void anOldSignedTagUnderANewNameIsRefused() throws Exception {
        var old = repo.commit("First", FILES);
        ada.tag(repo, "v1.0.0", old);
        repo.commit("Second", FILES);
        repo.git("update-ref", "refs/tags/v9.9.9", repo.git("rev-parse", "refs/tags/v1.0.0"));
        assertRefused("another signed tag under a false name: it is tag v1.0.0", old, "v9.9.9");
    }

    @Test
    void aTagThatWasChangedAfterItWasSignedIsRefused() throws Exception {
        var commit = repo.commit("First", FILES);
        ada.tag(repo, "v1.0.0", commit);
        var forged = repo.git("cat-file", "tag", "v1.0.0").replace("tag v1.0.0\n", "tag v9.9.9\n") + "\n";
        repo.git("update-ref", "refs/tags/v9.9.9", object("tag", forged));
        assertRefused("it was changed after it was signed", commit, "v9.9.9");
    }

    @Test
    void aTagThatWasMovedMeanwhileIsLookedAtAgain() throws Exception {
        var first = repo.commit("First", FILES);
        ada.tag(repo, "v1.0.0", repo.commit("Second", FILES));
        var refused = assertRefused("or was moved meanwhile", first, "v1.0.0");
        assertEquals(Blame.REMOTE, refused.failure().blame());
    }

    @Test
    void doctorSaysWhichKeysMaySignAndWhatIsWrongWithTheOthers() throws Exception {
        var spec = app.git().signatures().orElseThrow();
        var check = new SignersCheck(app, spec, new ManualTime());
        assertEquals("signers web", check.name());
        assertEquals(List.of(Finding.Level.WELL), grades(check));
        allow("old@example.org valid-before=\"20200101\" " + ada.publicKey()
                + "\nsoon@example.org valid-before=\"20261201\" " + ada.publicKey()
                + "\nca@example.org cert-authority " + ada.publicKey());
        assertEquals(List.of(Finding.Level.RISK, Finding.Level.RISK, Finding.Level.RISK), grades(check));
        allow("");
        assertEquals(List.of(Finding.Level.WRONG), grades(check));
        Files.delete(signers);
        assertEquals(List.of(Finding.Level.WRONG), grades(check));
    }

    private static List<Finding.Level> grades(SignersCheck check) {
        return check.look().stream().map(Finding::level).toList();
    }

    private void allow(String lines) throws IOException {
        Files.writeString(signers, lines + "\n");
    }

    /** Puts a commit of these bytes on the branch. */
    private String forge(String commit) throws IOException {
        var sha = object("commit", commit);
        repo.reset(sha);
        return sha;
    }

    private String object(String type, String content) throws IOException {
        var file = Files.writeString(folder.resolve("object"), content);
        return repo.git("hash-object", "-t", type, "-w", "--literally", file.toString());
    }

    private String verify(String sha) throws Exception {
        return new JGitSource(folder.resolve("clones")).verify(app, new Commit(sha), Optional.empty(), NOW);
    }

    private String verify(String sha, String tag) throws Exception {
        return new JGitSource(folder.resolve("clones")).verify(app, new Commit(sha), Optional.of(tag), NOW);
    }

    private DeployException assertRefused(String why, String sha) {
        return assertRefused(why, assertThrows(DeployException.class, () -> verify(sha)));
    }

    private DeployException assertRefused(String why, String sha, String tag) {
        return assertRefused(why, assertThrows(DeployException.class, () -> verify(sha, tag)));
    }

    private static DeployException assertRefused(String why, DeployException e) {
        assertTrue(e.failure().what().contains(why), e.failure().what());
        assertFalse(e.failure().what().contains("null"), e.failure().what());
        return e;
    }
}
