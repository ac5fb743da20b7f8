package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** Reads Git over HTTP and from local paths with JGit; keeps one bare, shallow clone an app. */
public final class JGitSource implements Source {
    private static final Duration TIP_LIMIT = Duration.ofSeconds(60);
    private static final Duration FETCH_LIMIT = Duration.ofMinutes(10);
    private static final int IDLE_SECONDS = 30;

    private final Path clonesDir;

    /** Clones go to {@code clonesDir/APP.git}. */
    public JGitSource(Path clonesDir) {
        IsolatedReader.install();
        this.clonesDir = clonesDir;
    }

    @Override
    public Tip tip(GitSpec git) throws DeployException, InterruptedException {
        try {
            return Deadline.call(TIP_LIMIT, () -> ask(git));
        } catch (ExecutionException e) {
            throw GitFailures.remote(git, Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw GitFailures.remote(git, e);
        }
    }

    @Override
    public Tree fetch(App app, Commit commit) throws DeployException, InterruptedException {
        var clone = new BareClone(clonesDir.resolve(app.name() + ".git"));
        try {
            return Deadline.call(FETCH_LIMIT, () -> clone.bring(app.git(), commit));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DeployException known) {
                throw known;
            }
            if (e.getCause() instanceof java.nio.file.FileSystemException disk) {
                throw new DeployException(
                        Blame.HOST,
                        "cannot keep a clone in " + clonesDir + ": " + disk.getMessage(),
                        "Check the disk's free space and the folder's owner.",
                        disk);
            }
            throw GitFailures.remote(app.git(), Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw GitFailures.remote(app.git(), e);
        }
    }

    static void prepare(Transport transport, GitSpec git) {
        transport.setTimeout(IDLE_SECONDS);
        git.token().ifPresent(token -> {
            if (transport instanceof TransportHttp http) {
                // Saves a round trip, and a wrong token costs one request, not three.
                http.setPreemptiveBasicAuthentication(git.username(), token.reveal());
            }
            transport.setCredentialsProvider(new UsernamePasswordCredentialsProvider(git.username(), token.reveal()));
        });
    }

    private static Tip ask(GitSpec git) throws Exception {
        try (var transport = Transport.open(new URIish(git.url()))) {
            prepare(transport, git);
            try (var connection = transport.openFetch(List.of(new RefSpec(git.ref())), "HEAD")) {
                var ref = connection.getRef(git.ref());
                if (ref != null) {
                    return new Tip.At(new Commit(ref.getObjectId().name()));
                }
                if (!connection.getRefs().isEmpty()) {
                    return new Tip.NoSuchRef(git.ref());
                }
            }
        }
        // The server was asked for two refs only: that it has neither does not make the repository empty.
        try (var transport = Transport.open(new URIish(git.url()))) {
            prepare(transport, git);
            try (FetchConnection all = transport.openFetch()) {
                return all.getRefs().isEmpty() ? new Tip.EmptyRepository() : new Tip.NoSuchRef(git.ref());
            }
        }
    }
}
