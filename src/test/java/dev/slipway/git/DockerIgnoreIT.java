package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.deploy.SourceContract;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import dev.slipway.testkit.GitRepo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same {@code .dockerignore} gives the same context as {@code docker build} uploads. Compared are files with their
 * content, links with their target, and folders; of the latter, those that are empty on disk are left out, since Git has
 * none such.
 */
class DockerIgnoreIT {
    /** What every case has, next to its {@code .dockerignore}. */
    private static final Map<String, String> FILES = files();

    private static final String[] EMPTY_FOLDERS = {"hollow", "src/hollow", "docs/hollow"};

    @TempDir
    static Path folder;

    private static DockerCli docker;
    private static Source.Tree tree;

    private static Map<String, String> files() {
        var files = new LinkedHashMap<String, String>();
        Stream.of(
                        ".env",
                        ".gitignore",
                        "README.md",
                        "a.txt",
                        "b.md",
                        "ab.txt",
                        "with space.txt",
                        "#hash",
                        "!bang",
                        "[x].txt",
                        "x.txt",
                        "y^z",
                        "größe.txt",
                        "dot.file",
                        "dotxfile",
                        "plus+(1).txt",
                        "back\\slash",
                        "src/main.c",
                        "src/a.txt",
                        "src/sub/deep/x.txt",
                        "src/sub/y.md",
                        "docs/readme.md",
                        "docs/keep/k.txt",
                        "docs/keep/deeper/l.txt",
                        "node_modules/m/index.js",
                        "sub/node_modules/n.js",
                        "sub/.env",
                        "sub/more/.env",
                        "logs/app.log",
                        "logs/keep.log",
                        "only/one.txt",
                        "Dockerfile.dev")
                .forEach(name -> files.put(name, "content of " + name));
        files.put("Dockerfile", "FROM scratch\nCOPY . /\n");
        return files;
    }

    /** Each name is a folder; the text is the folder's {@code .dockerignore}. */
    static Map<String, String> cases() {
        var cases = new LinkedHashMap<String, String>();
        cases.put("nothing-in-it", "");
        cases.put("plain-name", "a.txt\n");
        cases.put("no-newline-at-end", "a.txt");
        cases.put("name-matches-at-root-only", ".env\n");
        cases.put("name-anywhere", "**/.env\n");
        cases.put("folder", "node_modules\n");
        cases.put("folder-with-trailing-slash", "node_modules/\n");
        cases.put("folder-anywhere", "**/node_modules\n");
        cases.put("leading-slash", "/src\n");
        cases.put("leading-slash-twice", "//src\n");
        cases.put("leading-dot-slash", "./src/a.txt\n");
        cases.put("dot-dot-inside", "src/../docs\n");
        cases.put("dot-dot-outside", "../src\n");
        cases.put("dot-alone", ".\n");
        cases.put("slash-alone", "/\n");
        cases.put("double-slash-inside", "src//a.txt\n");
        cases.put("star", "*\n");
        cases.put("star-extension", "*.txt\n");
        cases.put("star-in-folder", "src/*.txt\n");
        cases.put("star-for-one-level", "*/a.txt\n");
        cases.put("star-for-two-levels", "*/*/*.md\n");
        cases.put("star-within-name", "a*t\n");
        cases.put("question-mark", "?.txt\n");
        cases.put("question-mark-is-no-slash", "src?a.txt\n");
        cases.put("double-star-alone", "**\n");
        cases.put("double-star-extension", "**/*.md\n");
        cases.put("double-star-at-end", "src/**\n");
        cases.put("double-star-in-middle", "src/**/x.txt\n");
        cases.put("double-star-matches-no-folder", "src/**/a.txt\n");
        cases.put("double-star-at-both-ends", "**/keep/**\n");
        cases.put("class", "[ab].txt\n");
        cases.put("class-range", "[a-w]*.txt\n");
        cases.put("class-negated", "[^x].txt\n");
        cases.put("class-bang-is-no-negation", "[!a].txt\n");
        cases.put("class-with-escaped-bracket", "[\\[]x].txt\n");
        cases.put("escaped-brackets", "\\[x\\].txt\n");
        cases.put("escaped-hash", "\\#hash\n");
        cases.put("escaped-bang", "\\!bang\n");
        cases.put("escaped-backslash", "back\\\\slash\n");
        cases.put("regex-characters-are-plain", "dot.file\n");
        cases.put("comment", "# a.txt\n#b.md\nab.txt\n");
        cases.put("hash-not-at-start-is-no-comment", " #hash\n");
        cases.put("blank-lines", "\n\n  \na.txt\n\n");
        cases.put("spaces-around", "  a.txt  \n\tb.md\t\n");
        cases.put("space-inside", "with space.txt\n");
        cases.put("carriage-returns", "a.txt\r\n# comment\r\n!b.md\r\n*.md\r\n");
        cases.put("byte-order-mark", "\uFEFFa.txt\nb.md\n");
        cases.put("byte-order-mark-before-comment", "\uFEFF# a.txt\nb.md\n");
        cases.put("not-ascii", "gr?ße.txt\n");
        cases.put("case-matters", "readme.md\nA.TXT\n");
        cases.put("exception", "*.txt\n!a.txt\n");
        cases.put("exception-before-pattern", "!a.txt\n*.txt\n");
        cases.put("last-line-wins", "*.md\n!README.md\nREADME.md\n!b.md\n");
        cases.put("exception-with-space", "*.txt\n! a.txt\n");
        cases.put("exception-with-leading-slash", "*.txt\n!/a.txt\n");
        cases.put("exception-below-ignored-folder", "docs\n!docs/keep\n");
        cases.put("exception-deep-below", "*\n!docs/keep/deeper/l.txt\n");
        cases.put("exception-folder-below-star", "*\n!src\n");
        cases.put("exception-by-wildcard-below", "docs\n!docs/*.md\n");
        cases.put("exception-by-double-star-does-not-reach-below", "*\n!**/*.md\n");
        cases.put("exception-and-exception-from-it", "src\n!src/sub\nsrc/sub/deep\n");
        cases.put("everything-below-but-one", "logs/*\n!logs/keep.log\n");
        cases.put("dockerfile-ignored", "Dockerfile*\n");
        cases.put("dockerignore-ignored", ".dockerignore\n");
        cases.put("all-and-both-are-sent", "**\n!a.txt\n");
        cases.put("dot-files", ".*\n");
        cases.put("file-as-folder", "a.txt/\n");
        cases.put("folder-emptied-by-patterns", "only/*\n");
        cases.put("link-ignored", "link\nlink-to-folder\n");
        cases.put("through-a-link-to-a-folder", "link-to-folder/a.txt\n");
        cases.put("unmatched", "nothing/like/this\n!nor/this\n");
        return cases;
    }

    static Map<String, String> refusals() {
        var cases = new LinkedHashMap<String, String>();
        cases.put("class-not-closed", "[a-\n");
        cases.put("class-empty", "a[].txt\n");
        cases.put("backslash-at-end", "a\\\n");
        cases.put("bang-alone", "!\n");
        return cases;
    }

    static Stream<String> names() {
        return cases().keySet().stream();
    }

    static Stream<String> refusedNames() {
        return refusals().keySet().stream();
    }

    @BeforeAll
    static void prepare() throws Exception {
        docker = new DockerCli(folder);
        var repo = GitRepo.create(folder.resolve("cases.git"));
        var all = new LinkedHashMap<>(cases());
        all.putAll(refusals());
        var change = repo.change();
        for (var each : all.entrySet()) {
            lay(each.getKey(), each.getValue());
            FILES.forEach((name, content) -> change.file(each.getKey() + "/" + name, content));
            change.symlink(each.getKey() + "/link", "a.txt");
            change.symlink(each.getKey() + "/link-to-folder", "src");
            change.file(each.getKey() + "/.dockerignore", each.getValue());
        }
        var commit = new Commit(change.commit("All cases"));
        var git = new GitSpec(repo.url(), "main", GitSpec.DEFAULT_USERNAME, Optional.empty());
        tree = new JGitSource(folder.resolve("clones")).fetch(SourceContract.app(git), commit);
    }

    private static void lay(String name, String ignore) throws IOException {
        var work = Files.createDirectories(folder.resolve("work").resolve(name));
        for (var file : FILES.entrySet()) {
            var path = work.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Files.createSymbolicLink(work.resolve("link"), Path.of("a.txt"));
        Files.createSymbolicLink(work.resolve("link-to-folder"), Path.of("src"));
        for (var empty : EMPTY_FOLDERS) {
            Files.createDirectories(work.resolve(empty));
        }
        Files.writeString(work.resolve(".dockerignore"), ignore);
    }

    @AfterAll
    static void stop() throws IOException {
        tree.close();
        docker.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void sendsWhatDockerSends(String name) throws Exception {
        var upload = docker.build(folder.resolve("work").resolve(name).toString());
        var sent = described(Tar.read(upload.tar().orElseThrow(() -> new AssertionError(upload.output()))));
        for (var empty : EMPTY_FOLDERS) {
            sent.remove(empty + "/");
        }
        var ours = new ByteArrayOutputStream();
        tree.context(SourceContract.build(name, "Dockerfile")).writeTo(ours);
        assertEquals(
                String.join("\n", sent.values()),
                String.join("\n", described(Tar.read(ours.toByteArray())).values()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedNames")
    void refusesWhatDockerRefuses(String name) throws Exception {
        assertFalse(docker.build(folder.resolve("work").resolve(name).toString())
                .tar()
                .isPresent());
        var e = assertThrows(DeployException.class, () -> tree.context(SourceContract.build(name, "Dockerfile")));
        assertEquals(Blame.YOURS, e.failure().blame());
        assertTrue(e.getMessage().contains(name + "/.dockerignore of commit "), e.getMessage());
    }

    private static SortedMap<String, String> described(Tar tar) {
        var described = new TreeMap<String, String>();
        tar.entries().forEach((name, entry) -> {
            var what = entry.isSymbolicLink()
                    ? "link to " + entry.getLinkName()
                    : entry.isDirectory() ? "folder" : tar.contents().get(name);
            described.put(name, name + ": " + what);
        });
        return described;
    }
}
