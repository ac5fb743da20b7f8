package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Source.Tip;
import dev.slipway.model.Commit;
import dev.slipway.model.GitSpec;
import dev.slipway.model.TagFilter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;

/**
 * One errand to a remote. It ends when its time is up, however slowly the remote drips (JGit's own timeout counts silence
 * only), when what it brings fills the disk, and when its thread is interrupted.
 */
final class RemoteCall implements AutoCloseable {
    static final Duration AFTER_A_REFUSAL = Duration.ofMinutes(10);
    private static final long BETWEEN_LOOKS_AT_THE_DISK_MS = 250;
    private static final Set<String> SCHEMES = Set.of("https", "http", "file", "ssh");

    private final GitSpec git;
    private final Duration limit;
    private final HttpConversation http;
    private final Optional<SshConversation> ssh;
    private final CompletableFuture<Void> clock = new CompletableFuture<>();
    private final Reserve reserve;
    private volatile boolean expired;
    private volatile boolean outOfRoom;

    RemoteCall(HttpClient client, GitSpec git, Duration limit, Reserve reserve) {
        this.git = git;
        this.limit = limit;
        this.reserve = reserve;
        this.http = new HttpConversation(client);
        this.ssh = git.ssh().map(SshConversation::new);
        clock.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            expired = true;
            cut();
            return null;
        });
    }

    /** What the remote says of the branch, or of the tags. */
    Tip tip() throws DeployException, InterruptedException {
        try (var transport = prepared(Transport.open(uri()))) {
            if (git.tag().isPresent()) {
                return newest(git.tag().get(), transport);
            }
            try (var asked = transport.openFetch(List.of(new RefSpec(git.ref())))) {
                var ref = asked.getRef(git.ref());
                if (ref != null && ref.getObjectId() != null) {
                    return new Tip.At(new Commit(ref.getObjectId().name()));
                }
            }
            // Only now is it worth to have all refs listed, which may be many.
            try (var asked = transport.openFetch()) {
                return asked.getRefs().isEmpty() ? new Tip.EmptyRepository() : new Tip.NoSuchRef(git.ref());
            }
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /** A server that speaks Git's second protocol names no other refs than those that begin as the tags do. */
    private static Tip newest(TagFilter tags, Transport transport) throws IOException {
        var prefixes = tags.prefixes().stream().map(Constants.R_TAGS::concat).toArray(String[]::new);
        var found = new TreeMap<String, ObjectId>();
        try (var asked = transport.openFetch(List.of(), prefixes)) {
            for (var ref : asked.getRefs()) {
                var name = ref.getName();
                if (name.startsWith(Constants.R_TAGS) && tags.matches(name.substring(Constants.R_TAGS.length()))) {
                    // An annotated tag is an object of its own, and names the commit.
                    var peeled = ref.getPeeledObjectId();
                    found.put(name.substring(Constants.R_TAGS.length()), peeled == null ? ref.getObjectId() : peeled);
                }
            }
        }
        return tags.newest(found.keySet())
                .flatMap(tag -> Optional.ofNullable(found.get(tag))
                        .map(id -> new Tip.At(new Commit(id.name()), Optional.of(tag))))
                .<Tip>map(at -> at)
                .orElseGet(() -> new Tip.NoTag(List.copyOf(found.keySet())));
    }

    /** Brings what {@code what} names, with so much of its history; an incomplete result is an exception. */
    void fetch(Repository into, RefSpec what, int depth) throws IOException {
        try (var transport = prepared(Transport.open(into, uri()))) {
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setDepth(depth);
            var result = transport.fetch(new Stoppable(), List.of(what));
            for (var update : result.getTrackingRefUpdates()) {
                // A ref that could not be locked is reported here and nowhere else.
                if (!isWritten(update.getResult())) {
                    throw new IOException("ref " + update.getLocalName() + " was not written: " + update.getResult());
                }
            }
        }
    }

    /** Looks at the disk from now on, until the errand is done; by a clock, for one large file is one step to JGit. */
    void watchDisk() {
        if (clock.isDone()) {
            return;
        }
        if (reserve.isTouched()) {
            outOfRoom = true;
            cut();
            return;
        }
        CompletableFuture.delayedExecutor(BETWEEN_LOOKS_AT_THE_DISK_MS, TimeUnit.MILLISECONDS)
                .execute(this::watchDisk);
    }

    /** Whether a failure came from the other side, or from being stopped, so that another clone would not help. */
    boolean isToBlame() {
        return expired
                || outOfRoom
                || Thread.currentThread().isInterrupted()
                || http.failure().isPresent()
                || http.status() >= 300
                || ssh.filter(SshConversation::isInTrouble).isPresent();
    }

    /** Whether the server wants to know who asks, or does not let them. */
    boolean isAccessRefused() {
        return Set.of(401, 403, 404).contains(http.status());
    }

    private void cut() {
        http.cut();
        ssh.ifPresent(SshConversation::cut);
    }

    /** Says in words why the errand failed; an interrupted thread gets its exception instead. */
    DeployException explained(IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            var interrupted = new InterruptedException("interrupted while talking to the Git server");
            interrupted.initCause(e);
            throw interrupted;
        }
        var trouble = new RemoteTrouble(git);
        if (expired) {
            return trouble.tooSlow(limit, e);
        }
        if (outOfRoom) {
            return trouble.tooBig(reserve, e);
        }
        if (http.failure().isPresent()) {
            return trouble.ofConnection(http.failure().get());
        }
        if (ssh.isPresent()) {
            return new SshTrouble(git, ssh.get(), trouble).of(e);
        }
        return http.status() >= 300 ? trouble.status(http.status(), e).askingPatience(patience()) : trouble.of(e);
    }

    /** A server that counts refused logins may lock the account, or this address, if they go on coming. */
    private Duration patience() {
        boolean refused = http.status() == 401 || http.status() == 403;
        return refused && http.retryAfter().compareTo(AFTER_A_REFUSAL) < 0 ? AFTER_A_REFUSAL : http.retryAfter();
    }

    @Override
    public void close() {
        clock.complete(null);
        http.close();
        ssh.ifPresent(SshConversation::close);
    }

    private <T extends Transport> T prepared(T transport) throws NotSupportedException {
        if (transport instanceof TransportHttp overHttp) {
            overHttp.setHttpConnectionFactory(http);
            // Without waiting to be asked: a wrong token then costs one request, not three, before a lock-out.
            git.token().ifPresent(token -> overHttp.setPreemptiveBasicAuthentication(git.username(), token.reveal()));
        }
        if (transport instanceof SshTransport overSsh) {
            overSsh.setSshSessionFactory(ssh.orElseThrow(() -> new NotSupportedException("SSH without a key")));
        }
        return transport;
    }

    private URIish uri() throws NotSupportedException {
        try {
            var uri = new URIish(git.url());
            // JGit knows more ways, such as git://, but none that a deadline would end.
            boolean known = uri.getScheme() == null
                    ? uri.getHost() != null || uri.getPath().startsWith("/")
                    : SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT));
            if (!known) {
                throw new NotSupportedException("not a way to fetch");
            }
            return uri;
        } catch (URISyntaxException e) {
            // The exception's message repeats the URL as it is.
            throw new NotSupportedException("not a URL: " + e.getReason());
        }
    }

    private static boolean isWritten(RefUpdate.Result result) {
        return switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> true;
            default -> false;
        };
    }

    /** Lets JGit stop between two reads; for what waits within one, there is the conversation's end. */
    private final class Stoppable extends EmptyProgressMonitor {
        @Override
        public boolean isCancelled() {
            return expired || outOfRoom || Thread.currentThread().isInterrupted();
        }
    }
}
