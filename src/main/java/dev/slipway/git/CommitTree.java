package dev.slipway.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A commit in a clone; closing it closes the clone. */
final class CommitTree implements Source.Tree {
    private static final String IGNORE_FILE = ".dockerignore";

    private final Repository repository;
    private final Commit commit;
    private final RevCommit parsed;

    CommitTree(Repository repository, Commit commit) throws IOException {
        this.repository = repository;
        this.commit = commit;
        try (var walk = new RevWalk(repository)) {
            this.parsed = walk.parseCommit(ObjectId.fromString(commit.sha()));
            walk.parseBody(parsed);
        }
    }

    @Override
    public Commit commit() {
        return commit;
    }

    @Override
    public String subject() {
        return parsed.getShortMessage();
    }

    @Override
    public String author() {
        return parsed.getAuthorIdent().getName();
    }

    @Override
    public Source.BuildContext context(BuildSpec build) throws DeployException {
        try {
            var folder = folder(build.context());
            var path = GoPath.clean(build.dockerfile());
            var dockerfile = text(folder, path)
                    .orElseThrow(() -> yours(
                            "commit " + commit.abbreviated() + " has no file " + build.dockerfile() + " in "
                                    + build.context(),
                            "Add the Dockerfile, or correct build.dockerfile."));
            var ignore = DockerIgnore.parse(text(folder, IGNORE_FILE).orElse(""))
                    .butNot(path)
                    .butNot(IGNORE_FILE);
            var context = new TreeContext(
                    repository, folder, ignore, new TreeContext.Dockerfile(path, dockerfile), parsed.getCommitTime());
            var pointer = context.lfsPointer();
            if (pointer.isPresent()) {
                throw yours(
                        pointer.get() + " is a Git LFS pointer, not the file",
                        "Slipway does not fetch from Git LFS: commit the file itself, or exclude it in .dockerignore.");
            }
            return context;
        } catch (IgnorePattern.InvalidPatternException e) {
            throw new DeployException(Blame.YOURS, ".dockerignore: " + e.getMessage(), "Correct the pattern.", e);
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "cannot read commit " + commit.abbreviated() + " from its clone",
                    "Check the disk; deleting the clone makes the next deployment fetch it anew.",
                    e);
        }
    }

    @Override
    public void close() {
        repository.close();
    }

    private ObjectId folder(String name) throws IOException, DeployException {
        var path = GoPath.clean(name);
        if (path.equals(".")) {
            return parsed.getTree();
        }
        try (var found = TreeWalk.forPath(repository, path, parsed.getTree())) {
            if (found == null || !FileMode.TREE.equals(found.getRawMode(0))) {
                throw yours("commit " + commit.abbreviated() + " has no folder " + name, "Correct build.context.");
            }
            return found.getObjectId(0);
        }
    }

    private Optional<String> text(ObjectId folder, String path) throws IOException {
        try (var found = TreeWalk.forPath(repository, path, folder)) {
            if (found == null
                    || (!FileMode.REGULAR_FILE.equals(found.getRawMode(0))
                            && !FileMode.EXECUTABLE_FILE.equals(found.getRawMode(0)))) {
                return Optional.empty();
            }
            return Optional.of(new String(repository.open(found.getObjectId(0)).getBytes(), UTF_8));
        }
    }

    private static DeployException yours(String what, String next) {
        return new DeployException(Blame.YOURS, what, next);
    }
}
