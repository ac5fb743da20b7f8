package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.GitSpec;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One errand to servers of Git LFS. It ends when its time is up, when nothing has come for a while, when what it brings fills the
 * disk, and when its thread is interrupted.
 */
final class LfsCall implements AutoCloseable {
    private static final long BETWEEN_LOOKS_MS = 250;

    private final HttpClient client;
    private final Limits limits;
    private final Reserve reserve;
    private final CompletableFuture<Void> clock = new CompletableFuture<>();
    private final Object lock = new Object();
    private HttpConversation conversation;
    private Optional<SshConversation> ssh = Optional.empty();
    private volatile Ending ending = Ending.NONE;
    private final AtomicLong progress = new AtomicLong();

    /**
     * How long it may take.
     *
     * @param whole from beginning to end
     * @param silence with nothing coming
     */
    record Limits(Duration whole, Duration silence) {}

    private enum Ending {
        NONE,
        EXPIRED,
        STALLED,
        OUT_OF_ROOM
    }

    LfsCall(HttpClient client, Limits limits, Reserve reserve) {
        this.client = client;
        this.limits = limits;
        this.reserve = reserve;
        this.conversation = new HttpConversation(client, false);
        clock.orTimeout(limits.whole().toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            end(Ending.EXPIRED);
            return null;
        });
        look(0, 0);
    }

    /** Looks by a clock, since what waits within a read sees nothing. */
    private void look(long before, long silentMs) {
        if (clock.isDone()) {
            return;
        }
        if (reserve.isTouched()) {
            end(Ending.OUT_OF_ROOM);
        } else if (silentMs >= limits.silence().toMillis()) {
            end(Ending.STALLED);
        } else {
            long now = progress.get();
            CompletableFuture.delayedExecutor(BETWEEN_LOOKS_MS, TimeUnit.MILLISECONDS)
                    .execute(() -> look(now, now == before ? silentMs + BETWEEN_LOOKS_MS : 0));
        }
    }

    private void end(Ending how) {
        synchronized (lock) {
            if (ending == Ending.NONE) {
                ending = how;
            }
            conversation.cut();
            ssh.ifPresent(SshConversation::cut);
        }
    }

    /** Sends it and waits for the headers of the answer; the answer before this is done with. */
    HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        HttpConversation next = new HttpConversation(client, false);
        synchronized (lock) {
            conversation.close();
            conversation = next;
            if (ending != Ending.NONE) {
                next.cut();
            }
        }
        var answer = next.send(request);
        progress.incrementAndGet();
        return answer;
    }

    /** What the answer brings; a reader that goes on is a sign of life. */
    InputStream body(HttpResponse<InputStream> answer) {
        return new FilterInputStream(answer.body()) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = super.read(into, offset, length);
                progress.incrementAndGet();
                return count;
            }
        };
    }

    /** A session that ends as this does. */
    SshConversation over(GitSpec git) {
        var session = new SshConversation(git.ssh().orElseThrow());
        synchronized (lock) {
            ssh.ifPresent(SshConversation::close);
            ssh = Optional.of(session);
            if (ending != Ending.NONE) {
                session.cut();
            }
        }
        return session;
    }

    /** Says in words why it failed; an interrupted thread gets its exception instead. */
    DeployException explained(IOException e, GitSpec server) throws InterruptedException {
        if (Thread.interrupted()) {
            var interrupted = new InterruptedException("interrupted while talking to the server of Git LFS");
            interrupted.initCause(e);
            throw interrupted;
        }
        var trouble = new RemoteTrouble(server);
        return switch (ending) {
            case EXPIRED -> trouble.tooSlow(limits.whole(), e);
            case STALLED ->
                new DeployException(
                        Blame.REMOTE,
                        RemoteTrouble.printable(server.url()) + " has sent nothing for "
                                + limits.silence().toSeconds() + " s",
                        "look whether the server and the way to it are well; Slipway asks again by itself",
                        e);
            case OUT_OF_ROOM -> trouble.tooBig(reserve, e);
            case NONE ->
                ssh.filter(SshConversation::isInTrouble).isPresent()
                        ? new SshTrouble(server, ssh.get(), trouble).of(e)
                        : trouble.ofConnection(e);
        };
    }

    @Override
    public void close() {
        clock.complete(null);
        synchronized (lock) {
            conversation.close();
            ssh.ifPresent(SshConversation::close);
        }
    }
}
