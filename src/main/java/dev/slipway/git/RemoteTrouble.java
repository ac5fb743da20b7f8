package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.git.HttpConversation.ElsewhereException;
import dev.slipway.git.HttpConversation.NotGitException;
import dev.slipway.model.Blame;
import dev.slipway.model.GitSpec;
import dev.slipway.model.Secret;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.transport.URIish;

/** What can go wrong between here and a remote, each in words of its own; neither token nor password is among them. */
final class RemoteTrouble {
    private static final String LATER = "Slipway asks again by itself";

    private final GitSpec git;
    private final String url;

    RemoteTrouble(GitSpec git) {
        this.git = git;
        this.url = printable(git.url());
    }

    /** The URL without a user, a password and a query, any of which may be a secret. */
    static String printable(String url) {
        try {
            var whole = new URIish(url).setPass(null);
            // The user of an SSH URL is as good as part of the address: git@.
            var plain = isSsh(whole) ? whole.toString() : whole.setUser(null).toString();
            var query = plain.indexOf('?');
            return query < 0 ? plain : plain.substring(0, query);
        } catch (URISyntaxException e) {
            return "(a URL that cannot be read)";
        }
    }

    private static boolean isSsh(URIish url) {
        return "ssh".equals(url.getScheme()) || (url.getScheme() == null && url.getHost() != null);
    }

    DeployException tooSlow(Duration limit, Exception cause) {
        return remote(
                url + " did not finish answering within " + limit.toSeconds() + " s",
                "look whether the server and the way to it are well; " + LATER,
                cause);
    }

    DeployException tooBig(Reserve reserve, Exception cause) {
        return new DeployException(
                Blame.HOST,
                "fetching from " + url + " was cut short: it would leave less than " + reserve.inWords() + " free at "
                        + reserve.folder() + ", half of min_free_disk",
                "make room, or set min_free_disk lower; " + LATER,
                cause);
    }

    DeployException status(int status, Exception cause) {
        var answer = " (HTTP " + status + ")";
        return switch (status) {
            case 401, 403 ->
                git.token().isPresent()
                        ? remote(
                                url + " refused the token" + answer,
                                "check that the token is still valid and may read this repository, put it into git.token_file,"
                                        + " then slipway poll; by itself Slipway asks every ten minutes",
                                cause)
                        : remote(
                                url + " needs a token" + answer,
                                "make a token that may read this repository and set git.token_file; by itself Slipway asks every ten"
                                        + " minutes",
                                cause);
            case 404 ->
                remote(
                        url + " is not there, or there is no access to it" + answer,
                        "check git.url; if the repository is private, set git.token_file to a token that may read it",
                        cause);
            case 429 -> remote(url + " says that it was asked too often" + answer, LATER + ", more slowly", cause);
            default ->
                status >= 500
                        ? remote(url + " is in trouble" + answer, "wait for the server to recover; " + LATER, cause)
                        : remote(url + " gave an unexpected answer" + answer, "check git.url", cause);
        };
    }

    /** The HTTP client's own failure: what is of no kind of its own is a connection that ended too early. */
    DeployException ofConnection(IOException e) {
        return find(e).orElseGet(() -> e instanceof ProtocolException ? unreadable(e) : broken(e));
    }

    /** Finds the kind in the exception and its causes. */
    DeployException of(Exception e) {
        return find(e).orElseGet(() -> unreadable(e));
    }

    private Optional<DeployException> find(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            var known = known(cause, e);
            if (known.isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    private DeployException unreadable(Exception e) {
        return remote(
                url + " could not be read: " + discreet(e),
                "check git.url and git." + (git.tag().isPresent() ? "tag; " : "branch; ") + LATER,
                e);
    }

    private Optional<DeployException> known(Throwable cause, Exception e) {
        return Optional.ofNullable(
                switch (cause) {
                    case ElsewhereException elsewhere -> elsewhere(elsewhere);
                    case NotGitException answer ->
                        remote(
                                url + " is not a Git server: it answers with " + answer.contentType(),
                                "check git.url, and whether a proxy or a login page stands before the server",
                                e);
                    case UnresolvedAddressException unused -> unknownHost(e);
                    case UnknownHostException unused -> unknownHost(e);
                    case HttpConnectTimeoutException unused ->
                        remote(
                                "no connection to " + url + ": no answer from the host",
                                "check the network and the firewall; " + LATER,
                                e);
                    case CertificateExpiredException unused -> clock("has expired", e);
                    case CertificateNotYetValidException unused -> clock("is not valid yet", e);
                    case SSLException tls -> tls.getCause() instanceof Exception ? null : tls(tls, e);
                    case CertificateException untrusted -> tls(untrusted, e);
                    case CertPathBuilderException untrusted -> tls(untrusted, e);
                    case ConnectException refused -> connection(refused, e);
                    case SocketException unused -> broken(e);
                    case EOFException unused -> broken(e);
                    case NoRemoteRepositoryException unused ->
                        remote("there is no Git repository at " + url, "check git.url", e);
                    case NotSupportedException unused ->
                        new DeployException(
                                Blame.YOURS,
                                url + " is not a URL that Slipway can fetch from",
                                "set git.url to an https, http, ssh or file URL, to git@host:path, or to an absolute path",
                                e);
                    case FileSystemException disk ->
                        new DeployException(
                                Blame.HOST,
                                "the disk refused while fetching " + url + ": " + disk.getMessage(),
                                "check free space and permissions of data_dir",
                                e);
                    default -> null;
                });
    }

    private DeployException elsewhere(ElsewhereException e) {
        var to = e.target();
        var port = to.getPort() < 0 ? "" : ":" + to.getPort();
        var target = to.getScheme() + "://" + to.getHost() + port + to.getPath().replaceFirst("/info/refs$", "");
        return remote(
                url + " redirects to another site, " + target + ", which is not followed",
                "if the repository has moved there, set git.url to that address",
                e);
    }

    private DeployException unknownHost(Exception e) {
        return remote(
                "the host of " + url + " has no known address",
                "check git.url and the DNS settings of this machine; " + LATER,
                e);
    }

    private DeployException clock(String what, Exception e) {
        return remote(
                "the TLS certificate of " + url + " " + what + ", or the clock of this machine is wrong",
                "compare `date` with the time of day, then look at the certificate",
                e);
    }

    private DeployException tls(Exception found, Exception e) {
        return remote(
                "no trusted TLS connection to " + url + ": " + found.getMessage(),
                "check the server's certificate, or add its authority to Java's trust store",
                e);
    }

    private DeployException connection(ConnectException refused, Exception e) {
        if (hasCause(refused, UnresolvedAddressException.class)) {
            return unknownHost(e);
        }
        return remote(
                "no connection to " + url + ": refused or unreachable",
                "check that the server runs and the port is right; " + LATER,
                e);
    }

    /** Where exactly it broke is chance; words that varied with it would be told anew at every poll. */
    private DeployException broken(Exception e) {
        return remote(
                "the connection to " + url + " broke before the answer was whole",
                "look whether the server and the way to it are well; " + LATER,
                e);
    }

    private static boolean hasCause(Throwable e, Class<? extends Throwable> kind) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Some of JGit's messages repeat the URL, and servers may repeat anything. */
    private String discreet(Exception e) {
        var message = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        var named = message.replace(git.url(), url);
        return git.token()
                .map(Secret::reveal)
                .map(token -> named.replace(token, "***"))
                .orElse(named);
    }

    private static DeployException remote(String what, String next, Exception cause) {
        return new DeployException(Blame.REMOTE, what, next, cause);
    }
}
