package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.GitSpec;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.JGitText;

/** Says in words what a Git server did wrong, and what to do. */
final class GitFailures {
    private GitFailures() {}

    static DeployException remote(GitSpec git, Throwable error) {
        var url = git.url();
        if (cause(error, UnknownHostException.class).isPresent()) {
            return of("no such host: " + url, "Check the host's name in git.url and this machine's DNS.", error);
        }
        if (cause(error, SSLException.class).isPresent()) {
            return of(
                    "no trustworthy TLS connection to " + url,
                    "Check the server's certificate, and that this Java trusts who signed it.",
                    error);
        }
        if (cause(error, SocketTimeoutException.class).isPresent()
                || cause(error, TimeoutException.class).isPresent()) {
            return of(url + " took too long to answer", "Check the network and the server's load.", error);
        }
        if (cause(error, ConnectException.class).isPresent()
                || cause(error, NoRouteToHostException.class).isPresent()) {
            return of(url + " refused the connection", "Check the port, and that the Git server runs.", error);
        }
        if (cause(error, NoRemoteRepositoryException.class).isPresent()) {
            return of(
                    "there is no repository at " + url,
                    "Check git.url; forges say the same when the token may not see the repository.",
                    error);
        }
        if (cause(error, PackProtocolException.class).isPresent()) {
            return of(url + " does not answer like a Git server", "Check git.url: use the clone URL.", error);
        }
        return byMessage(git, error);
    }

    /** JGit has no types for HTTP statuses; its texts are compared with its own catalogue. */
    private static DeployException byMessage(GitSpec git, Throwable error) {
        var url = git.url();
        var message = cause(error, TransportException.class)
                .map(e -> String.valueOf(e.getMessage()))
                .orElse("");
        if (message.endsWith(JGitText.get().notAuthorized) || message.contains(JGitText.get().noCredentialsProvider)) {
            return git.token().isPresent()
                    ? of(url + " refused the token", "Make a new token that may read the repository.", error)
                    : of(url + " wants a token", "Set git.token to one that may read the repository.", error);
        }
        if (message.contains(" not permitted")) {
            return of(url + " forbids reading (403)", "Give the token the right to read the repository.", error);
        }
        if (message.matches(".*: 5\\d\\d( .*)?")) {
            return of(url + " is in trouble (HTTP 5xx)", "Wait, or look at the Git server's log.", error);
        }
        if (message.contains("Content-Type")) {
            return of(url + " does not answer like a Git server", "Check git.url: use the clone URL.", error);
        }
        return of("cannot read " + url + ": " + error.getClass().getSimpleName(), "Check git.url.", error);
    }

    private static DeployException of(String what, String next, Throwable error) {
        return new DeployException(Blame.REMOTE, what, next, error);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable error, Class<T> type) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }
}
