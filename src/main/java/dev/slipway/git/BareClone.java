package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.treewalk.TreeWalk;

/** One app's bare clone of depth 1; damaged or grown, it is made anew beside and renamed. */
final class BareClone {
    private static final int MOST_PACKS = 50;

    private final Path path;

    BareClone(Path path) {
        this.path = path;
    }

    Source.Tree bring(GitSpec git, Commit commit) throws Exception {
        Files.createDirectories(path.toAbsolutePath().getParent());
        if (Files.exists(path)) {
            try {
                var repository = open(path);
                if (isHere(repository, commit)) {
                    return new CommitTree(repository, commit);
                }
                repository.close();
                if (packs() <= MOST_PACKS) {
                    deleteLeftovers();
                    return fetched(path, git, commit);
                }
            } catch (IOException e) {
                if (!isDamage(e)) {
                    throw e;
                }
                // Damage never heals: what follows replaces the clone.
            }
        }
        var beside = path.resolveSibling(path.getFileName() + ".new");
        delete(beside);
        fetched(beside, git, commit).close();
        delete(path);
        Files.move(beside, path);
        return new CommitTree(open(path), commit);
    }

    private static boolean isDamage(IOException e) {
        return !(e instanceof org.eclipse.jgit.errors.TransportException)
                || e.getCause() instanceof MissingObjectException;
    }

    private static Repository open(Path at) throws IOException {
        boolean isNew = !Files.exists(at.resolve("HEAD"));
        var repository =
                new FileRepositoryBuilder().setBare().setGitDir(at.toFile()).build();
        if (isNew) {
            repository.create(true);
            var config = repository.getConfig();
            config.setInt("gc", null, "auto", 0);
            config.setInt("gc", null, "autoPackLimit", 0);
            // Even with nothing to do, a detached one locks gc.log while the clone is being renamed.
            config.setBoolean("gc", null, "autoDetach", false);
            config.setBoolean("core", null, "fsyncRefFiles", true);
            config.save();
        }
        return repository;
    }

    private static CommitTree fetched(Path at, GitSpec git, Commit commit) throws Exception {
        var repository = open(at);
        try {
            fetch(repository, git, "+" + git.ref() + ":" + git.ref());
            if (!isHere(repository, commit)) {
                fetch(repository, git, commit.sha());
            }
            if (!isHere(repository, commit)) {
                throw new DeployException(
                        Blame.REMOTE,
                        git.url() + " does not have commit " + commit.abbreviated(),
                        "Push the commit, or pin another.");
            }
            return new CommitTree(repository, commit);
        } catch (Exception e) {
            repository.close();
            throw e;
        }
    }

    private static void fetch(Repository repository, GitSpec git, String spec) throws Exception {
        try (var transport = Transport.open(repository, new URIish(git.url()))) {
            JGitSource.prepare(transport, git);
            transport.setDepth(1);
            var result = transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec(spec)));
            for (var update : result.getTrackingRefUpdates()) {
                // JGit throws nothing here.
                if (update.getResult() == RefUpdate.Result.LOCK_FAILURE
                        || update.getResult() == RefUpdate.Result.IO_FAILURE) {
                    throw new IOException("could not update " + update.getLocalName() + ": " + update.getResult());
                }
            }
        }
    }

    /** Whether the commit and every file of it is here. */
    private static boolean isHere(Repository repository, Commit commit) throws IOException {
        var id = ObjectId.fromString(commit.sha());
        if (!repository.getObjectDatabase().has(id)) {
            return false;
        }
        try (var walk = new RevWalk(repository);
                var files = new TreeWalk(repository)) {
            files.addTree(walk.parseCommit(id).getTree());
            files.setRecursive(true);
            while (files.next()) {
                var file = files.getObjectId(0);
                if (!FileMode.GITLINK.equals(files.getRawMode(0))
                        && !repository.getObjectDatabase().has(file)) {
                    throw new MissingObjectException(file, "blob");
                }
            }
        }
        return true;
    }

    private long packs() throws IOException {
        try (var files = Files.walk(path.resolve("objects/pack"), 1)) {
            return files.filter(file -> file.toString().endsWith(".pack")).count();
        }
    }

    /** What a killed process leaves; there is one fetch at a time, so nobody holds these. */
    private void deleteLeftovers() throws IOException {
        try (var files = Files.walk(path)) {
            for (var file : files.toList()) {
                var name = String.valueOf(file.getFileName());
                if (name.endsWith(".lock") || name.startsWith("incoming_")) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
