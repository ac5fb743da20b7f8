package dev.slipway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitFixturesIT {
    @TempDir
    Path folder;

    @Test
    void aCommitIsSeenByTheRealGitOverHttp() throws Exception {
        var repo = GitRepo.create(folder.resolve("web.git"));
        var first = repo.commit("First", Map.of("a.txt", "one"));
        var second = repo.change()
                .executable("run.sh", "#!/bin/sh\n")
                .symlink("link", "a.txt")
                .file("größe/ü.txt", "x")
                .commit("Second");
        assertEquals(first, repo.git("rev-parse", second + "^"));
        try (var server = GitHttpServer.serve(folder)) {
            assertTrue(
                    repo.git("ls-remote", server.url(repo), "refs/heads/main").startsWith(second));
            repo.git(
                    "clone",
                    "--quiet",
                    "--depth=1",
                    server.url(repo),
                    folder.resolve("copy").toString());
            assertTrue(server.requests().contains("POST /web.git/git-upload-pack"));
        }
        assertTrue(folder.resolve("copy/run.sh").toFile().canExecute());
    }

    @Test
    void aPasswordIsWantedOnceRequired() throws Exception {
        var repo = GitRepo.create(folder.resolve("web.git"));
        repo.commit(Map.of("a.txt", "one"));
        try (var server = GitHttpServer.serve(folder)) {
            server.requirePassword("me", "sesame");
            assertThrows(
                    AssertionError.class,
                    () -> repo.git("-c", "core.askPass=/bin/false", "ls-remote", server.url(repo)));
            repo.git("ls-remote", server.url(repo).replace("http://", "http://me:sesame@"));
        }
    }

    @Test
    void aForcePushLeavesOneCommitWithoutHistory() {
        var repo = GitRepo.create(folder.resolve("web.git"));
        repo.commit(Map.of("a.txt", "one"));
        var rewritten = repo.forcePush("Anew", Map.of("b.txt", "two"));
        assertEquals(rewritten, repo.git("rev-list", "main"));
        assertEquals("b.txt", repo.git("ls-tree", "--name-only", "main"));
    }
}
