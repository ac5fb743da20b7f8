package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.deploy.SourceContract;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import dev.slipway.model.Inclusions;
import dev.slipway.model.Secret;
import dev.slipway.model.SshSpec;
import dev.slipway.testkit.GitRepo;
import dev.slipway.testkit.SshServer;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JGit asks a real {@code sshd}. */
class JGitOverSshIT extends SourceContract {
    @TempDir
    static Path shared;

    private static SshServer server;
    private static SshSpec ssh;

    @TempDir
    Path folder;

    private GitRepo repo;
    private GitRemote remote;
    private JGitSource source;

    @BeforeAll
    static void serve() throws Exception {
        server = SshServer.start(shared.resolve("sshd"));
        var key = SshServer.makeKey(shared.resolve("key"), "ed25519", "");
        server.admit(key);
        ssh = new SshSpec(
                key, Optional.empty(), Files.writeString(shared.resolve("known_hosts"), server.knownHost("ed25519")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void prepare() {
        repo = GitRepo.create(folder.resolve("web.git"));
        remote = new GitRemote(repo, server.url(repo));
        source = new JGitSource(folder.resolve("clones"));
    }

    @Override
    protected Source source() {
        return source;
    }

    @Override
    protected Remote remote() {
        return remote;
    }

    @Override
    protected App app() {
        return app(git(ssh));
    }

    @ParameterizedTest(name = "{0} in {2}, passphrase {1}")
    @CsvSource({
        "ed25519, '', RFC4716",
        "ed25519, sesame, RFC4716",
        "rsa, '', RFC4716",
        "rsa, sesame, RFC4716",
        "rsa, '', PEM",
        "rsa, sesame, PEM",
        "rsa, '', PKCS8",
        "ecdsa, '', RFC4716",
        "ecdsa, sesame, RFC4716",
        "ecdsa, '', PEM",
    })
    void aKeyOfEachKindOpensTheDoor(String type, String passphrase, String format) throws Exception {
        var key = folder.resolve("id");
        SshServer.makeKey(key, type, passphrase, format);
        server.admit(key);
        var commit = remote.push("First", Map.of("Dockerfile", "FROM scratch\n"));
        var secret = passphrase.isEmpty() ? Optional.<Secret>empty() : Optional.of(new Secret(passphrase));
        assertEquals(new Source.Tip.At(commit), source.tip(git(new SshSpec(key, secret, ssh.knownHostsFile()))));
    }

    /** Whichever key the server would show by itself, it is asked for one that is known. */
    @ParameterizedTest
    @CsvSource({"ed25519", "ecdsa"})
    void aServerIsBelievedByAnyOfItsKeys(String type) throws Exception {
        assertBelieved(server.knownHost(type));
    }

    @Test
    void aServerIsBelievedByALineAmongOthers() throws Exception {
        assertBelieved("# comment\n\n@cert-authority * " + server.publicKey("ecdsa") + "\nnot a line\nother.example "
                + server.publicKey("ecdsa") + "\n*.example,[127.0.0.1]:" + server.port() + " "
                + server.publicKey("ed25519")
                + " with a comment\n");
    }

    @Test
    void aServerIsBelievedByAHashedLine() throws Exception {
        var file = Files.writeString(folder.resolve("known_hosts"), server.knownHost("ed25519"));
        SshServer.hash(file);
        assertFalse(Files.readString(file).contains("127.0.0.1"));
        assertBelieved(Files.readString(file));
    }

    @Test
    void aCloneOverSshIsShallow() throws Exception {
        for (int i = 0; i < 3; i++) {
            remote.push("Change " + i, Map.of("Dockerfile", "FROM scratch\n", "a.txt", "number " + i));
        }
        source.fetch(app(), new Commit(repo.tip())).close();
        assertEquals(List.of(repo.tip()), Files.readAllLines(folder.resolve("clones/web.git/shallow")));
    }

    @Test
    void aSubmoduleOfTheSameHostIsBroughtWithTheSameKey() throws Exception {
        var lib = GitRepo.create(folder.resolve("lib.git"));
        var sha = lib.commit(Map.of("a.txt", "one"));
        var app = app(git(ssh).including(new Inclusions(true, false)));
        try (var tree = source.fetch(app, commitNaming(sha))) {
            var bytes = new ByteArrayOutputStream();
            tree.context(build(".", "Dockerfile")).writeTo(bytes);
            assertEquals("one", Tar.read(bytes.toByteArray()).contents().get("lib/a.txt"));
        }
    }

    /** The server hangs up, as it also does when it is in trouble. */
    @Test
    void aCommitThatASubmoduleDoesNotHaveIsTheCommittersTrouble() throws Exception {
        GitRepo.create(folder.resolve("lib.git")).commit(Map.of("a.txt", "one"));
        var absent = "0123456789".repeat(4);
        var app = app(git(ssh).including(new Inclusions(true, false)));
        var commit = commitNaming(absent);
        var e = assertThrows(DeployException.class, () -> source.fetch(app, commit));
        assertEquals(Blame.YOURS, e.failure().blame(), e.getMessage());
        assertTrue(e.getMessage().contains(absent), e.getMessage());
    }

    private Commit commitNaming(String sha) {
        return new Commit(repo.change()
                .file("Dockerfile", "FROM scratch\n")
                .file(".gitmodules", "[submodule \"lib\"]\n\tpath = lib\n\turl = ../lib.git\n")
                .submodule("lib", sha)
                .commit("Use a library"));
    }

    private void assertBelieved(String knownHosts) throws Exception {
        var commit = remote.push("First", Map.of("Dockerfile", "FROM scratch\n"));
        var file = Files.writeString(folder.resolve("known_hosts"), knownHosts);
        assertEquals(new Source.Tip.At(commit), source.tip(git(new SshSpec(ssh.keyFile(), Optional.empty(), file))));
        assertEquals(knownHosts, Files.readString(file), "it is the user's file");
    }

    private GitSpec git(SshSpec over) {
        return new GitSpec(remote.url(), "main", GitSpec.DEFAULT_USERNAME, Optional.empty()).with(over);
    }
}
