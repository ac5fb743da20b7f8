package dev.slipway.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.deploy.SourceContract;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.ComposeSpec;
import dev.slipway.model.GitSpec;
import dev.slipway.model.Inclusions;
import dev.slipway.model.Secret;
import dev.slipway.model.SshSpec;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.GitHttpServer;
import dev.slipway.testkit.GitHttpServer.Answer;
import dev.slipway.testkit.GitRepo;
import dev.slipway.testkit.LfsHttpServer;
import dev.slipway.testkit.LfsWork;
import dev.slipway.testkit.SshServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files in Git LFS, pushed by the real {@code git lfs}, come into a build. */
class LfsIT {
    private static final Inclusions WITH_LFS = new Inclusions(false, true);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final byte[] BIG = random(1, 300_000);

    @TempDir
    Path folder;

    private GitHttpServer server;
    private LfsHttpServer lfs;
    private GitRepo repo;
    private LfsWork work;
    private JGitSource source;

    @BeforeEach
    void serve() throws IOException {
        var served = Files.createDirectory(folder.resolve("served"));
        server = GitHttpServer.serve(served);
        lfs = LfsHttpServer.start();
        server.answerLfsBy(lfs);
        repo = GitRepo.create(served.resolve("web.git"));
        work = LfsWork.of(repo, folder.resolve("work")).file("Dockerfile", "FROM scratch\n".getBytes(UTF_8));
        source = new JGitSource(folder.resolve("clones"));
    }

    @AfterEach
    void stop() {
        server.close();
        lfs.close();
    }

    @Test
    void whatGitLfsPushedIsWhatTheBuildSees() throws Exception {
        work.file("assets/big.bin", BIG)
                .file("assets/empty.bin", new byte[0])
                .file("small.txt", "plain".getBytes(UTF_8));
        work.push(lfs.url());
        assertEquals(1, lfs.size());
        assertTrue(repo.git("show", "main:assets/big.bin").startsWith("version https://git-lfs"));
        assertArrayEquals(BIG, built("assets/big.bin"));
        assertArrayEquals(new byte[0], built("assets/empty.bin"));
        assertArrayEquals("plain".getBytes(UTF_8), built("small.txt"));
    }

    @Test
    void anAppThatComposeRunsHasAllOfThemWhateverIsIgnored() throws Exception {
        work.file("data/a.bin", BIG)
                .file(".dockerignore", "data\n".getBytes(UTF_8))
                .push(lfs.url());
        var compose = new ComposeSpec(List.of("compose.yaml"), List.of(), Map.of(), List.of(), "web", MINUTE);
        var to = Files.createDirectory(folder.resolve("tree"));
        try (var tree = source.fetch(SourceContract.app(git(WITH_LFS)).composed(compose), tip())) {
            tree.writeTo(to);
        }
        assertArrayEquals(BIG, Files.readAllBytes(to.resolve("data/a.bin")));
        var other = Files.createDirectory(folder.resolve("other"));
        try (var tree = source.fetch(SourceContract.app(git(Inclusions.NONE)).composed(compose), tip())) {
            var e = assertThrows(DeployException.class, () -> tree.writeTo(other));
            assertTrue(
                    e.failure().what().contains("Git LFS pointers stand in place of 1 file, data/a.bin"),
                    e.failure().what());
        }
    }

    @Test
    void whatIsHereOrIgnoredIsNotAskedFor() throws Exception {
        work.file("a.bin", BIG).file("b.bin", random(2, 1000)).file(".dockerignore", "b.bin\n".getBytes(UTF_8));
        work.push(lfs.url());
        int pushed = lfs.requests().size();
        assertArrayEquals(BIG, built("a.bin"));
        assertEquals(pushed + 2, lfs.requests().size());
        assertArrayEquals(BIG, built("a.bin"));
        assertEquals(pushed + 2, lfs.requests().size());
    }

    @Test
    void onlyTheObjectsOfTheCommitAreKept() throws Exception {
        work.file("a.bin", BIG).push(lfs.url());
        built("a.bin");
        var first = stored();
        work.file("a.bin", random(2, 1000)).push(lfs.url());
        built("a.bin");
        assertEquals(1, stored().size());
        assertFalse(stored().equals(first));
        work.file(".dockerignore", "*.bin\n".getBytes(UTF_8)).push(lfs.url());
        source.fetch(SourceContract.app(git(Inclusions.NONE)), tip()).close();
        assertEquals(List.of(), stored());
    }

    @Test
    void withoutTheKeyItIsNamedAsTheCure() throws Exception {
        work.file("a.bin", BIG).push(lfs.url());
        try (var tree = source.fetch(SourceContract.app(git(Inclusions.NONE)), tip())) {
            var e = assertThrows(DeployException.class, () -> tree.context(SourceContract.build(".", "Dockerfile")));
            assertTrue(
                    e.failure().next().startsWith("set git.lfs: true"),
                    e.failure().next());
        }
    }

    @Test
    void theTokenGoesToTheServerOfTheRepository() throws Exception {
        work.file("a.bin", BIG).push(lfs.url());
        server.requirePassword("robot", "sesame");
        lfs.requirePassword("robot", "sesame");
        var git = new GitSpec(server.url(repo), "main", "robot", Optional.of(new Secret("sesame"))).including(WITH_LFS);
        assertArrayEquals(BIG, built("a.bin", git));
    }

    @Test
    void aServerElsewhereGetsNoTokenAndItsOwnTicketOnly() throws Exception {
        try (var elsewhere = LfsHttpServer.start();
                var shelf = LfsHttpServer.start()) {
            work.file("a.bin", BIG).file(".lfsconfig", ("[lfs]\n\turl = " + elsewhere.url() + "\n").getBytes(UTF_8));
            work.push(elsewhere.url());
            elsewhere.keepObjectsAt(shelf, "let-me-in");
            server.requirePassword("robot", "sesame");
            var git = new GitSpec(server.url(repo), "main", "robot", Optional.of(new Secret("sesame")))
                    .including(WITH_LFS);
            assertArrayEquals(BIG, built("a.bin", git));
            assertEquals("POST /lfs/objects/batch [[][]]", elsewhere.requests().getLast());
            assertTrue(
                    shelf.requests().getLast().endsWith("[[][let-me-in]]"),
                    shelf.requests().toString());
            assertEquals(0, lfs.requests().size());
        }
    }

    @Test
    void aRedirectToAnotherServerIsFollowedWithoutTheTicket() throws Exception {
        try (var shelf = LfsHttpServer.start();
                var other = LfsHttpServer.start()) {
            work.file("a.bin", BIG).push(lfs.url());
            lfs.keepObjectsAt(shelf, "let-me-in");
            shelf.leadTo(other);
            assertArrayEquals(BIG, built("a.bin"));
            assertTrue(shelf.requests().getLast().contains("let-me-in"));
            assertTrue(
                    other.requests().getLast().endsWith("[[][]]"),
                    other.requests().toString());
        }
    }

    @Test
    void anObjectThatWasNeverPushedIsTheCommittersTrouble() throws Exception {
        work.file("assets/a.bin", BIG).push(lfs.url());
        lfs.forgetAll();
        var e = refused(git(WITH_LFS));
        assertEquals(Blame.YOURS, e.failure().blame());
        assertTrue(
                e.getMessage().startsWith("assets/a.bin is not at " + server.url(repo) + "/info/lfs"), e.getMessage());
        assertTrue(e.failure().next().contains("git lfs push"), e.failure().next());
    }

    @ParameterizedTest
    @CsvSource({"299999, shorter", "300000, another file", "300001, longer"})
    void contentThatIsNotTheObjectIsRefusedAndNotKept(int size, String words) throws Exception {
        work.file("a.bin", BIG).push(lfs.url());
        lfs.replaceAll(random(7, size));
        var e = refused(git(WITH_LFS));
        assertEquals(Blame.REMOTE, e.failure().blame());
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertEquals(List.of(), stored());
    }

    @Test
    void aServerInTroubleIsToldInWords() throws Exception {
        work.file("a.bin", BIG).push(lfs.url());
        lfs.answerAll(Answer.status(503));
        assertTrue(refused(git(WITH_LFS)).getMessage().contains("info/lfs is in trouble (HTTP 503)"));
        lfs.answerAll(Answer.html("<html>log in</html>"));
        assertTrue(
                refused(git(WITH_LFS)).getMessage().contains("is not a server of Git LFS: it answers with text/html"));
        lfs.answerAll(Answer.redirect("http://127.0.0.1:1/elsewhere"));
        assertTrue(refused(git(WITH_LFS)).getMessage().contains("leads to http://127.0.0.1:1/elsewhere"));
    }

    @Test
    void aServerThatWantsAPasswordIsNotAskedAgainSoon() throws Exception {
        work.file("a.bin", BIG).push(lfs.url());
        lfs.requirePassword("robot", "sesame");
        var e = refused(git(WITH_LFS));
        assertTrue(e.getMessage().contains("needs a token (HTTP 401)"), e.getMessage());
        assertEquals(RemoteCall.AFTER_A_REFUSAL, e.patience());
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() throws Exception {
        work.file("a.bin", BIG).push(lfs.url());
        lfs.fallSilent();
        source = new JGitSource(
                folder.resolve("clones"),
                new JGitSource.Limits(MINUTE, MINUTE, MINUTE, Duration.ofSeconds(1)),
                () -> 0);
        var e = refused(git(WITH_LFS));
        assertTrue(e.getMessage().contains("has sent nothing for 1 s"), e.getMessage());
        assertEquals(List.of(), stored());
    }

    @Test
    void itEndsWhenItsTimeIsUpAndWhenTheDiskFills() throws Exception {
        work.file("a.bin", BIG).push(lfs.url());
        lfs.fallSilent();
        var limits = new JGitSource.Limits(MINUTE, MINUTE, Duration.ofSeconds(1), MINUTE);
        source = new JGitSource(folder.resolve("clones"), limits, () -> 0);
        assertTrue(refused(git(WITH_LFS)).getMessage().contains("did not finish answering within 1 s"));
        source = new JGitSource(folder.resolve("clones"), JGitSource.Limits.DEFAULT, () -> Long.MAX_VALUE);
        var e = refused(git(WITH_LFS));
        assertEquals(Blame.HOST, e.failure().blame());
        assertTrue(e.getMessage().contains("was cut short"), e.getMessage());
    }

    @Test
    void itIsCalledOffByAnInterrupt() throws Exception {
        work.file("a.bin", BIG).push(lfs.url());
        lfs.fallSilent();
        int before = lfs.requests().size();
        var fetch = new FutureTask<>(() -> source.fetch(SourceContract.app(git(WITH_LFS)), tip()));
        var thread = Thread.ofPlatform().start(fetch);
        Await.until("the object is asked for", MINUTE, () -> lfs.requests().size(), size -> size >= before + 2);
        thread.interrupt();
        var e = assertThrows(ExecutionException.class, fetch::get);
        assertInstanceOf(InterruptedException.class, e.getCause());
    }

    @Test
    void whatIsDamagedInTheStoreIsBroughtAnewNextTime() throws Exception {
        work.file("a.bin", BIG).push(lfs.url());
        built("a.bin");
        Files.write(folder.resolve("clones/web.git/lfs").resolve(stored().getFirst()), random(9, BIG.length));
        assertThrows(IOException.class, () -> built("a.bin"));
        assertArrayEquals(BIG, built("a.bin"));
    }

    @Test
    void aNewCloneKeepsWhatWasBrought() throws Exception {
        work.file("a.bin", BIG).push(lfs.url());
        built("a.bin");
        var clone = folder.resolve("clones/web.git");
        Files.createFile(clone.resolve("lfs/incoming_1"));
        Files.createFile(clone.resolve("refs/slipway/tip.lock"));
        int before = lfs.requests().size();
        work.file("c.txt", "more".getBytes(UTF_8)).push(lfs.url());
        int pushed = lfs.requests().size() - before;
        source = new JGitSource(folder.resolve("clones"));
        assertArrayEquals(BIG, built("a.bin"));
        assertEquals(before + pushed, lfs.requests().size());
        assertEquals(1, stored().size());
    }

    @Test
    void aRepositoryInAFolderHasThemBesideItsObjects() throws Exception {
        work.file("a.bin", BIG).pushToFolder();
        assertArrayEquals(
                BIG, built("a.bin", new GitSpec(repo.url(), "main", "x", Optional.empty()).including(WITH_LFS)));
    }

    @Test
    void aSubmodulesFilesComeFromItsOwnServer() throws Exception {
        work.file("a.bin", BIG).push(lfs.url());
        var app = GitRepo.create(folder.resolve("served/app.git"));
        app.change()
                .file("Dockerfile", "FROM scratch\n")
                .file(".gitmodules", "[submodule \"lib\"]\n\tpath = lib\n\turl = ../web.git\n")
                .submodule("lib", repo.tip())
                .commit("Use it");
        repo = app;
        assertArrayEquals(BIG, built("lib/a.bin", git(new Inclusions(true, true))));
        assertTrue(
                server.requests().contains("POST /web.git/info/lfs/objects/batch"),
                server.requests().toString());
    }

    @Test
    void overSshTheServerSaysWhereTheyAre() throws Exception {
        try (var ssh = SshServer.start(folder.resolve("sshd"))) {
            var key = SshServer.makeKey(folder.resolve("key"), "ed25519", "");
            ssh.admit(key);
            var known = Files.writeString(folder.resolve("known_hosts"), ssh.knownHost("ed25519"));
            work.file("a.bin", BIG).push(lfs.url());
            lfs.requirePassword("ssh", "ticket");
            ssh.offer(
                    "git-lfs-authenticate", """
                    [ "$1 $2" = "%s download" ] || exit 3
                    echo '{"href": "%s", "header": {"Authorization": "Basic c3NoOnRpY2tldA=="}, "expires_in": 60}'
                    """.formatted(repo.path().toString().substring(1), lfs.url()));
            var git = new GitSpec(ssh.url(repo), "main", "x", Optional.empty())
                    .with(new SshSpec(key, Optional.empty(), known))
                    .including(WITH_LFS);
            assertArrayEquals(BIG, built("a.bin", git));

            ssh.offer("git-lfs-authenticate", "echo 'no such repository' >&2; exit 3");
            var fresh = new JGitSource(folder.resolve("other-clones"));
            var e = assertThrows(DeployException.class, () -> fresh.fetch(SourceContract.app(git), tip()));
            assertEquals(Blame.REMOTE, e.failure().blame());
            assertTrue(e.getMessage().contains("git-lfs-authenticate ended with exit code 3"), e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'oid sha256:short\nsize 1\n'",
        "'ext-0-foo sha256:x\noid sha256:x\nsize 1\n'",
        "''",
    })
    void whatOnlyBeginsLikeAPointerIsRefused(String rest) throws Exception {
        repo.commit(
                Map.of("Dockerfile", "FROM scratch\n", "a.bin", "version https://git-lfs.github.com/spec/v1\n" + rest));
        var e = refused(git(WITH_LFS));
        assertEquals(Blame.YOURS, e.failure().blame());
        assertTrue(e.getMessage().contains("a.bin begins like a pointer of Git LFS"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "file:///srv/lfs, is a path on this machine",
        "ssh://git@elsewhere.example/x.git, is reached over SSH at another host",
        "ext::sh, is none that Slipway fetches from",
    })
    void anLfsUrlThatMisleadsIsRefused(String url, String words) throws Exception {
        work.file("a.bin", BIG)
                .file(".lfsconfig", ("[lfs]\n\turl = " + url + "\n").getBytes(UTF_8))
                .push(lfs.url());
        var e = refused(git(WITH_LFS));
        assertEquals(Blame.YOURS, e.failure().blame());
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    private DeployException refused(GitSpec git) {
        return assertThrows(DeployException.class, () -> source.fetch(SourceContract.app(git), tip()));
    }

    private GitSpec git(Inclusions inclusions) {
        return new GitSpec(server.url(repo), "main", GitSpec.DEFAULT_USERNAME, Optional.empty()).including(inclusions);
    }

    private Commit tip() {
        return new Commit(repo.tip());
    }

    private byte[] built(String path) throws Exception {
        return built(path, git(WITH_LFS));
    }

    private byte[] built(String path, GitSpec git) throws Exception {
        try (var tree = source.fetch(SourceContract.app(git), tip())) {
            return file(tree, path);
        }
    }

    private static byte[] file(Source.Tree tree, String path) throws Exception {
        var bytes = new ByteArrayOutputStream();
        tree.context(SourceContract.build(".", "Dockerfile")).writeTo(bytes);
        try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()), UTF_8.name())) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(path)) {
                    return tar.readAllBytes();
                }
            }
        }
        throw new AssertionError("no " + path);
    }

    private List<String> stored() throws IOException {
        var store = folder.resolve("clones/web.git/lfs");
        if (!Files.isDirectory(store)) {
            return List.of();
        }
        try (var files = Files.list(store)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] random(long seed, int size) {
        var bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
