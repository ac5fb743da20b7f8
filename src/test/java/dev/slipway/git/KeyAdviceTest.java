package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.SourceContract;
import dev.slipway.model.GitSpec;
import dev.slipway.model.Secret;
import dev.slipway.model.SshSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left to be done is said, and nothing else. */
class KeyAdviceTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

    @TempDir
    Path folder;

    private SshSpec ssh;

    @BeforeEach
    void make() throws Exception {
        ssh = new SshSpec(folder.resolve("keys/web"), Optional.empty(), folder.resolve("known_hosts"));
        assertTrue(DeployKey.at(ssh, "slipway-web").isNew());
    }

    @Test
    void atGitHubItNamesThePageAndWhereTheFingerprintsAre() {
        assertEquals(
                List.of(
                        "1. give the public key to the repository at github.com as a deploy key that may only read:",
                        "     https://github.com/you/web/settings/keys/new, with \"Allow write access\" left off",
                        "2. let Slipway know the key of github.com, by either of these:",
                        "     slipway poll web refuses it, and shows its fingerprint and the line to add to "
                                + ssh.knownHostsFile(),
                        "     ssh-keyscan github.com | tee -a " + ssh.knownHostsFile() + " | ssh-keygen -l -f -",
                        "     Compare the fingerprint:"
                                + " https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/githubs-ssh-key-fingerprints",
                        "     If it is another, somebody else may be in the server's place: take the line out of "
                                + ssh.knownHostsFile(),
                        "3. see whether it works: slipway poll web"),
                over("git@github.com:you/web.git"));
    }

    @Test
    void aServerThatIsKnownIsNotMentionedAgain() throws Exception {
        Files.writeString(ssh.knownHostsFile(), "github.com " + KEY + "\n");
        assertEquals(
                "2. see whether it works: slipway poll web",
                over("git@github.com:you/web.git").getLast());
    }

    @Test
    void aRevokedKeyIsNoneThatIsKnown() throws Exception {
        Files.writeString(ssh.knownHostsFile(), "@revoked github.com " + KEY + "\n");
        assertTrue(has(over("git@github.com:you/web.git"), "ssh-keyscan"));
    }

    @Test
    void aForgeOfOnesOwnIsReachedAtItsPort() {
        var lines = over("ssh://git@forge.lan:2222/you/web.git");
        assertTrue(has(lines, "ssh-keyscan -p 2222 forge.lan |"));
        assertTrue(has(lines, "Gitea, Forgejo: Settings, Deploy Keys"));
        assertTrue(has(lines, "GitLab: Settings, Repository"));
        assertFalse(has(lines, "url:"));
    }

    @Test
    void atGitLabItNamesThePage() {
        assertTrue(has(over("git@gitlab.com:a/b/web.git"), "https://gitlab.com/a/b/web/-/settings/repository"));
    }

    @Test
    void anAppThatGoesOverHttpsIsToldTheUrlToTake() {
        var open = new GitSpec("https://github.com/you/web.git", "main", "x", Optional.empty());
        assertTrue(has(told(open), "under apps.web.git"));
        assertTrue(has(told(open), "     url: \"git@github.com:you/web.git\""));
        assertTrue(has(told(open), "https://github.com/you/web/settings/keys/new"));
        assertFalse(has(told(open), "token"));
        var closed = new GitSpec("https://forge.lan:3000/you/web/", "main", "x", Optional.of(new Secret("s3cret")));
        assertTrue(has(told(closed), "     url: \"git@forge.lan:you/web.git\""));
        assertTrue(has(told(closed), "take out the token"));
        assertFalse(has(told(closed), "s3cret"));
    }

    private List<String> over(String url) {
        return told(new GitSpec(url, "main", "x", Optional.empty()).with(ssh));
    }

    private List<String> told(GitSpec git) {
        return new KeyAdvice(SourceContract.app(git), ssh, Path.of("/etc/slipway/slipway.yaml"), folder).lines();
    }

    private static boolean has(List<String> lines, String part) {
        return lines.stream().anyMatch(line -> line.contains(part));
    }
}
