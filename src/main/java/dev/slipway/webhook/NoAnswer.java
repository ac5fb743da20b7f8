package dev.slipway.webhook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why nobody answered a test. */
final class NoAnswer {
    private final Destination to;
    private final Duration patience;

    NoAnswer(Destination to, Duration patience) {
        this.to = to;
        this.patience = patience;
    }

    /** By the innermost known cause, since the outer ones are the library's wrapping. */
    Finding because(Throwable failure) {
        var chain = Stream.iterate(Optional.of(failure), Optional::isPresent, each -> each.map(Throwable::getCause))
                .flatMap(Optional::stream)
                .toList()
                .reversed();
        return chain.stream()
                .flatMap(each -> known(each).stream())
                .findFirst()
                .orElseGet(() -> Finding.bad(
                        "the request to " + to + " failed: " + said(chain.getFirst()),
                        "Slipway never saw it",
                        lookBehind()));
    }

    private Optional<Finding> known(Throwable cause) {
        return switch (cause) {
            case UnresolvedAddressException ignored -> Optional.of(unknownHost());
            case UnknownHostException ignored -> Optional.of(unknownHost());
            case HttpTimeoutException ignored -> Optional.of(silent());
            case TimeoutException ignored -> Optional.of(silent());
            case NoRouteToHostException ignored -> Optional.of(noConnection("at all, there is no route to it"));
            case CertificateExpiredException ignored -> Optional.of(certificateTime("has expired"));
            case CertificateNotYetValidException ignored -> Optional.of(certificateTime("is not valid yet"));
            case CertPathBuilderException ignored -> Optional.of(untrusted());
            case CertificateException certificate ->
                said(certificate).contains("name") ? Optional.of(otherName()) : Optional.empty();
            case SSLException tls -> Optional.of(tls(tls));
            case ConnectException connecting -> Optional.of(refused(connecting));
            case ProtocolException ignored -> Optional.of(notHttp());
            case IOException broken ->
                Stream.of("received no bytes", "EOF", "reset").anyMatch(said(broken)::contains)
                        ? Optional.of(closed())
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Finding unknownHost() {
        return Finding.bad(
                "the host of " + to + " has no known address",
                "its DNS record is missing, or this machine's DNS does not know it; a forge could not find it either",
                to.isPublic()
                        ? "correct webhook.public_url, or make the record (`cloudflared tunnel route dns` makes that of"
                                + " a tunnel)"
                        : "let webhook.listen be an address of this machine");
    }

    private Finding noConnection(String how) {
        var tls = to.url().getScheme().equals("https") ? ", or what listens there speaks no TLS" : "";
        return to.isPublic()
                ? Finding.bad(
                        "no connection to " + to + " " + how,
                        "a firewall drops it, nobody forwards the port, the router does not lead back what comes from inside"
                                + tls,
                        "try the same from outside (a phone's network will do): `curl -i -X POST " + to + "`")
                : Finding.bad(
                        "no connection to " + to + " " + how,
                        "a firewall of this machine drops it",
                        "let the firewall pass port " + to.spec().port() + " on loopback");
    }

    private Finding refused(ConnectException connecting) {
        if (said(connecting).contains("unreachable")) {
            return noConnection("at all, its network is unreachable");
        }
        if (said(connecting).contains("timed out")) {
            // The JDK's own cause of its HttpConnectTimeoutException.
            return noConnection("within " + seconds());
        }
        return Finding.bad(
                "nobody listens at " + to + ": the connection was refused",
                to.isPublic()
                        ? "the proxy or tunnel that should stand there does not run, or the port is not forwarded"
                        : "the agent does not run, or it was started before webhook was configured, or could not take"
                                + " the port"
                                + " (then `slipway status` says so)",
                to.isPublic() ? lookBehind() : "run `slipway status`, and start or restart the agent");
    }

    private Finding silent() {
        return Finding.bad(
                "no answer from " + to + " within " + seconds(),
                "something took the connection and then said nothing; a forge gives up as well",
                to.isPublic()
                        ? lookBehind()
                        : "look with " + to.whoHoldsThePort()
                                + " whether it is the agent; if it is, look into its log and restart" + " it");
    }

    private Finding closed() {
        return Finding.bad(
                "the connection to " + to + " was closed without an answer",
                "what listens there expects something else than " + to.url().getScheme()
                        + ", or a firewall cut the connection",
                to.isPublic()
                        ? "compare webhook.public_url with what the proxy serves: http or https, and the port"
                        : "look with " + to.whoHoldsThePort() + " which program it is");
    }

    private Finding notHttp() {
        return Finding.bad(
                "what listens at " + to + " does not speak HTTP",
                "the port belongs to something else",
                to.isPublic()
                        ? "correct the port of webhook.public_url, or what the proxy forwards"
                        : "look with " + to.whoHoldsThePort()
                                + " which program it is; stop it, or choose another port");
    }

    private Finding certificateTime(String what) {
        return Finding.bad(
                "the TLS certificate of " + to + " " + what,
                "a forge refuses it as well, unless the clock of this machine is wrong",
                "compare `date` with the time of day, then renew the certificate");
    }

    private Finding untrusted() {
        return Finding.bad(
                "the TLS certificate of " + to + " is not trusted",
                "it is self-signed, or the server does not send the certificates between it and a known authority; a forge"
                        + " refuses it as well",
                "use a certificate of a public authority with its whole chain, such as Let's Encrypt's fullchain.pem");
    }

    private Finding otherName() {
        return Finding.bad(
                "the TLS certificate of " + to + " is for another name",
                "the address leads to another site, or its certificate does not have this name; a forge refuses it as well",
                "correct webhook.public_url, or add the name to the certificate");
    }

    private Finding tls(SSLException failure) {
        if (said(failure).contains("nrecognized SSL message")) {
            return Finding.bad(
                    "what listens at " + to + " does not speak TLS",
                    "https is asked of a port that serves plain http, or nothing of the kind",
                    "correct scheme and port of webhook.public_url, or let the proxy serve TLS there");
        }
        return Finding.bad(
                "no TLS connection to " + to + ": " + said(failure),
                "the server does not know this host's name, or speaks no version of TLS that is still taken",
                "look into the log of the proxy that serves TLS there");
    }

    private static String lookBehind() {
        return "run `slipway webhook test`; if that is well, look at the proxy or tunnel before Slipway";
    }

    private String seconds() {
        return patience.toMillis() < 1000 ? patience.toMillis() + " ms" : patience.toSeconds() + " s";
    }

    /** Messages may quote what the other side sent. */
    private static String said(Throwable cause) {
        return Optional.ofNullable(cause.getMessage())
                .orElse(cause.getClass().getSimpleName())
                .replaceAll("[^\\x20-\\x7e]", "?");
    }
}
