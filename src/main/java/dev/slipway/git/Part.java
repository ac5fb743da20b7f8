package dev.slipway.git;

import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * A commit that is here with all of its own files: the app's, or one that a submodule stands at.
 *
 * @param home where it is; closed together with this
 * @param git where it came from
 * @param onDamage called when the clone turns out to be damaged, before the exception
 */
record Part(Clone home, RevCommit commit, GitSpec git, Runnable onDamage) implements AutoCloseable {
    /** Takes the clone over, also if this fails. */
    static Part of(Clone clone, Commit commit, GitSpec git, Runnable onDamage) throws IOException {
        try (var commits = new RevWalk(clone.repository())) {
            return new Part(clone, commits.parseCommit(ObjectId.fromString(commit.sha())), git, onDamage);
        } catch (IOException e) {
            onDamage.run();
            clone.close();
            throw e;
        }
    }

    Repository repository() {
        return home.repository();
    }

    ObjectId tree() {
        return commit.getTree();
    }

    /** To be thrown, once the clone is known to be of no more use. */
    IOException damaged(IOException e) {
        onDamage.run();
        return e;
    }

    @Override
    public void close() {
        home.close();
    }
}
