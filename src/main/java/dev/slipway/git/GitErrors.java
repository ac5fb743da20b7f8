package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.GitSpec;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TransportException;

/** Says in words why a remote could not be talked to; never with the token. */
final class GitErrors {
    private GitErrors() {}

    static DeployException of(GitSpec git, Throwable thrown) {
        if (thrown instanceof DeployException known) {
            return known;
        }
        var url = git.url();
        if (cause(thrown, UnknownHostException.class).isPresent()) {
            return remote("the name of " + url + " is not known", "check the URL, and this machine's DNS", thrown);
        }
        if (cause(thrown, ConnectException.class).isPresent()) {
            return remote("nobody answers at " + url + ": connection refused", "check the URL, and the server", thrown);
        }
        if (cause(thrown, SocketTimeoutException.class).isPresent()) {
            return remote(url + " does not answer", "check the network, and the server", thrown);
        }
        var tls = cause(thrown, SSLException.class);
        if (tls.isPresent()) {
            return remote(
                    "no safe connection to " + url + ": " + tls.get().getMessage(),
                    "check the server's certificate, and this machine's clock",
                    thrown);
        }
        if (cause(thrown, NoRemoteRepositoryException.class).isPresent()) {
            return remote(
                    url + " is not there, or this token has no access to it",
                    "check git.url; a private repository needs git.token_file",
                    thrown);
        }
        return byWords(git, thrown);
    }

    /** For what JGit tells apart by its message alone. */
    private static DeployException byWords(GitSpec git, Throwable thrown) {
        var url = git.url();
        var message = String.valueOf(thrown.getMessage());
        if (message.contains("not authorized")
                || message.contains("not permitted")
                || message.contains("Authentication")) {
            return git.token().isPresent()
                    ? remote(url + " refused the token", "put one that is valid into git.token_file", thrown)
                    : remote(url + " asks who is there", "give it a token with git.token_file", thrown);
        }
        if (message.contains("invalid advertisement") || message.contains("expected Content-Type")) {
            return remote(
                    url + " answers, but is not a Git server",
                    "check git.url; a captive portal or a login page may stand before it",
                    thrown);
        }
        if (message.contains("redirect")) {
            return remote(url + " sends elsewhere: " + message, "set git.url to where it moved", thrown);
        }
        var what = thrown instanceof TransportException ? message.replace(url + ": ", "") : thrown.toString();
        return remote(url + ": " + what, "", thrown);
    }

    private static DeployException remote(String what, String next, Throwable cause) {
        return new DeployException(Blame.REMOTE, what, next, cause);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable thrown, Class<T> type) {
        for (var each = Optional.of(thrown);
                each.isPresent();
                each = Optional.ofNullable(each.get().getCause())) {
            if (type.isInstance(each.get())) {
                return Optional.of(type.cast(each.get()));
            }
        }
        return Optional.empty();
    }
}
