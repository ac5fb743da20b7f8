package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.git.IgnorePattern.InvalidPatternException;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The files of one commit, read from the object store. */
final class CommitTree implements Source.Tree {
    private final Repository repository;
    private final RevCommit revision;

    private CommitTree(Repository repository, RevCommit revision) {
        this.repository = repository;
        this.revision = revision;
    }

    /** Takes the repository over, and closes it when it is closed. */
    static CommitTree of(Repository repository, Commit commit) throws IOException {
        try (var walk = new RevWalk(repository)) {
            return new CommitTree(repository, walk.parseCommit(ObjectId.fromString(commit.sha())));
        }
    }

    @Override
    public Commit commit() {
        return new Commit(revision.name());
    }

    @Override
    public String subject() {
        return revision.getShortMessage();
    }

    @Override
    public String author() {
        return revision.getAuthorIdent().getName();
    }

    @Override
    public Source.BuildContext context(BuildSpec build) throws DeployException {
        try {
            var root = folder(build.context());
            var dockerfile = GoPath.clean(build.dockerfile());
            var text = text(root, dockerfile)
                    .orElseThrow(() -> missing("Dockerfile " + dockerfile, "build.dockerfile", build));
            var ignore = ignore(root, dockerfile).butNot(dockerfile).butNot(".dockerignore");
            return new TarContext(repository, revision, root, ignore, new TarContext.Recipe(dockerfile, text));
        } catch (InvalidPatternException e) {
            throw new DeployException(
                    Blame.YOURS, ".dockerignore of " + commit() + ": " + e.getMessage(), "mend it and push", e);
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "commit " + commit() + " cannot be read: " + e.getMessage(),
                    "it is fetched anew at the next attempt",
                    e);
        }
    }

    /** A file of its own beside the Dockerfile comes first, as BuildKit's clients have it. */
    private DockerIgnore ignore(ObjectId root, String dockerfile) throws IOException, InvalidPatternException {
        var own = text(root, dockerfile + ".dockerignore");
        return DockerIgnore.parse(
                own.isPresent() ? own.get() : text(root, ".dockerignore").orElse(""));
    }

    private ObjectId folder(String context) throws IOException, DeployException {
        var path = GoPath.clean(context);
        if (path.equals(".") || path.equals("/")) {
            return revision.getTree();
        }
        try (var walk = TreeWalk.forPath(repository, path, revision.getTree())) {
            if (walk == null || !walk.getFileMode(0).equals(FileMode.TREE)) {
                throw new DeployException(
                        Blame.YOURS,
                        "folder " + path + " is not in commit " + commit(),
                        "add it and push, or correct build.context");
            }
            return walk.getObjectId(0);
        }
    }

    private Optional<String> text(ObjectId root, String path) throws IOException {
        try (var walk = TreeWalk.forPath(repository, path, root)) {
            return walk == null
                    ? Optional.empty()
                    : Optional.of(
                            new String(repository.open(walk.getObjectId(0)).getBytes(), StandardCharsets.UTF_8));
        }
    }

    private DeployException missing(String what, String key, BuildSpec build) {
        return new DeployException(
                Blame.YOURS,
                what + " is not in " + (build.context().equals(".") ? "" : "folder " + build.context() + " of ")
                        + "commit " + commit(),
                "add it and push, or correct " + key);
    }

    @Override
    public void close() {
        repository.close();
    }
}
