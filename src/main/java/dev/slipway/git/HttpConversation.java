package dev.slipway.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/**
 * The HTTP requests of one Git operation. It can be cut short from any thread, and remembers what went wrong first, in
 * types and numbers, so that nobody has to guess it from JGit's messages.
 */
final class HttpConversation implements HttpConnectionFactory, AutoCloseable {
    private final HttpClient client;
    private final boolean git;
    private final List<InputStream> bodies = new ArrayList<>();
    private CompletableFuture<?> pending = CompletableFuture.completedFuture("nothing is asked yet");
    private boolean cut;
    private volatile Optional<IOException> failure = Optional.empty();
    private volatile int status;
    private volatile Duration retryAfter = Duration.ZERO;

    HttpConversation(HttpClient client) {
        this(client, true);
    }

    /** @param git whether answers must be in Git's protocol, and redirects stay at one site */
    HttpConversation(HttpClient client, boolean git) {
        this.client = client;
        this.git = git;
    }

    /** What failed first below HTTP, or made the answer useless; JGit's own exceptions say less. */
    Optional<IOException> failure() {
        return failure;
    }

    /** The status of the last answer; 0 if there was none. */
    int status() {
        return status;
    }

    /** How long the last answer asked to be left alone; zero if it did not. */
    Duration retryAfter() {
        return retryAfter;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        // After some failures JGit tries again without the credentials, which asks for trouble at a server that counts.
        if (failure.isPresent()) {
            throw failure.get();
        }
        return new HttpCall(this, url);
    }

    /** The proxy is the one that JGit found by the JDK's rules, and the client follows the same ones. */
    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        return create(url);
    }

    /** Sends it and waits for the headers of the answer. */
    HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        var answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        begin(answer);
        try {
            var response = answer.get();
            hold(response.body());
            status = response.statusCode();
            retryAfter = RetryAfter.of(response.headers());
            if (git) {
                checkAnswer(response);
            }
            return response;
        } catch (ExecutionException e) {
            throw failed(e.getCause() instanceof IOException io ? io : new IOException(e.getCause()));
        } catch (CancellationException e) {
            var ended = new InterruptedIOException("cut short");
            ended.initCause(e);
            throw failed(ended);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted while waiting for the server");
            interrupted.initCause(e);
            throw failed(interrupted);
        }
    }

    private void checkAnswer(HttpResponse<InputStream> response) throws IOException {
        var request = response.request();
        var location = response.headers().firstValue("Location");
        if (isRedirect(status) && location.isPresent()) {
            var target = request.uri().resolve(location.get());
            if (!isSameSite(request.uri(), target)) {
                throw failed(new ElsewhereException(target));
            }
        }
        var type = response.headers().firstValue("Content-Type").orElse("no content type");
        if (status == HttpConnection.HTTP_OK && !type.startsWith("application/x-git-upload-pack-")) {
            throw failed(new NotGitException(type));
        }
    }

    private static boolean isRedirect(int status) {
        return status >= 300 && status < 400;
    }

    /** The token goes to the host that the user named, over a connection no less safe, and nowhere else. */
    private static boolean isSameSite(URI from, URI to) {
        boolean sameHost = from.getHost().equalsIgnoreCase(to.getHost());
        boolean samePlace = from.getScheme().equals(to.getScheme()) && from.getPort() == to.getPort();
        boolean upgraded = from.getScheme().equals("http") && "https".equals(to.getScheme());
        return sameHost && (samePlace || upgraded);
    }

    /** Remembers the first failure, which is the cause of those that follow. */
    IOException failed(IOException e) {
        if (failure.isEmpty()) {
            failure = Optional.of(e);
        }
        return e;
    }

    /** Ends what is under way, and lets nothing begin. */
    synchronized void cut() {
        cut = true;
        pending.cancel(true);
        bodies.forEach(HttpConversation::closeQuietly);
    }

    @Override
    public synchronized void close() {
        bodies.forEach(HttpConversation::closeQuietly);
        bodies.clear();
    }

    private synchronized void begin(CompletableFuture<?> answer) {
        pending = answer;
        if (cut) {
            answer.cancel(true);
        }
    }

    private synchronized void hold(InputStream body) {
        bodies.add(body);
        if (cut) {
            closeQuietly(body);
        }
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException ignored) {
            // Nobody reads from it any more.
        }
    }

    /** The server sends us to another site. */
    static final class ElsewhereException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient URI target;

        ElsewhereException(URI target) {
            super("redirected to another site");
            this.target = target;
        }

        URI target() {
            return target;
        }
    }

    /** The server answers with something that is not Git's protocol. */
    static final class NotGitException extends IOException {
        private static final long serialVersionUID = 1L;

        private final String contentType;

        NotGitException(String contentType) {
            super("not an answer in Git's protocol: " + contentType);
            this.contentType = contentType;
        }

        String contentType() {
            return contentType;
        }
    }
}
