package dev.slipway.git;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tar that a build is sent, made from commits of the real {@code git}. */
class BuildContextIT {
    private static final int BIG_MIB = 64;

    @TempDir
    Path folder;

    private GitRepo repo;

    @BeforeEach
    void create() {
        repo = GitRepo.create(folder.resolve("web.git"));
    }

    @Test
    void filesKeepTheirModesAndLinksTheirTargets() throws Exception {
        repo.change()
                .file("Dockerfile", "FROM scratch\n")
                .executable("run.sh", "#!/bin/sh\n")
                .file("empty", "")
                .symlink("within", "run.sh")
                .symlink("outside", "../../etc/passwd")
                .symlink("absolute", "/etc/passwd")
                .commit("Change modes");
        var tar = tar(".", "Dockerfile");
        assertEquals(0644, tar.entries().get("Dockerfile").getMode());
        assertEquals(0755, tar.entries().get("run.sh").getMode());
        assertEquals("", tar.contents().get("empty"));
        assertEquals("run.sh", tar.entries().get("within").getLinkName());
        assertEquals("../../etc/passwd", tar.entries().get("outside").getLinkName());
        assertEquals("/etc/passwd", tar.entries().get("absolute").getLinkName());
    }

    @Test
    void aFolderOfACommitHasEverythingAndWritesThroughNoLink() throws Exception {
        repo.change()
                .file("compose.yaml", "services: {}\n")
                .file(".dockerignore", "*\n")
                .file("a/b/c.txt", "deep")
                .executable("run.sh", "#!/bin/sh\n")
                .symlink("outside", "../../etc/passwd")
                .submodule("vendor/lib", "0123456789".repeat(4))
                .commit("Change all");
        var to = Files.createDirectory(folder.resolve("tree"));
        try (var tree = tree("clones")) {
            tree.writeTo(to);
        }
        assertEquals("deep", Files.readString(to.resolve("a/b/c.txt")));
        assertTrue(Files.isExecutable(to.resolve("run.sh")));
        assertFalse(Files.isExecutable(to.resolve("compose.yaml")));
        assertEquals(Path.of("../../etc/passwd"), Files.readSymbolicLink(to.resolve("outside")));
        assertTrue(Files.isDirectory(to.resolve("vendor/lib")));
        assertTrue(Files.exists(to.resolve(".dockerignore")));
        try (var again = tree("clones")) {
            // What is there is never written over.
            assertThrows(DeployException.class, () -> again.writeTo(to));
        }
    }

    @Test
    void nothingOfThisMachineIsInIt() throws Exception {
        var commit = repo.commit(Map.of("Dockerfile", "FROM scratch\n", "src/a.txt", "one"));
        var time = Instant.ofEpochSecond(Long.parseLong(repo.git("show", "-s", "--format=%ct", commit)));
        for (var entry : tar(".", "Dockerfile").entries().values()) {
            assertEquals(time, entry.getLastModifiedTime().toInstant(), entry.getName());
            assertEquals(0, entry.getLongUserId());
            assertEquals(0, entry.getLongGroupId());
            assertEquals("", entry.getUserName());
            assertEquals("", entry.getGroupName());
        }
    }

    @Test
    void theSameCommitGivesTheSameBytes() throws Exception {
        repo.commit(Map.of("Dockerfile", "FROM scratch\n", "ü/a.txt", "one", "b.txt", "two"));
        try (var first = tree("clones");
                var second = tree("other-clones")) {
            var context = first.context(SourceContract.build(".", "Dockerfile"));
            var bytes = bytes(context);
            assertArrayEquals(bytes, bytes(context));
            assertArrayEquals(bytes, bytes(second.context(SourceContract.build(".", "Dockerfile"))));
        }
    }

    @Test
    void longAndForeignNamesComeThrough() throws Exception {
        var longName = "a-long-folder-name/".repeat(20) + "größe-日本語-😀.txt";
        repo.change()
                .file("Dockerfile", "FROM scratch\n")
                .file(longName, "found")
                .symlink("to-it", longName)
                .commit("Name it");
        var tar = tar(".", "Dockerfile");
        assertEquals("found", tar.contents().get(longName));
        assertEquals(longName, tar.entries().get("to-it").getLinkName());
    }

    @Test
    void aSubmoduleIsAnEmptyFolder() throws Exception {
        repo.change()
                .file("Dockerfile", "FROM scratch\n")
                .submodule("vendor/lib", "0123456789".repeat(4))
                .commit("Add a submodule");
        assertEquals(
                Set.of("Dockerfile", "vendor/", "vendor/lib/"),
                tar(".", "Dockerfile").names());
    }

    @Test
    void aContextBelowTheRootIsAllThatTheBuildSees() throws Exception {
        repo.commit(Map.of(
                "Dockerfile", "FROM wrong\n",
                "secret", "not yours",
                ".dockerignore", "*\n",
                "app/docker/Dockerfile", "FROM right\n",
                "app/a.txt", "one",
                "app/b.log", "two",
                "app/.dockerignore", "*.log\n"));
        try (var tree = tree("clones")) {
            var context = tree.context(SourceContract.build("./app/", "docker/Dockerfile"));
            assertEquals("FROM right\n", context.dockerfile());
            assertEquals("docker/Dockerfile", context.dockerfilePath());
            assertEquals(
                    Set.of(".dockerignore", "a.txt", "docker/", "docker/Dockerfile"),
                    Tar.read(bytes(context)).names());
        }
    }

    @Test
    void anIgnoreFileNamedAfterTheDockerfileGoesFirst() throws Exception {
        repo.commit(Map.of(
                "docker/web.Dockerfile", "FROM scratch\n",
                "docker/web.Dockerfile.dockerignore", "*.md\n",
                ".dockerignore", "*.txt\n",
                "a.txt", "one",
                "b.md", "two"));
        assertEquals(
                Set.of(
                        ".dockerignore",
                        "a.txt",
                        "docker/",
                        "docker/web.Dockerfile",
                        "docker/web.Dockerfile.dockerignore"),
                tar(".", "docker/web.Dockerfile").names());
    }

    @Test
    void aDockerfileOutsideTheContextIsAddedAsDockerAddsIt() throws Exception {
        repo.commit(Map.of(
                "docker/Dockerfile", "FROM outside\n",
                "app/a.txt", "one",
                "app/b.log", "two",
                "app/.dockerignore", "*.log"));
        try (var tree = tree("clones");
                var docker = new DockerCli(folder)) {
            var context = tree.context(SourceContract.build("app", "../docker/Dockerfile"));
            var ours = Tar.read(bytes(context));
            assertEquals("FROM outside\n", context.dockerfile());
            assertEquals("FROM outside\n", ours.contents().get(context.dockerfilePath()));

            var work = folder.resolve("work");
            repo.git("clone", "--quiet", repo.url(), work.toString());
            var upload = docker.build(
                    "-f",
                    work.resolve("docker/Dockerfile").toString(),
                    work.resolve("app").toString());
            var theirs = Tar.read(upload.tar().orElseThrow(() -> new AssertionError(upload.output())));
            var name = theirs.names().stream()
                    .filter(each -> each.startsWith(".dockerfile."))
                    .findFirst()
                    .orElseThrow();
            assertEquals(name.length(), context.dockerfilePath().length());
            assertEquals(
                    theirs.contents().get(".dockerignore").strip(),
                    ours.contents()
                            .get(".dockerignore")
                            .replace(context.dockerfilePath(), name)
                            .strip());
            assertEquals(theirs.names().size(), ours.names().size());
        }
    }

    @Test
    void aDockerfileThatIsALinkIsFollowed() throws Exception {
        repo.change()
                .file("docker/real", "FROM real\n")
                .symlink("Dockerfile", "docker/real")
                .file(".dockerignore", "docker\n")
                .commit("Link it");
        try (var tree = tree("clones")) {
            var context = tree.context(SourceContract.build(".", "Dockerfile"));
            assertEquals("FROM real\n", context.dockerfile());
            assertEquals("docker/real", context.dockerfilePath());
            assertTrue(Tar.read(bytes(context)).names().contains("docker/real"));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "., absent, 'build.dockerfile ''absent'' is not a file in commit'",
        "., app, 'build.dockerfile ''app'' is not a file in commit'",
        "., ../Dockerfile, 'build.dockerfile ''../Dockerfile'' is not in the repository'",
        "., /Dockerfile, 'build.dockerfile ''/Dockerfile'' is not in the repository'",
        "., loop, 'build.dockerfile ''loop'' is not a file in commit'",
        "., out, 'build.dockerfile ''out'' is not a file in commit'",
        "absent, Dockerfile, 'build.context ''absent'' is not a folder in commit'",
        "Dockerfile, Dockerfile, 'build.context ''Dockerfile'' is not a folder in commit'",
        "../up, Dockerfile, 'build.context ''../up'' is not in the repository'",
        "/app, Dockerfile, 'build.context ''/app'' is not in the repository'",
    })
    void whatIsNotInTheCommitIsNamed(String context, String dockerfile, String words) throws Exception {
        repo.change()
                .file("Dockerfile", "FROM scratch\n")
                .file("app/a.txt", "one")
                .symlink("loop", "loop")
                .symlink("out", "../../etc/passwd")
                .commit("Lack things");
        refuses(context, dockerfile, words);
    }

    @Test
    void pointersOfGitLfsAreRefused() throws Exception {
        var pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0123456789abcdef".repeat(4)
                + "\nsize 12345\n";
        repo.commit(Map.of("Dockerfile", "FROM scratch\n", "assets/a.bin", pointer, "assets/b.bin", pointer));
        refuses(".", "Dockerfile", "Git LFS pointers stand in place of 2 files, e.g. assets/a.bin");
        repo.commit(Map.of(".dockerignore", "assets\n"));
        assertFalse(tar(".", "Dockerfile").names().contains("assets/a.bin"));
    }

    @Test
    void aFailingReaderOfTheTarIsNotTakenForDamage() throws Exception {
        repo.commit(Map.of("Dockerfile", "FROM scratch\n", "a.txt", "one"));
        var git = new GitSpec(repo.url(), "main", GitSpec.DEFAULT_USERNAME, Optional.empty());
        var source = new JGitSource(folder.resolve("clones"));
        var commit = new Commit(repo.tip());
        try (var tree = source.fetch(SourceContract.app(git), commit)) {
            var context = tree.context(SourceContract.build(".", "Dockerfile"));
            assertThrows(IOException.class, () -> context.writeTo(new FullDisk()));
        }
        var before = Files.getLastModifiedTime(folder.resolve("clones"));
        source.fetch(SourceContract.app(git), commit).close();
        assertEquals(before, Files.getLastModifiedTime(folder.resolve("clones")), "no new clone was made");
    }

    @Test
    void aBigFileIsNotHeldInMemory() throws Exception {
        var big = new byte[BIG_MIB * 1024 * 1024];
        new Random(1).nextBytes(big);
        repo.change().file("Dockerfile", "FROM scratch\n").file("big", big).commit("Add much");
        Jvm.run(
                List.of("-Xmx" + BIG_MIB / 2 + "m"),
                Map.of(),
                OneDeployment.class,
                folder.resolve("clones"),
                repo.path());
    }

    private void refuses(String context, String dockerfile, String words) throws Exception {
        try (var tree = tree("clones")) {
            var e = assertThrows(DeployException.class, () -> tree.context(SourceContract.build(context, dockerfile)));
            assertEquals(Blame.YOURS, e.failure().blame());
            assertTrue(e.getMessage().contains(words), e.getMessage());
        }
    }

    private Source.Tree tree(String clones) throws Exception {
        var git = new GitSpec(repo.url(), "main", GitSpec.DEFAULT_USERNAME, Optional.empty());
        return new JGitSource(folder.resolve(clones)).fetch(SourceContract.app(git), new Commit(repo.tip()));
    }

    private Tar tar(String context, String dockerfile) throws Exception {
        try (var tree = tree("clones")) {
            return Tar.read(bytes(tree.context(SourceContract.build(context, dockerfile))));
        }
    }

    private static byte[] bytes(Source.BuildContext context) throws IOException {
        var bytes = new ByteArrayOutputStream();
        context.writeTo(bytes);
        return bytes.toByteArray();
    }

    /** Takes nothing. */
    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("no space left");
        }
    }
}
