package dev.slipway.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source.BuildContext;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import dev.slipway.testkit.GitHttpServer;
import dev.slipway.testkit.GitRepo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BareCloneIT {
    @TempDir
    Path folder;

    private GitRepo repo;
    private GitHttpServer server;
    private BareClone clone;

    @BeforeEach
    void serve() throws Exception {
        IsolatedReader.install();
        repo = GitRepo.create(folder.resolve("web.git"));
        server = GitHttpServer.serve(folder);
        clone = new BareClone(folder.resolve("clones/web.git"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void writesTheCommitAsATarWithoutWhatIsIgnored() throws Exception {
        var longName = "d/" + "n".repeat(150) + "ü";
        var sha = repo.change()
                .file("Dockerfile", "FROM scratch\n")
                .file(".dockerignore", "*.log\nsecret\n!secret/kept\nDockerfile\n.dockerignore\n")
                .executable("run.sh", "#!/bin/sh\n")
                .symlink("link", "run.sh")
                .submodule("sub", "1".repeat(40))
                .file("x.log", "no")
                .file("secret/a", "no")
                .file("secret/kept", "yes")
                .file(longName, "long")
                .commit("Subject\n\nBody");
        try (var tree = clone.bring(git(), new Commit(sha))) {
            assertEquals("Subject", tree.subject());
            assertEquals("Ada Example", tree.author());
            var context = tree.context(build(".", "Dockerfile"));
            assertEquals("FROM scratch\n", context.dockerfile());
            var expected = new TreeMap<>(Map.of(
                    "Dockerfile",
                    "644 FROM scratch\n",
                    ".dockerignore",
                    "644 *.log\nsecret\n!secret/kept\nDockerfile\n.dockerignore\n",
                    "run.sh",
                    "755 #!/bin/sh\n",
                    "link",
                    "777 -> run.sh",
                    "sub/",
                    "755 ",
                    "secret/kept",
                    "644 yes",
                    "d/",
                    "755 ",
                    longName,
                    "644 long"));
            assertEquals(expected, entries(context));
            assertArrayEquals(tar(context), tar(context));
        }
    }

    @Test
    void fetchesAnOlderCommitAndThenNeedsNoNetwork() throws Exception {
        var old = new Commit(repo.commit(Map.of("Dockerfile", "1")));
        repo.commit(Map.of("Dockerfile", "2"));
        clone.bring(git(), old).close();
        server.close();
        try (var tree = clone.bring(git(), old)) {
            assertEquals("1", tree.context(build(".", "Dockerfile")).dockerfile());
        }
    }

    @Test
    void followsAForcePushPastAStaleLock() throws Exception {
        clone.bring(git(), new Commit(repo.commit(Map.of("Dockerfile", "1")))).close();
        Files.createFile(folder.resolve("clones/web.git/refs/heads/main.lock"));
        Files.createFile(folder.resolve("clones/web.git/shallow.lock"));
        var sha = new Commit(repo.forcePush("Anew", Map.of("Dockerfile", "2")));
        try (var tree = clone.bring(git(), sha)) {
            assertEquals("2", tree.context(build(".", "Dockerfile")).dockerfile());
        }
    }

    @Test
    void clonesAnewWhenAPackIsDamaged() throws Exception {
        var sha = new Commit(repo.commit(Map.of("Dockerfile", "1")));
        clone.bring(git(), sha).close();
        try (var files = Files.walk(folder.resolve("clones/web.git/objects/pack"))) {
            for (var pack : files.filter(Files::isRegularFile).toList()) {
                Files.delete(pack);
            }
        }
        try (var tree = clone.bring(git(), sha)) {
            assertEquals("1", tree.context(build(".", "Dockerfile")).dockerfile());
        }
    }

    @Test
    void blamesTheCommitForAMissingFolderOrDockerfileAndForLfsPointers() throws Exception {
        var sha = new Commit(repo.commit(
                Map.of("Dockerfile", "1", "big", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n")));
        try (var tree = clone.bring(git(), sha)) {
            for (var build :
                    new BuildSpec[] {build("nowhere", "Dockerfile"), build(".", "Nofile"), build(".", "Dockerfile")}) {
                var thrown = assertThrows(DeployException.class, () -> tree.context(build));
                assertEquals(Blame.YOURS, thrown.failure().blame());
            }
        }
    }

    @Test
    void saysThatTheRemoteDoesNotHaveACommit() {
        repo.commit(Map.of("Dockerfile", "1"));
        var thrown = assertThrows(Exception.class, () -> clone.bring(git(), new Commit("1".repeat(40))));
        assertTrue(String.valueOf(thrown.getMessage()).contains("1111111"), thrown.toString());
    }

    private GitSpec git() {
        return new GitSpec(server.url(repo), "main", "u", Optional.empty());
    }

    private static BuildSpec build(String context, String dockerfile) {
        var options = new BuildSpec.Options(false, Duration.ofMinutes(1), BuildSpec.Builder.AUTO);
        return new BuildSpec(context, dockerfile, Map.of(), Optional.empty(), options, Optional.empty());
    }

    private static byte[] tar(BuildContext context) throws Exception {
        var out = new ByteArrayOutputStream();
        context.writeTo(out);
        return out.toByteArray();
    }

    private static SortedMap<String, String> entries(BuildContext context) throws Exception {
        var found = new TreeMap<String, String>();
        try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(tar(context)), "UTF-8")) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var content =
                        entry.isSymbolicLink() ? "-> " + entry.getLinkName() : new String(tar.readAllBytes(), UTF_8);
                found.put(entry.getName(), Integer.toOctalString(entry.getMode() & 0777) + " " + content);
            }
        }
        return found;
    }
}
