package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source;
import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.CommitWords;
import dev.slipway.model.GitSpec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Git by JGit: over http and https, and from repositories on this machine; no {@code git} is needed, and no work tree made. */
public final class JGitSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(JGitSource.class);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);

    private final Clones clones;
    private final Submodules submodules;
    private final Lfs lfs;
    private final Limits limits;
    private final HttpClient client;
    private final Reserve reserve;

    /**
     * How long an errand may take from beginning to end.
     *
     * @param tip asking what a branch is at
     * @param fetch bringing a commit
     * @param lfs bringing the files that it has in Git LFS
     * @param silence of a server of Git LFS
     */
    public record Limits(Duration tip, Duration fetch, Duration lfs, Duration silence) {
        /** A minute to ask, ten to fetch, an hour for large files as long as they come. */
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(60), Duration.ofMinutes(10));

        /** With an hour for large files. */
        public Limits(Duration tip, Duration fetch) {
            this(tip, fetch, Duration.ofHours(1), Duration.ofSeconds(60));
        }
    }

    public JGitSource(Path clonesDir) {
        this(clonesDir, Limits.DEFAULT, () -> 0);
    }

    /**
     * Touches nothing on disk.
     *
     * @param clonesDir where the clones are kept; only this process may write there
     * @param reserve bytes that a fetch must leave free on that disk, or be cut short; 0 for no such limit
     */
    public JGitSource(Path clonesDir, Limits limits, LongSupplier reserve) {
        JGitSetup.install();
        this.clones = new Clones(clonesDir);
        this.limits = limits;
        this.reserve = new Reserve(clonesDir, reserve);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_LIMIT)
                .sslContext(DatedTrust.context())
                // By itself it keeps a few threads of its own for each that ever answered at the same time.
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        this.submodules = new Submodules(
                clonesDir, git -> new RemoteCall(client, git, limits.fetch(), this.reserve), limits.fetch());
        var patience = new LfsCall.Limits(limits.lfs(), limits.silence());
        this.lfs = new Lfs(clonesDir, () -> new LfsCall(client, patience, this.reserve));
    }

    @Override
    public Tip tip(GitSpec git) throws DeployException, InterruptedException {
        try (var remote = new RemoteCall(client, git, limits.tip(), reserve)) {
            return remote.tip();
        }
    }

    @Override
    public Tree fetch(App app, Commit commit) throws DeployException, InterruptedException {
        try (var remote = new RemoteCall(client, app.git(), limits.fetch(), reserve)) {
            var part = clones.part(Origin.of(app), commit, remote);
            try {
                var others = submodules.of(app, part);
                try {
                    return new CommitTree(part, others, lfs.of(app, part, others));
                } catch (DeployException | InterruptedException | RuntimeException | Error e) {
                    others.values().forEach(Part::close);
                    throw e;
                }
            } catch (DeployException | InterruptedException | RuntimeException | Error e) {
                part.close();
                throw e;
            }
        }
    }

    @Override
    public String verify(App app, Commit commit, Optional<String> tag, ZonedDateTime now)
            throws DeployException, InterruptedException {
        var needed = app.git().signatures().orElseThrow(() -> new IllegalStateException("no signature is asked for"));
        try (var remote = new RemoteCall(client, app.git(), limits.fetch(), reserve)) {
            return new SignatureCheck(needed, now).verify(clones.signed(Origin.of(app), commit, tag, remote));
        } catch (UntrustedException e) {
            throw SignatureCheck.refused(e);
        }
    }

    @Override
    public boolean touches(App app, Commit from, Commit to) throws DeployException, InterruptedException {
        try (var remote = new RemoteCall(client, app.git(), limits.fetch(), reserve)) {
            return clones.touches(Origin.of(app), from, to, remote);
        }
    }

    /** What is said of a commit that is here already; empty if it is not. Asks no server. */
    public Optional<CommitWords> words(String app, Commit commit) {
        return clones.words(app, commit);
    }

    /**
     * Removes the clones of apps that are configured no more. Call it before anything is fetched.
     *
     * @param apps the names of all that are configured
     */
    public void keepOnly(Set<String> apps) {
        try {
            clones.keepOnly(apps);
        } catch (IOException e) {
            // They are in nobody's way but the disk's; the next start tries again.
            LOG.warn("clones of apps that are configured no more could not be removed: {}", e.toString());
        }
    }
}
