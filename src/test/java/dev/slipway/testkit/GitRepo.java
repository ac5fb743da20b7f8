package dev.slipway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bare repository made by the real {@code git}; a commit to it is what a push is to a forge.
 *
 * <p>Times of commits count up from a fixed moment, so the same calls give the same ids.
 */
public final class GitRepo {
    private static final long FIRST_COMMIT_EPOCH_SECONDS = 1_700_000_000;
    private static final int PATIENCE_SECONDS = 60;

    private final Path path;
    private final String branch;
    private final AtomicLong clock;

    private GitRepo(Path path, String branch, AtomicLong clock) {
        this.path = path;
        this.branch = branch;
        this.clock = clock;
    }

    /** An empty bare repository in the folder {@code path}, which is made; its branch is {@code main}. */
    public static GitRepo create(Path path) {
        run(path.toAbsolutePath().getParent(), "init", "--quiet", "--bare", "--initial-branch=main", path.toString());
        return new GitRepo(path.toAbsolutePath(), "main", new AtomicLong(FIRST_COMMIT_EPOCH_SECONDS));
    }

    /** The same repository, seen from another branch, which its first commit makes. */
    public GitRepo onBranch(String name) {
        return new GitRepo(path, name, clock);
    }

    public Path path() {
        return path;
    }

    public String branch() {
        return branch;
    }

    /** As a {@code file://} URL. */
    public String url() {
        return path.toUri().toString();
    }

    /** Adds a commit that adds or changes these files. */
    public String commit(Map<String, String> files) {
        return commit("Change " + String.join(", ", files.keySet()), files);
    }

    /** Adds a commit that adds or changes these files. */
    public String commit(String message, Map<String, String> files) {
        var change = change();
        files.forEach(change::file);
        return change.commit(message);
    }

    /** Puts a commit without history in the branch's place, with these files and no others. */
    public String forcePush(String message, Map<String, String> files) {
        var change = new Change(true);
        files.forEach(change::file);
        return change.commit(message);
    }

    /** For commits with more than plain files in them. */
    public Change change() {
        return new Change(false);
    }

    /** Puts the branch back to an earlier commit, as a force push does. */
    public void reset(String sha) {
        git("update-ref", "refs/heads/" + branch, sha);
    }

    public void deleteBranch() {
        git("update-ref", "-d", "refs/heads/" + branch);
    }

    /** Sets, or moves, a tag that is an object of its own. */
    public void annotatedTag(String name, String sha) {
        git(
                "-c",
                "user.name=Ada Example",
                "-c",
                "user.email=ada@example.org",
                "tag",
                "--force",
                "--annotate",
                "--message=Version " + name,
                name,
                sha);
    }

    /** The commit that the branch is at. */
    public String tip() {
        return git("rev-parse", "--verify", "refs/heads/" + branch);
    }

    /** Runs {@code git} in the repository; its output without trailing white space. */
    public String git(String... arguments) {
        return new String(run(path, arguments), UTF_8).stripTrailing();
    }

    /** What one commit changes; paths are relative to the repository's root. */
    public final class Change {
        private final boolean orphan;
        private final List<byte[]> commands = new ArrayList<>();

        private Change(boolean orphan) {
            this.orphan = orphan;
        }

        public Change file(String name, String content) {
            return entry("100644", name, utf8(content));
        }

        public Change file(String name, byte[] content) {
            return entry("100644", name, content);
        }

        public Change executable(String name, String content) {
            return entry("100755", name, utf8(content));
        }

        public Change symlink(String name, String target) {
            return entry("120000", name, utf8(target));
        }

        /** A submodule, whose commit need not exist. */
        public Change submodule(String name, String sha) {
            commands.add(utf8("M 160000 " + sha + " " + quoted(name) + "\n"));
            return this;
        }

        public Change delete(String name) {
            commands.add(utf8("D " + quoted(name) + "\n"));
            return this;
        }

        /** Commits it to the branch and returns the full id. */
        public String commit(String message) {
            var who = "Ada Example <ada@example.org> " + clock.incrementAndGet() + " +0000\n";
            var stream = new ArrayList<byte[]>();
            stream.add(utf8("commit refs/heads/" + branch + "\nauthor " + who + "committer " + who));
            stream.add(utf8("data " + utf8(message).length + "\n" + message + "\n"));
            if (!orphan && !git("for-each-ref", "refs/heads/" + branch).isEmpty()) {
                stream.add(utf8("from refs/heads/" + branch + "^0\n"));
            }
            stream.addAll(commands);
            if (orphan) {
                git("update-ref", "-d", "refs/heads/" + branch);
            }
            GitRepo.run(path, stream, "fast-import", "--quiet");
            return tip();
        }

        private Change entry(String mode, String name, byte[] content) {
            commands.add(utf8("M " + mode + " inline " + quoted(name) + "\ndata " + content.length + "\n"));
            commands.add(content);
            commands.add(utf8("\n"));
            return this;
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] run(Path folder, String... arguments) {
        return run(folder, List.of(), arguments);
    }

    private static byte[] run(Path folder, List<byte[]> input, String... arguments) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile("git-out", null);
            Path err = Files.createTempFile("git-err", null);
            try {
                var builder = new ProcessBuilder(command).directory(folder.toFile());
                var environment = builder.environment();
                // The machine's own settings (hooks, signing, another default branch) have no say in a test.
                environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
                environment.put("GIT_CONFIG_NOSYSTEM", "1");
                var process = builder.redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                try (var stdin = process.getOutputStream()) {
                    for (var part : input) {
                        stdin.write(part);
                    }
                }
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(command + " still runs after " + PATIENCE_SECONDS + " s");
                }
                if (process.exitValue() != 0) {
                    throw new AssertionError(command + ": " + Files.readString(err));
                }
                return Files.readAllBytes(out);
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        }
    }
}
