package dev.slipway.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A work tree whose {@code *.bin} files are kept in Git LFS, committed and pushed by the real {@code git} and {@code git-lfs}. */
public final class LfsWork {
    private static final Map<String, String> GIT_ALONE = Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_TERMINAL_PROMPT", "0");

    private final Path folder;
    private final GitRepo repo;

    private LfsWork(Path folder, GitRepo repo) {
        this.folder = folder;
        this.repo = repo;
    }

    /** Begins one in a new folder, of which {@code repo} is the remote. */
    public static LfsWork of(GitRepo repo, Path folder) throws IOException {
        Files.createDirectories(folder);
        var work = new LfsWork(folder, repo);
        work.git("init", "--quiet", "--initial-branch=main");
        work.git("config", "user.name", "Ada Example");
        work.git("config", "user.email", "ada@example.org");
        work.git("lfs", "install", "--local", "--skip-repo");
        work.git("remote", "add", "origin", repo.path().toString());
        work.file(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n".getBytes(StandardCharsets.UTF_8));
        return work;
    }

    public LfsWork file(String name, byte[] content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return this;
    }

    /** Commits all, brings the large files to that server, and pushes the commit; returns its full id. */
    public String push(String lfsUrl) {
        git("add", "--all");
        git("commit", "--quiet", "--message", "Change files");
        git("-c", "lfs.url=" + lfsUrl, "-c", "lfs.locksverify=false", "lfs", "push", "--all", "origin", "main");
        // Its own hook would bring them elsewhere as well.
        git("push", "--quiet", "--no-verify", "origin", "main");
        return repo.tip();
    }

    /** The same, where the remote itself keeps them, as a repository in a folder does. */
    public String pushToFolder() {
        return push("file://" + repo.path());
    }

    private void git(String... arguments) {
        Command.run(Command.concat(List.of("git", "-C", folder.toString()), List.of(arguments)), GIT_ALONE)
                .expecting(0);
    }
}
