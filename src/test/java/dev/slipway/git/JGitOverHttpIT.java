package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.deploy.SourceContract;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import dev.slipway.model.Secret;
import dev.slipway.model.TagFilter;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.GitHttpServer;
import dev.slipway.testkit.GitRepo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JGit asks a real {@code git http-backend}; and what it leaves on disk. */
class JGitOverHttpIT extends SourceContract {
    private static final Map<String, String> FILES = Map.of("Dockerfile", "FROM scratch\n", "a.txt", "one");

    @TempDir
    Path folder;

    private GitRepo repo;
    private GitHttpServer server;
    private GitRemote remote;
    private Path clones;
    private JGitSource source;

    @BeforeEach
    void prepare() throws IOException {
        repo = GitRepo.create(Files.createDirectory(folder.resolve("served")).resolve("web.git"));
        server = GitHttpServer.serve(folder.resolve("served"));
        remote = new GitRemote(repo, server.url(repo));
        clones = folder.resolve("clones");
        source = new JGitSource(clones);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected Source source() {
        return source;
    }

    @Override
    protected Remote remote() {
        return remote;
    }

    @Test
    void aPollThatFindsNothingNewWritesNothingToDisk() throws Exception {
        var commit = remote.push("First", FILES);
        source.fetch(app(), commit).close();
        source.tip(app().git());
        var before = everything();
        for (int i = 0; i < 3; i++) {
            source.tip(app().git());
        }
        assertEquals(before, everything());
    }

    @Test
    void aPollOfARepositoryOnThisMachineWritesNothingToDiskEither() throws Exception {
        remote.push("First", FILES);
        var git = new GitSpec(repo.path().toString(), "main", GitSpec.DEFAULT_USERNAME, Optional.empty());
        var before = everything();
        source.tip(git);
        source.tip(git);
        assertEquals(before, everything());
    }

    @Test
    void aCommitThatIsHereIsNotAskedForAgain() throws Exception {
        var commit = remote.push("First", FILES);
        source.fetch(app(), commit).close();
        int before = server.requests().size();
        new JGitSource(clones).fetch(app(), commit).close();
        assertEquals(before, server.requests().size());
    }

    @Test
    void theTokenIsSentWithTheFirstRequest() throws Exception {
        var commit = remote.push("First", FILES);
        server.requirePassword("robot", "sesame");
        var git = new GitSpec(remote.url(), "main", "robot", Optional.of(new Secret("sesame")));
        assertEquals(new Source.Tip.At(commit), source.tip(git));
        assertEquals(List.of("GET /web.git/info/refs", "POST /web.git/git-upload-pack"), server.requests());
        source.fetch(app(git), commit).close();
    }

    @Test
    void aLookAtTagsIsOneRequestForThoseThatBeginLikeThem() throws Exception {
        var commit = remote.push("First", FILES);
        var git = app().git().with(new TagFilter(List.of("v*")));
        remote.tag("other", commit, true);
        assertEquals(new Source.Tip.NoTag(List.of()), source.tip(git));
        remote.tag("v1.0.0", commit, true);
        assertEquals(new Source.Tip.At(commit, Optional.of("v1.0.0")), source.tip(git));
        var one = List.of("GET /web.git/info/refs", "POST /web.git/git-upload-pack");
        assertEquals(Stream.concat(one.stream(), one.stream()).toList(), server.requests());
    }

    @Test
    void aWrongTokenCostsOneRequestAndIsNotPrinted() {
        remote.push("First", FILES);
        server.requirePassword("robot", "sesame");
        var git = new GitSpec(remote.url(), "main", "robot", Optional.of(new Secret("wrong-sesame")));
        var e = assertThrows(DeployException.class, () -> source.tip(git));
        assertEquals(1, server.requests().size());
        assertTrue(e.getMessage().contains("refused the token (HTTP 401)"), e.getMessage());
        assertFalse(e.failure().toString().contains("wrong-sesame"));
    }

    @Test
    void fetchesByHistoryFromAServerThatGivesBranchesOnly() throws Exception {
        var old = remote.push("First", FILES);
        for (int i = 0; i < 5; i++) {
            remote.push("Later " + i, Map.of("a.txt", "later " + i));
        }
        // Such a server checks whether what is wanted was advertised.
        server.speakOldProtocol();
        try (var tree = source.fetch(app(), old)) {
            assertEquals("First", tree.subject());
        }
    }

    @Fault({1, 28})
    @Test
    void whatAKilledProcessLeftBehindIsClearedAway() throws Exception {
        source.fetch(app(), remote.push("First", FILES)).close();
        var clone = clones.resolve("web.git");
        Files.createFile(clone.resolve("refs/slipway/tip.lock"));
        Files.createFile(clone.resolve("shallow.lock"));
        Files.write(clone.resolve("objects/incoming_123.pack"), new byte[10]);
        Files.createDirectories(clones.resolve("web.git.new/objects"));
        Files.createDirectories(clones.resolve("web.git.old/objects"));
        var second = remote.push("Second", Map.of("a.txt", "two"));
        new JGitSource(clones).fetch(app(), second).close();
        assertEquals(List.of("web.git"), names(clones));
        assertFalse(everything().keySet().stream().anyMatch(name -> name.endsWith(".lock")));
        assertFalse(Files.exists(clone.resolve("objects/incoming_123.pack")));
    }

    @Fault(28)
    @Test
    void aLockThatComesLaterLeadsToANewClone() throws Exception {
        source.fetch(app(), remote.push("First", FILES)).close();
        Files.createFile(clones.resolve("web.git/refs/slipway/tip.lock"));
        var second = remote.push("Second", Map.of("a.txt", "two"));
        try (var tree = source.fetch(app(), second)) {
            assertEquals("two", files(tree).get("a.txt"));
        }
        assertFalse(Files.exists(clones.resolve("web.git/refs/slipway/tip.lock")));
    }

    @Fault(29)
    @Test
    void aTruncatedPackLeadsToANewClone() throws Exception {
        var first = remote.push("First", FILES);
        source.fetch(app(), first).close();
        for (var pack : packs()) {
            pack.toFile().setWritable(true);
            Files.write(pack, new byte[20]);
        }
        try (var tree = new JGitSource(clones).fetch(app(), first)) {
            assertEquals("one", files(tree).get("a.txt"));
        }
    }

    @Fault(29)
    @Test
    void aMissingPackLeadsToANewClone() throws Exception {
        var first = remote.push("First", FILES);
        source.fetch(app(), first).close();
        for (var pack : packs()) {
            Files.delete(pack);
        }
        source.fetch(app(), first).close();
    }

    @Fault(29)
    @Test
    void contentThatTurnsOutCorruptIsClonedAnewNextTime() throws Exception {
        var first = remote.push("First", Map.of("Dockerfile", "FROM scratch\n", "big", "incompressible ".repeat(50)));
        source.fetch(app(), first).close();
        for (var pack : packs()) {
            pack.toFile().setWritable(true);
            var bytes = Files.readAllBytes(pack);
            // The last object's data, before the 20 bytes of checksum.
            bytes[bytes.length - 26] ^= 0x55;
            bytes[bytes.length - 27] ^= 0x55;
            Files.write(pack, bytes);
        }
        var again = new JGitSource(clones);
        try (var tree = again.fetch(app(), first)) {
            assertThrows(Exception.class, () -> files(tree));
        }
        try (var tree = again.fetch(app(), first)) {
            assertEquals(2, files(tree).size());
        }
    }

    @Test
    void anotherUrlMeansAnotherClone() throws Exception {
        source.fetch(app(), remote.push("First", FILES)).close();
        var other = GitRepo.create(folder.resolve("served/other.git"));
        var commit = new Commit(other.commit("Elsewhere", FILES));
        var git = new GitSpec(server.url(other), "main", GitSpec.DEFAULT_USERNAME, Optional.empty());
        source.fetch(app(git), commit).close();
        assertTrue(Files.readString(clones.resolve("web.git/config")).contains("other.git"));
        assertEquals(1, packs().size());
    }

    @Fault(30)
    @Test
    void aCloneOfManyPacksIsReplacedByOneOfFew() throws Exception {
        source.fetch(app(), remote.push("First", FILES)).close();
        for (int i = packs().size(); i < 50; i++) {
            Files.createFile(clones.resolve("web.git/objects/pack/pack-" + i + ".pack"));
        }
        source.fetch(app(), remote.push("Second", Map.of("a.txt", "two"))).close();
        assertEquals(1, packs().size());
    }

    @Fault(27)
    @Test
    void aCloneIsShallow() throws Exception {
        for (int i = 0; i < 5; i++) {
            remote.push("Change " + i, Map.of("Dockerfile", "FROM scratch\n", "a.txt", "number " + i));
        }
        source.fetch(app(), new Commit(repo.tip())).close();
        assertEquals(List.of(repo.tip()), Files.readAllLines(clones.resolve("web.git/shallow")));
    }

    private static Map<String, String> files(Source.Tree tree) throws Exception {
        var bytes = new ByteArrayOutputStream();
        tree.context(build(".", "Dockerfile")).writeTo(bytes);
        return new TreeMap<>(Tar.read(bytes.toByteArray()).contents());
    }

    private List<Path> packs() throws IOException {
        try (var files = Files.list(clones.resolve("web.git/objects/pack"))) {
            return files.filter(file -> file.toString().endsWith(".pack")).toList();
        }
    }

    private static List<String> names(Path in) throws IOException {
        try (var files = Files.list(in)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** All files below the test's folder, with size and time. */
    private Map<String, String> everything() throws IOException {
        var found = new TreeMap<String, String>();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files::iterator) {
                FileTime time = Files.getLastModifiedTime(file);
                found.put(file.toString(), Files.isDirectory(file) ? "folder " + time : Files.size(file) + " " + time);
            }
        }
        return found;
    }
}
