package dev.slipway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import dev.slipway.model.WebhookSpec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be had from a server on loopback, as the JDK's client reports it. */
class NoAnswerTest {
    private static final String URL = "https://hook.example.com/webhook";

    private static Throwable wrapped(Throwable cause) {
        return new ExecutionException(new IOException("wrapped", cause));
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new ConnectException().initCause(new UnresolvedAddressException()), """
                        the host of URL has no known address
                        its DNS record is missing, or this machine's DNS does not know it; a forge could not find it either
                        correct webhook.public_url, or make the record (`cloudflared tunnel route dns` makes that of a tunnel)"""),
                arguments(
                        new HttpConnectTimeoutException("HTTP connect timed out")
                                .initCause(new ConnectException("HTTP connect timed out")),
                        """
                        no connection to URL within 10 s
                        a firewall drops it, nobody forwards the port, the router does not lead back what comes from inside, or \
                        what listens there speaks no TLS
                        try the same from outside (a phone's network will do): `curl -i -X POST URL`"""),
                arguments(new NoRouteToHostException("No route to host"), """
                        no connection to URL at all, there is no route to it
                        a firewall drops it, nobody forwards the port, the router does not lead back what comes from inside, or \
                        what listens there speaks no TLS
                        try the same from outside (a phone's network will do): `curl -i -X POST URL`"""),
                arguments(new ConnectException("Network is unreachable"), """
                        no connection to URL at all, its network is unreachable
                        a firewall drops it, nobody forwards the port, the router does not lead back what comes from inside, or \
                        what listens there speaks no TLS
                        try the same from outside (a phone's network will do): `curl -i -X POST URL`"""),
                arguments(new ConnectException("Connection refused"), """
                        nobody listens at URL: the connection was refused
                        the proxy or tunnel that should stand there does not run, or the port is not forwarded
                        run `slipway webhook test`; if that is well, look at the proxy or tunnel before Slipway"""),
                arguments(new SSLHandshakeException("PKIX", new CertificateExpiredException("NotAfter: …")), """
                        the TLS certificate of URL has expired
                        a forge refuses it as well, unless the clock of this machine is wrong
                        compare `date` with the time of day, then renew the certificate"""),
                arguments(new SSLHandshakeException("PKIX", new CertificateNotYetValidException("NotBefore: …")), """
                        the TLS certificate of URL is not valid yet
                        a forge refuses it as well, unless the clock of this machine is wrong
                        compare `date` with the time of day, then renew the certificate"""),
                arguments(
                        new SSLHandshakeException(
                                "x", new CertificateException("No name matching hook.example.com found")),
                        """
                        the TLS certificate of URL is for another name
                        the address leads to another site, or its certificate does not have this name; a forge refuses it as well
                        correct webhook.public_url, or add the name to the certificate"""),
                arguments(new SSLHandshakeException("(unrecognized_name) \u001b[2J"), """
                        no TLS connection to URL: (unrecognized_name) ?[2J
                        the server does not know this host's name, or speaks no version of TLS that is still taken
                        look into the log of the proxy that serves TLS there"""),
                arguments(new IOException("Connection reset by peer"), """
                        the connection to URL was closed without an answer
                        what listens there expects something else than https, or a firewall cut the connection
                        compare webhook.public_url with what the proxy serves: http or https, and the port"""),
                arguments(new IOException("something new"), """
                        the request to URL failed: something new
                        Slipway never saw it
                        run `slipway webhook test`; if that is well, look at the proxy or tunnel before Slipway"""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void saysWhyNobodyAnswered(Throwable failure, String said) {
        var spec = new WebhookSpec(
                "127.0.0.1",
                9000,
                List.of(new WebhookSecret(new Secret("harbor-1952"), ".env line 7")),
                Optional.of(URI.create(URL)),
                WebhookSpec.DEFAULT_MAX_BODY_BYTES);
        var to = new Destination(URI.create(URL), true, spec, "");
        var finding = new NoAnswer(to, Duration.ofSeconds(10)).because(wrapped(failure));
        assertEquals(said, String.join("\n", finding.lines()).replace(URL, "URL"));
    }
}
