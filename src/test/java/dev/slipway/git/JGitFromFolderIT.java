package dev.slipway.git;

import dev.slipway.deploy.Source;
import dev.slipway.deploy.SourceContract;
import dev.slipway.testkit.GitRepo;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** JGit reads a repository on this machine. */
class JGitFromFolderIT extends SourceContract {
    @TempDir
    Path folder;

    private GitRemote remote;
    private JGitSource source;

    @BeforeEach
    void prepare() {
        var repo = GitRepo.create(folder.resolve("web.git"));
        remote = new GitRemote(repo, repo.url());
        source = new JGitSource(folder.resolve("clones"));
    }

    @Override
    protected Source source() {
        return source;
    }

    @Override
    protected Remote remote() {
        return remote;
    }
}
