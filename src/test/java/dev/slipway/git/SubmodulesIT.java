package dev.slipway.git;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import dev.slipway.model.PathFilter;
import dev.slipway.model.Secret;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.GitHttpServer;
import dev.slipway.testkit.GitRepo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Submodules in repositories of the real {@code git}, served by its {@code http-backend}. */
class SubmodulesIT {
    private static final Map<String, String> GIT_ALONE =
            Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1");

    @TempDir
    Path folder;

    private GitHttpServer server;
    private GitRepo app;
    private GitRepo lib;
    private JGitSource source;

    @BeforeEach
    void serve() throws IOException {
        var served = Files.createDirectory(folder.resolve("served"));
        server = GitHttpServer.serve(served);
        app = GitRepo.create(served.resolve("app.git"));
        lib = GitRepo.create(served.resolve("lib.git"));
        source = new JGitSource(folder.resolve("clones"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theBuildSeesWhatARecursiveCloneOfGitHas() throws Exception {
        var deep = repo("deep");
        var deepest = deep.commit(Map.of("deep.txt", "deep"));
        lib.change()
                .file("a.txt", "of the lib")
                .executable("run.sh", "#!/bin/sh\n")
                .symlink("up", "../../Dockerfile")
                .file(".gitmodules", module("inner", "third/party", "../deep.git"))
                .submodule("third/party", deepest)
                .commit("Have one too");
        var sha = lib.tip();
        lib.commit(Map.of("a.txt", "later than what the app wants"));
        commit("vendor/lib", "../lib.git", sha);

        var work = folder.resolve("work");
        git("clone", "--quiet", "--recurse-submodules", server.url(app), work.toString());
        assertEquals(workTree(work), contents(tree()));
    }

    @Test
    void dockerignoreReachesIntoASubmodule() throws Exception {
        var sha = lib.commit(Map.of("a.txt", "one", "b.log", "two", "docs/c.txt", "three", "docs/keep.txt", "four"));
        app.change()
                .file("Dockerfile", "FROM scratch\n")
                .file(".dockerignore", "**/*.log\nvendor/lib/docs\n!vendor/lib/docs/keep.txt\n")
                .file(".gitmodules", module("lib", "vendor/lib", "../lib.git"))
                .submodule("vendor/lib", sha)
                .commit("Use it");
        try (var tree = tree()) {
            assertEquals(
                    Set.of("vendor/", "vendor/lib/", "vendor/lib/a.txt", "vendor/lib/docs/keep.txt"),
                    names(tree, "vendor"));
        }
    }

    @Test
    void contextAndDockerfileMayLieInASubmodule() throws Exception {
        var sha = lib.commit(Map.of("docker/Dockerfile", "FROM within\n", "docker/a.txt", "one"));
        app.change()
                .symlink("linked", "vendor/lib/docker/Dockerfile")
                .file(".gitmodules", module("lib", "vendor/lib", "../lib.git"))
                .submodule("vendor/lib", sha)
                .commit("Use it");
        try (var tree = tree()) {
            var within = tree.context(SourceContract.build("vendor/lib/docker", "Dockerfile"));
            assertEquals("FROM within\n", within.dockerfile());
            assertEquals(Set.of("Dockerfile", "a.txt"), Tar.read(bytes(within)).names());
            var linked = tree.context(SourceContract.build(".", "linked"));
            assertEquals("FROM within\n", linked.dockerfile());
            assertEquals("vendor/lib/docker/Dockerfile", linked.dockerfilePath());
        }
    }

    @Test
    void withoutTheKeyTheFolderIsEmptyAndThatIsSaid() throws Exception {
        commit("vendor/lib", "../lib.git", lib.commit(Map.of("a.txt", "one")));
        try (var tree = source.fetch(app(Inclusions.NONE), tip())) {
            var context = tree.context(SourceContract.build(".", "Dockerfile"));
            assertEquals(
                    List.of(
                            "an empty folder in the build context: git.submodules is false, so nothing was fetched for the"
                                    + " submodule vendor/lib"),
                    context.remarks());
            assertEquals(Set.of("vendor/", "vendor/lib/"), names(tree, "vendor"));
        }
    }

    @Test
    void nothingIsSaidOfASubmoduleThatIsThereOrIsNotWanted() throws Exception {
        commit("vendor/lib", "../lib.git", lib.commit(Map.of("a.txt", "one")));
        try (var tree = tree()) {
            assertEquals(
                    List.of(),
                    tree.context(SourceContract.build(".", "Dockerfile")).remarks());
        }
        app.commit(Map.of(".dockerignore", "vendor\n"));
        try (var tree = source.fetch(app(Inclusions.NONE), tip())) {
            assertEquals(
                    List.of(),
                    tree.context(SourceContract.build(".", "Dockerfile")).remarks());
        }
    }

    @Test
    void oneThatSaysUpdateNoneStaysEmpty() throws Exception {
        app.change()
                .file("Dockerfile", "FROM scratch\n")
                .file(".gitmodules", module("lib", "lib", "http://127.0.0.1:1/lib.git") + "\tupdate = none\n")
                .submodule("lib", "0123456789".repeat(4))
                .commit("Name it");
        try (var tree = tree()) {
            var remarks = tree.context(SourceContract.build(".", "Dockerfile")).remarks();
            assertEquals(1, remarks.size());
            assertTrue(remarks.getFirst().contains("update = none of the submodule lib"), remarks.getFirst());
        }
    }

    @Test
    void aCommitThatIsHereIsNotAskedForAgain() throws Exception {
        commit("lib", "../lib.git", lib.commit(Map.of("a.txt", "one")));
        tree().close();
        int before = server.requests().size();
        new JGitSource(folder.resolve("clones"))
                .fetch(app(new Inclusions(true, false)), tip())
                .close();
        assertEquals(before, server.requests().size());
    }

    @Test
    void clonesAreShallowAndOldOnesGo() throws Exception {
        lib.commit(Map.of("a.txt", "one"));
        lib.commit(Map.of("a.txt", "two"));
        commit("lib", "../lib.git", lib.commit(Map.of("a.txt", "three")));
        tree().close();
        var clones = modules();
        assertEquals(1, clones.size());
        assertEquals(List.of(lib.tip()), Files.readAllLines(clones.getFirst().resolve("shallow")));

        var other = repo("other");
        commit("lib", "../other.git", other.commit(Map.of("a.txt", "four")));
        tree().close();
        assertEquals(1, modules().size());
        assertFalse(modules().equals(clones));

        source.fetch(app(Inclusions.NONE), tip()).close();
        assertEquals(List.of(), modules());
    }

    @Test
    void anOldServerGivesItByTheHistoryOfABranchOrTag() throws Exception {
        var old = lib.commit(Map.of("a.txt", "one"));
        lib.commit(Map.of("a.txt", "two"));
        lib.git("tag", "v1");
        lib.forcePush("Anew", Map.of("b.txt", "three"));
        commit("lib", "../lib.git", old);
        server.speakOldProtocol();
        assertEquals("one", contents(tree()).get("lib/a.txt"));
    }

    @Fault({1, 28, 29})
    @Test
    void whatAKilledProcessLeftAndWhatIsDamagedIsMadeGood() throws Exception {
        commit("lib", "../lib.git", lib.commit(Map.of("a.txt", "one")));
        tree().close();
        var clone = modules().getFirst();
        Files.createFile(clone.resolve("shallow.lock"));
        Files.createDirectories(clone.resolveSibling(clone.getFileName() + ".new/objects"));
        for (var pack : packs(clone)) {
            pack.toFile().setWritable(true);
            Files.write(pack, new byte[20]);
        }
        source = new JGitSource(folder.resolve("clones"));
        assertEquals("one", contents(tree()).get("lib/a.txt"));
        assertEquals(List.of(clone), modules());
        assertFalse(Files.exists(clone.resolve("shallow.lock")));
    }

    @Test
    void contentThatTurnsOutCorruptIsClonedAnewNextTime() throws Exception {
        commit("lib", "../lib.git", lib.commit(Map.of("big", "incompressible ".repeat(50))));
        tree().close();
        for (var pack : packs(modules().getFirst())) {
            pack.toFile().setWritable(true);
            var bytes = Files.readAllBytes(pack);
            bytes[bytes.length - 26] ^= 0x55;
            bytes[bytes.length - 27] ^= 0x55;
            Files.write(pack, bytes);
        }
        source = new JGitSource(folder.resolve("clones"));
        assertThrows(Exception.class, () -> contents(tree()));
        assertEquals("incompressible ".repeat(50), contents(tree()).get("lib/big"));
    }

    @Test
    void theTokenGoesToTheSameHostAndToNoOther() throws Exception {
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (var stranger = GitHttpServer.serve(elsewhere)) {
            var foreign = GitRepo.create(elsewhere.resolve("foreign.git"));
            var sha = foreign.commit(Map.of("b.txt", "two"));
            app.change()
                    .file("Dockerfile", "FROM scratch\n")
                    .file(
                            ".gitmodules",
                            module("lib", "lib", "../lib.git") + module("foreign", "foreign", stranger.url(foreign)))
                    .submodule("lib", lib.commit(Map.of("a.txt", "one")))
                    .submodule("foreign", sha)
                    .commit("Use both");
            server.requirePassword("robot", "sesame");
            var git = new GitSpec(server.url(app), "main", "robot", Optional.of(new Secret("sesame")))
                    .including(new Inclusions(true, false));
            try (var tree = source.fetch(SourceContract.app(git), tip())) {
                assertEquals("one", contents(tree).get("lib/a.txt"));
                assertEquals("two", contents(tree).get("foreign/b.txt"));
            }
            assertTrue(server.authorizations() > 0);
            assertEquals(0, stranger.authorizations());

            stranger.requirePassword("robot", "sesame");
            var e = assertThrows(
                    DeployException.class,
                    () -> new JGitSource(folder.resolve("other-clones")).fetch(SourceContract.app(git), tip()));
            assertEquals(Blame.REMOTE, e.failure().blame());
            assertTrue(e.getMessage().contains("submodule foreign of commit"), e.getMessage());
            assertTrue(
                    e.failure().next().contains("shows the token to the host of git.url alone"),
                    e.failure().next());
            assertEquals(0, stranger.authorizations());
        }
    }

    @Test
    void aShortSshUrlOfTheSameHostIsFetchedAsTheAppIs() throws Exception {
        commit("lib", "git@127.0.0.1:lib.git", lib.commit(Map.of("a.txt", "one")));
        assertEquals("one", contents(tree()).get("lib/a.txt"));
    }

    @Test
    void aCommitThatTheSubmoduleDoesNotHaveIsTheCommittersTrouble() throws Exception {
        lib.commit(Map.of("a.txt", "one"));
        var absent = "0123456789".repeat(4);
        commit("vendor/lib", "../lib.git", absent);
        var e = refused();
        assertEquals(Blame.YOURS, e.failure().blame());
        assertEquals(
                "the submodule vendor/lib of commit " + tip() + ": commit " + absent + " is not in " + server.url(lib)
                        + ", or its server does not give it away",
                e.getMessage());
        assertTrue(e.failure().next().contains("--retry"), e.failure().next());
    }

    @Test
    void aServerOutOfReachIsTheRemotesTrouble() throws Exception {
        commit("vendor/lib", "http://127.0.0.1:1/lib.git", lib.commit(Map.of("a.txt", "one")));
        var e = refused();
        assertEquals(Blame.REMOTE, e.failure().blame());
        assertTrue(e.getMessage().startsWith("the submodule vendor/lib of commit " + tip() + ": no connection to "));
    }

    @Test
    void aRepositoryThatIsNotThereIsNamedWithItsSubmodule() throws Exception {
        commit("vendor/lib", "../gone.git", lib.commit(Map.of("a.txt", "one")));
        var e = refused();
        assertEquals(Blame.REMOTE, e.failure().blame());
        assertTrue(e.getMessage().contains("vendor/lib") && e.getMessage().contains("gone.git"), e.getMessage());
        assertFalse(e.failure().next().contains("git.url"), e.failure().next());
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource({
        "ext::sh -c x, is none that Slipway fetches from",
        "--upload-pack=x, is none that Slipway fetches from",
        "/srv/git/lib.git, is a path on this machine",
        "file:///srv/git/lib.git, is a path on this machine",
        "../../../etc, leads out of 127.0.0.1",
        "https://me:hunter2@127.0.0.1/lib.git, holds a password",
        "ssh://git@elsewhere.example/lib.git, is reached over SSH at another host",
        "'', has no url in .gitmodules",
    })
    void aUrlThatMisleadsIsRefusedBeforeAnythingIsAsked(String url, String words) throws Exception {
        commit("lib", url, lib.commit(Map.of("a.txt", "one")));
        source.fetch(app(Inclusions.NONE), tip()).close();
        int before = server.requests().size();
        var e = refused();
        assertEquals(Blame.YOURS, e.failure().blame());
        assertTrue(e.getMessage().contains("submodule lib of commit"), e.getMessage());
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertFalse(e.failure().toString().contains("hunter2"));
        assertEquals(before, server.requests().size());
    }

    @Test
    void aRepositoryOnThisMachineMayNameOthersOnIt() throws Exception {
        commit("lib", lib.path().toString(), lib.commit(Map.of("a.txt", "one")));
        var git = new GitSpec(app.path().toString(), "main", "x", Optional.empty())
                .including(new Inclusions(true, false));
        try (var tree = source.fetch(SourceContract.app(git), tip())) {
            assertEquals("one", contents(tree).get("lib/a.txt"));
        }
    }

    @Test
    void aFolderWithoutALineInGitmodulesIsNamed() throws Exception {
        app.change()
                .file("Dockerfile", "FROM scratch\n")
                .submodule("lost", "0123456789".repeat(4))
                .commit("Forget to say where");
        assertTrue(refused().getMessage().contains("submodule lost of commit"));
    }

    @Test
    void gitmodulesThatIsALinkIsRefused() throws Exception {
        app.change()
                .file("Dockerfile", "FROM scratch\n")
                .file("real", module("lib", "lib", "../lib.git"))
                .symlink(".gitmodules", "real")
                .submodule("lib", lib.commit(Map.of("a.txt", "one")))
                .commit("Link it");
        assertTrue(refused().getMessage().contains(".gitmodules is no plain file"));
    }

    /** Trees that Git does not write, but that a server may send. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"..", ".git", ".GIT", "."})
    void aTreeThatGitWouldNotCheckOutIsRefused(String name) throws Exception {
        lib.commit(Map.of("a.txt", "one"));
        var blob = lib.git("rev-parse", "main:a.txt");
        commit("lib", "../lib.git", commitOf(lib, tree(lib, "100644 " + name, blob)));
        var e = refused();
        assertEquals(Blame.YOURS, e.failure().blame());
        assertTrue(e.getMessage().contains("in the submodule lib: "), e.getMessage());
        assertTrue(e.getMessage().contains("is not one that Git would check out"), e.getMessage());
    }

    @Test
    void aLinkBesideAFolderOfTheSameNameIsRefused() throws Exception {
        var sha = lib.commit(Map.of("a.txt", "one"));
        var link = lib.git("rev-parse", "main:a.txt");
        var inner = tree(lib, "160000 b", sha);
        commit("lib", "../lib.git", commitOf(lib, tree(lib, "120000 a", link, "40000 a", inner)));
        assertTrue(refused().getMessage().contains("is not one that Git would check out"));
    }

    @Test
    void aPathLikeAnOptionIsRefused() throws Exception {
        commit("-u./lib", "../lib.git", lib.commit(Map.of("a.txt", "one")));
        assertTrue(refused().getMessage().contains("begins like an option"));
    }

    @Test
    void moreLevelsThanAnyoneNeedsAreRefused() throws Exception {
        var sha = lib.commit(Map.of("a.txt", "one"));
        var below = "lib";
        for (int level = 0; level < 8; level++) {
            var repo = repo("level" + level);
            sha = repo.change()
                    .file(".gitmodules", module("x", "x", "../" + below + ".git"))
                    .submodule("x", sha)
                    .commit("Go deeper");
            below = "level" + level;
        }
        commit("x", "../" + below + ".git", sha);
        var e = refused();
        assertEquals(Blame.YOURS, e.failure().blame());
        assertTrue(e.getMessage().contains("is one too many"), e.getMessage());
    }

    @Test
    void theSubmodulesFolderIsAPathThatTouches() throws Exception {
        var first = lib.commit(Map.of("a.txt", "one"));
        commit("vendor/lib", "../lib.git", first);
        var before = tip();
        commit("vendor/lib", "../lib.git", lib.commit(Map.of("a.txt", "two")));
        for (var paths : List.of("vendor/lib", "vendor/lib/**", "vendor", "vendor/**")) {
            assertTrue(source.touches(watching(paths), before, tip()), paths);
        }
        assertFalse(source.touches(watching("docs/**"), before, tip()));
    }

    private GitRepo repo(String name) {
        return GitRepo.create(folder.resolve("served/" + name + ".git"));
    }

    private void commit(String path, String url, String sha) {
        app.change()
                .file("Dockerfile", "FROM scratch\n")
                .file(".gitmodules", module("lib", path, url))
                .submodule(path, sha)
                .commit("Use a library");
    }

    private static String module(String name, String path, String url) {
        return "[submodule \"" + name + "\"]\n\tpath = " + path + "\n" + (url.isEmpty() ? "" : "\turl = " + url + "\n");
    }

    /** Pairs of "mode name" and object, as they are. */
    private String tree(GitRepo repo, String... entries) throws IOException {
        var raw = new ByteArrayOutputStream();
        for (int i = 0; i < entries.length; i += 2) {
            raw.writeBytes((entries[i] + "\0").getBytes(UTF_8));
            raw.writeBytes(HexFormat.of().parseHex(entries[i + 1]));
        }
        var file = Files.write(folder.resolve("tree"), raw.toByteArray());
        return repo.git("hash-object", "-w", "-t", "tree", "--literally", file.toString());
    }

    private static String commitOf(GitRepo repo, String tree) {
        var sha = repo.git(
                "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit-tree", "-m", "Mislead", tree);
        repo.git("update-ref", "refs/heads/odd", sha);
        return sha;
    }

    private DeployException refused() {
        return assertThrows(DeployException.class, () -> source.fetch(app(new Inclusions(true, false)), tip()));
    }

    private Commit tip() {
        return new Commit(app.tip());
    }

    private App app(Inclusions inclusions) {
        return SourceContract.app(
                new GitSpec(server.url(app), "main", GitSpec.DEFAULT_USERNAME, Optional.empty()).including(inclusions));
    }

    private App watching(String paths) {
        return SourceContract.app(app(Inclusions.NONE).git().watching(new PathFilter(List.of(paths))));
    }

    private Source.Tree tree() throws Exception {
        return source.fetch(app(new Inclusions(true, false)), tip());
    }

    private static Map<String, String> contents(Source.Tree tree) throws Exception {
        try (tree) {
            return contents(tree.context(SourceContract.build(".", "Dockerfile")));
        }
    }

    /** Files with their content, and links with where they lead. */
    private static Map<String, String> contents(Source.BuildContext context) throws IOException {
        var tar = Tar.read(bytes(context));
        var found = new TreeMap<>(tar.contents());
        tar.entries().forEach((name, entry) -> {
            if (entry.isSymbolicLink()) {
                found.put(name, "-> " + entry.getLinkName());
            }
        });
        return found;
    }

    private static Set<String> names(Source.Tree tree, String below) throws Exception {
        var names = Tar.read(bytes(tree.context(SourceContract.build(".", "Dockerfile"))))
                .names();
        names.removeIf(name -> !name.startsWith(below));
        return names;
    }

    private static byte[] bytes(Source.BuildContext context) throws IOException {
        var bytes = new ByteArrayOutputStream();
        context.writeTo(bytes);
        return bytes.toByteArray();
    }

    /** What Git itself has checked out. */
    private static Map<String, String> workTree(Path work) throws IOException {
        var found = new TreeMap<String, String>();
        try (var files = Files.walk(work)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var name = work.relativize(file).toString();
                if ((name + "/").matches("(.*/)?\\.git/.*")) {
                    continue;
                }
                if (Files.isSymbolicLink(file)) {
                    found.put(name, "-> " + Files.readSymbolicLink(file));
                } else if (Files.isRegularFile(file)) {
                    found.put(name, Files.readString(file));
                }
            }
        }
        return found;
    }

    private static void git(String... arguments) {
        Command.run(Command.concat(List.of("git"), List.of(arguments)), GIT_ALONE)
                .expecting(0);
    }

    private List<Path> modules() throws IOException {
        var home = folder.resolve("clones/web.git/modules");
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (var files = Files.list(home)) {
            return files.sorted().toList();
        }
    }

    private static List<Path> packs(Path clone) throws IOException {
        try (var files = Files.list(clone.resolve("objects/pack"))) {
            return files.filter(file -> file.toString().endsWith(".pack")).toList();
        }
    }
}
