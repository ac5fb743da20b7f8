package dev.slipway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.GitRepo;
import dev.slipway.testkit.LfsHttpServer;
import dev.slipway.testkit.LfsWork;
import dev.slipway.testkit.TestHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a commit only names reaches the visitors all the same, once the configuration asks for it. */
class InclusionsIT {
    private static final String HEALTH = """
            health: {http: ":8000/health", timeout: 20s, settle: 1s}
            """;

    @TempDir
    Path folder;

    @Test
    void aSubmodulesFilesGoLiveOnceTheyAreAskedFor() throws Exception {
        try (var host = TestHost.with(folder, HEALTH)) {
            var lib = GitRepo.create(folder.resolve("git/lib.git"));
            var seen = lib.commit(Map.of("version", "of the lib"));
            lib.commit(Map.of("version", "of a later lib"));
            host.push(host.version("one"));
            host.repo()
                    .change()
                    .symlink("version", "lib/version")
                    .file(".gitmodules", "[submodule \"lib\"]\n\tpath = lib\n\turl = ../lib.git\n")
                    .submodule("lib", seen)
                    .commit("Take the version from a library");

            host.slipway("poll").expecting(0);
            var log = host.slipway("logs", host.latest().get("id").asText()).out();
            assertTrue(log.contains("git.submodules is false, so nothing was fetched for the submodule lib"), log);

            host.cloningWith("submodules: true").configure(HEALTH);
            host.slipway("deploy", host.name(), "--retry").expecting(0);
            assertEquals("of the lib", host.page());
        }
    }

    @Test
    void aFileInGitLfsGoesLiveOnceItIsAskedFor() throws Exception {
        try (var host = TestHost.with(folder, HEALTH);
                var lfs = LfsHttpServer.start()) {
            host.git().answerLfsBy(lfs);
            var work = LfsWork.of(host.repo(), folder.resolve("work"))
                    .file(".gitattributes", "version filter=lfs diff=lfs merge=lfs -text\n".getBytes(UTF_8))
                    .file("host", host.name().getBytes(UTF_8));
            for (var file : host.version("from Git LFS").files().entrySet()) {
                work.file(file.getKey(), file.getValue().getBytes(UTF_8));
            }
            work.push(lfs.url());

            var refused = host.slipway("poll");
            assertTrue(refused.said().contains("Git LFS pointers stand in place of 1 file, version"), refused.said());
            assertTrue(refused.said().contains("set git.lfs: true"), refused.said());

            host.cloningWith("lfs: true").configure(HEALTH);
            host.slipway("deploy", host.name(), "--retry").expecting(0);
            assertEquals("from Git LFS", host.page());
        }
    }
}
