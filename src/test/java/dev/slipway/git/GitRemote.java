package dev.slipway.git;

import dev.slipway.deploy.SourceContract.Remote;
import dev.slipway.model.Commit;
import dev.slipway.testkit.GitRepo;
import java.util.Map;

/** The contract's other end, as a real repository. */
record GitRemote(GitRepo repo, String url) implements Remote {
    @Override
    public Commit push(String message, Map<String, String> files) {
        return new Commit(repo.commit(message, files));
    }

    @Override
    public Commit forcePush(String message, Map<String, String> files) {
        return new Commit(repo.forcePush(message, files));
    }

    @Override
    public Commit pushTo(String branch, String message, Map<String, String> files) {
        return new Commit(repo.onBranch(branch).commit(message, files));
    }

    @Override
    public void deleteMain() {
        repo.deleteBranch();
    }

    @Override
    public void tag(String name, Commit commit, boolean annotated) {
        if (annotated) {
            repo.annotatedTag(name, commit.sha());
        } else {
            repo.git("tag", "--force", name, commit.sha());
        }
    }

    @Override
    public void deleteTag(String name) {
        repo.git("tag", "--delete", name);
    }
}
