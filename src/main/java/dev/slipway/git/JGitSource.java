package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Git by JGit: asks remotes over http(s) and file, and keeps single commits in bare repositories below one folder. */
public final class JGitSource implements Source {
    private static final Duration LOOK = Duration.ofSeconds(60);
    private static final Duration FETCH = Duration.ofMinutes(10);

    private final Path clones;
    private final Duration look;
    private final Duration fetch;

    /** Keeps its repositories below {@code clones}, which is made when the first is. */
    public JGitSource(Path clones) {
        this(clones, LOOK, FETCH);
    }

    JGitSource(Path clones, Duration look, Duration fetch) {
        Isolation.install();
        this.clones = clones;
        this.look = look;
        this.fetch = fetch;
    }

    @Override
    public Tip tip(GitSpec git) throws DeployException, InterruptedException {
        try {
            return Deadline.within(look, "asking " + git.url() + " for " + git.ref(), () -> Remote.tip(git));
        } catch (InterruptedException | Error e) {
            throw e;
        } catch (Exception e) {
            throw GitErrors.of(git, e);
        }
    }

    @Override
    public Tree fetch(App app, Commit commit) throws DeployException, InterruptedException {
        try {
            Files.createDirectories(clones);
            var repository = Deadline.within(
                    fetch,
                    "fetching " + commit + " from " + app.git().url(),
                    () -> new Clone(clones, app).with(commit));
            return CommitTree.of(repository, commit);
        } catch (InterruptedException | Error e) {
            throw e;
        } catch (FileSystemException e) {
            throw new DeployException(
                    Blame.HOST,
                    "cannot write below " + clones + ": " + e.getMessage(),
                    "see its rights and free space",
                    e);
        } catch (IOException e) {
            throw GitErrors.of(app.git(), e);
        } catch (Exception e) {
            throw GitErrors.of(app.git(), e);
        }
    }
}
