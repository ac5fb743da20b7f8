package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import java.io.IOException;
import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** A commit in a clone, whose files are read from the pack as they are needed. */
final class CommitTree implements Source.Tree {
    private final Clone clone;
    private final Commit commit;
    private final Runnable onDamage;
    private final RevCommit parsed;

    /**
     * @param clone closed together with this
     * @param onDamage called when the clone turns out to be damaged, before the exception
     */
    CommitTree(Clone clone, Commit commit, Runnable onDamage) throws IOException {
        this.clone = clone;
        this.commit = commit;
        this.onDamage = onDamage;
        try (var commits = new RevWalk(clone.repository())) {
            this.parsed = commits.parseCommit(ObjectId.fromString(commit.sha()));
        } catch (IOException e) {
            onDamage.run();
            clone.close();
            throw e;
        }
    }

    @Override
    public Commit commit() {
        return commit;
    }

    @Override
    public String message() {
        return parsed.getFullMessage();
    }

    @Override
    public String author() {
        return parsed.getAuthorIdent().getName();
    }

    @Override
    public Source.BuildContext context(BuildSpec build) throws DeployException {
        var files = new TreeFiles(clone.repository(), parsed.getTree(), onDamage);
        try {
            return new ContextReader(files, build, commit).read(Instant.ofEpochSecond(parsed.getCommitTime()));
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "the clone of " + commit + " cannot be read: " + e.getMessage(),
                    "nothing: the repository is cloned anew at the next attempt",
                    e);
        }
    }

    @Override
    public void close() {
        clone.close();
    }
}
