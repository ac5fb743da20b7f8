package dev.slipway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.slipway.deploy.ManualTime;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import dev.slipway.model.WebhookSpec;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may answer in Slipway's place, and what is said of it; URL is the address, PORT its port. */
class SelfTestTest {
    private static final String SECRET = "harbor-1952";
    private static final String SHOWN = "(.env line 7, fingerprint c34fc7d9, 11 characters)";
    private static final String PONG = "{\"status\":\"pong\"}";
    /** For silence, which is waited for in full. */
    private static final Duration SHORT = Duration.ofMillis(300);
    /** For answers, on a machine that may be busy. */
    private static final Duration PATIENT = Duration.ofSeconds(20);
    /** What a tunnel is to forward to. */
    private static final String SERVICE =
            "http://127.0.0.1:PORT (from cloudflared in a container: this host's address there, not localhost)";

    private static final String OK = "HTTP/1.1 200 OK";

    private static WebhookSpec spec(String host, int port, Optional<URI> publicUrl) {
        return new WebhookSpec(
                host,
                port,
                List.of(new WebhookSecret(new Secret(SECRET), ".env line 7")),
                publicUrl,
                WebhookSpec.DEFAULT_MAX_BODY_BYTES);
    }

    private static SelfTest test(WebhookSpec spec) throws Exception {
        return test(spec, PATIENT);
    }

    private static SelfTest test(WebhookSpec spec, Duration limit) throws Exception {
        return new SelfTest(spec, "0.1.0", new ManualTime(), SSLContext.getDefault(), limit);
    }

    private static SelfTest.Result onLoopback(Doorman doorman) throws Exception {
        return test(spec("0.0.0.0", doorman.port(), Optional.empty())).onLoopback();
    }

    private static SelfTest.Result publicly(Doorman doorman, String path) throws Exception {
        var url = URI.create("http://127.0.0.1:" + doorman.port() + path);
        return publicly(doorman, url, PATIENT);
    }

    private static SelfTest.Result publicly(Doorman doorman, URI url, Duration limit) throws Exception {
        return test(spec("127.0.0.1", doorman.port(), Optional.of(url)), limit).publicly();
    }

    private static String said(SelfTest.Result result, int port) {
        return String.join("\n", result.lines())
                .replaceAll("http://(127\\.0\\.0\\.1|\\[0:0:0:0:0:0:0:1\\]|\\[::1\\]):" + port + "/\\w+", "URL")
                .replace(String.valueOf(port), "PORT");
    }

    @Test
    void slipwaysPongIsWell() throws Exception {
        try (var slipway = Doorman.answering(List.of(OK, "X-Slipway: 0.1.0"), PONG)) {
            var result = onLoopback(slipway);
            assertTrue(result.well());
            assertEquals("""
                    Slipway 0.1.0 answered at URL in 0 ms: pong
                    the listener runs, and the secret of the configuration %s is in force
                    to test the way that the forge takes, set webhook.public_url and run `slipway webhook test --public`""".formatted(SHOWN), said(result, slipway.port()));
        }
    }

    @Test
    void slipwaysPongByThePublicUrlIsWell() throws Exception {
        var head = List.of(OK, "X-Slipway: 0.1.0", "Server: cloudflare", "CF-Ray: 8a1b-FRA");
        try (var slipway = Doorman.answering(head, PONG)) {
            var result = publicly(slipway, "/webhook");
            assertTrue(result.well());
            assertEquals("""
                    Slipway 0.1.0 answered at URL by way of Cloudflare in 0 ms: pong
                    the way from the outside is open, and the secret of the configuration %s is in force
                    if the forge still shows an error, press Redeliver there and look at `slipway history --deliveries`""".formatted(SHOWN), said(result, slipway.port()));
        }
    }

    @Test
    void anotherVersionIsWellButNamed() throws Exception {
        try (var slipway = Doorman.answering(List.of(OK, "X-Slipway: 0.0.9"), PONG)) {
            var result = onLoopback(slipway);
            assertTrue(result.well());
            assertTrue(result.lines().get(1).endsWith("another version than this program (0.1.0): restart the agent"));
        }
    }

    @Test
    void reachesAListenerOnIpv6() throws Exception {
        try (var slipway = Doorman.answering("::1", List.of(OK, "X-Slipway: 0.1.0"), PONG)) {
            assertTrue(test(spec("::", slipway.port(), Optional.empty()))
                    .onLoopback()
                    .well());
        }
    }

    @Test
    void thePingIsSignedAndNamesItself() throws Exception {
        try (var slipway = Doorman.answering(List.of(OK, "X-Slipway: 0.1.0"), PONG)) {
            onLoopback(slipway);
            onLoopback(slipway);
            var request = slipway.heard().getFirst();
            var body = request.substring(request.indexOf("\r\n\r\n") + 4);
            assertTrue(request.startsWith("POST /webhook HTTP/1.1\r\n"), request);
            assertTrue(request.contains("User-Agent: Slipway/0.1.0\r\n"), request);
            assertTrue(request.contains("X-Slipway-Event: ping\r\n"), request);
            var signature =
                    Pattern.compile("X-Hub-Signature-256: (sha256=\\w+)").matcher(request);
            assertTrue(signature.find(), request);
            assertTrue(SignatureCheck.check(SECRET.getBytes(), signature.group(1), body.getBytes())
                    .matches());
            assertFalse(delivery(request).equals(delivery(slipway.heard().getLast())), request);
        }
    }

    private static String delivery(String request) {
        var id = Pattern.compile("X-Slipway-Delivery: (\\S+)").matcher(request);
        assertTrue(id.find(), request);
        return id.group(1);
    }

    private static Arguments answer(String head, String body, String said) {
        return arguments(List.of(head.split("; ")), body, said);
    }

    static Stream<Arguments> answersOnLoopback() {
        return Stream.of(
                answer("HTTP/1.1 401 Unauthorized; X-Slipway: 0.1.0", "{\"error\":\"signature\"}", """
                        Slipway 0.1.0 answered 401 at URL
                        it did not accept a ping signed with the secret of the configuration (.env line 7, fingerprint c34fc7d9, \
                        11 characters), so it has another one in force: it was started before the secret was changed, or it is \
                        another agent
                        restart the agent; if that does not help, look with `ss -ltnp 'sport = :PORT'` which process listens \
                        there"""),
                answer("HTTP/1.1 429 Too Many Requests; X-Slipway: 0.1.0", "", """
                        Slipway 0.1.0 answered 429 at URL
                        it was asked too often in the last minute
                        wait a minute, then test again"""),
                answer("HTTP/1.1 202 Accepted; X-Slipway: 0.0.1", "", """
                        Slipway 0.0.1 answered 202 at URL
                        that is not what it answers to a ping; this program (0.1.0) expects 200 and a pong
                        restart the agent so that both are the same version, and look into its log"""),
                answer("HTTP/1.1 404 Not Found; Server: nginx/1.27.0", "", """
                        nginx answered 404 at URL, not Slipway
                        another program has the port of webhook.listen (0.0.0.0:PORT), so Slipway cannot listen there
                        look with `ss -ltnp 'sport = :PORT'` which one; stop it, or choose another port"""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersOnLoopback")
    void saysWhoAnsweredOnLoopback(List<String> head, String body, String said) throws Exception {
        try (var doorman = Doorman.answering(head, body)) {
            var result = onLoopback(doorman);
            assertFalse(result.well());
            assertEquals(said, said(result, doorman.port()));
        }
    }

    static Stream<Arguments> answersOfCloudflare() {
        var exempt = """
                in Zero Trust > Access, add an application for the path /webhook with a Bypass policy for everyone; Slipway \
                checks the signature itself""";
        var service =
                "http://127.0.0.1:PORT (from cloudflared in a container: this host's address there, not localhost)";
        return Stream.of(
                answer(
                        "HTTP/1.1 302 Found; Server: cloudflare; Location:"
                                + " https://team.cloudflareaccess.com/cdn-cgi/access/login/x",
                        "",
                        """
                        Cloudflare answered 302 at URL, not Slipway
                        a Cloudflare Access policy asks for a login, which no forge can give
                        """ + exempt),
                answer(
                        "HTTP/1.1 403 Forbidden; Server: cloudflare; CF-Ray: 8a1b-FRA",
                        "<title>Forbidden - Cloudflare Access</title>",
                        """
                        Cloudflare answered 403 at URL, not Slipway
                        a Cloudflare Access policy asks for a login, which no forge can give
                        """ + exempt),
                answer(
                        "HTTP/1.1 403 Forbidden; Server: cloudflare; CF-Mitigated: challenge; CF-Ray: 8a1b-FRA",
                        "<title>Just a moment...</title>",
                        """
                        Cloudflare answered 403 at URL, not Slipway
                        Bot Fight Mode, Under Attack Mode or a WAF rule challenged the request as if it came from a browser
                        look in Security > Events which one (ray 8a1b-FRA), and let it skip the path /webhook; the free Bot \
                        Fight Mode knows no exceptions and must be turned off"""),
                answer("HTTP/1.1 403 Forbidden; Server: cloudflare; CF-Ray: 8a1b-FRA", "error code: 1020", """
                        Cloudflare answered 403 (error 1020) at URL, not Slipway
                        a WAF rule, Bot Fight Mode or an Access policy forbids it
                        look in Security > Events which one (ray 8a1b-FRA), and let it skip the path /webhook"""),
                answer("HTTP/1.1 530 ; Server: cloudflare", "error code: 1033", """
                        Cloudflare answered 530 (error 1033) at URL, not Slipway
                        the tunnel is down: no cloudflared is connected to it
                        start cloudflared where it belongs (`systemctl status cloudflared` or `docker ps`), and look into its \
                        log"""),
                answer("HTTP/1.1 530 ; Server: cloudflare", "<span>Error</span> error 1016", """
                        Cloudflare answered 530 (error 1016) at URL, not Slipway
                        Cloudflare does not find what the host's DNS record points to
                        let the record be a CNAME to TUNNEL-ID.cfargotunnel.com, as `cloudflared tunnel route dns` makes it"""),
                answer("HTTP/1.1 502 Bad Gateway; Server: cloudflare", "", """
                        Cloudflare answered 502 at URL, not Slipway
                        the tunnel is up, but cloudflared does not reach Slipway from where it runs
                        run `slipway webhook test`; if that is well, let the tunnel's service be SERVICE"""),
                answer("HTTP/1.1 522 ; Server: cloudflare", "", """
                        Cloudflare answered 522 at URL, not Slipway
                        Cloudflare does not reach this host: it refuses, does not answer or has no route
                        open the port for Cloudflare's addresses, or use a tunnel, which needs no open port"""),
                answer("HTTP/1.1 526 ; Server: cloudflare", "", """
                        Cloudflare answered 526 at URL, not Slipway
                        Cloudflare does not trust the TLS of what stands behind it
                        Slipway itself speaks plain HTTP: let the tunnel's service be SERVICE"""),
                answer("HTTP/1.1 404 Not Found; Server: cloudflare", "", """
                        Cloudflare answered 404 at URL, not Slipway
                        no rule of the tunnel is for this host and path, so its last one answered
                        add a public hostname to the tunnel whose service is SERVICE"""),
                answer("HTTP/1.1 429 Too Many Requests; Server: cloudflare", "error code: 1015", """
                        Cloudflare answered 429 (error 1015) at URL, not Slipway
                        a rate limiting rule took hold
                        look in Security > Events which one, and let it skip the path /webhook"""),
                answer("HTTP/1.1 200 OK; Server: cloudflare", "<h1>Welcome</h1>", """
                        Cloudflare answered 200 at URL, not Slipway
                        Cloudflare, or a Worker or page there, takes the request instead of passing it on
                        let the host name belong to the tunnel, whose service is SERVICE"""));
    }

    static Stream<Arguments> answersOfOthers() {
        return Stream.of(
                answer("HTTP/1.1 404 Not Found; Server: nginx/1.27.0", "", """
                        nginx answered 404 at URL, not Slipway
                        it knows nothing at that path, and does not pass it on
                        pass the path /webhook on to http://ADDRESS-OF-THIS-HOST:PORT, or correct webhook.public_url"""),
                answer("HTTP/1.1 502 Bad Gateway; Server: Caddy", "", """
                        Caddy answered 502 at URL, not Slipway
                        it is up, but does not reach Slipway behind it
                        run `slipway webhook test`; if that is well, let it pass requests on to http://ADDRESS-OF-THIS-HOST:PORT\
                        """),
                answer("HTTP/1.1 403 Forbidden; Server: GitHub.com", "", """
                        GitHub answered 403 at URL, not Slipway
                        a rule there forbids it
                        let POST to the path /webhook pass, from any address"""),
                answer("HTTP/1.1 401 Unauthorized; WWW-Authenticate: Basic", "", """
                        somebody who does not give a name answered 401 at URL, not Slipway
                        it asks for a login, which no forge can give
                        exempt the path /webhook from the login"""),
                answer("HTTP/1.1 404 Not Found; Ngrok-Error-Code: ERR_NGROK_3200", "", """
                        ngrok answered 404 at URL, not Slipway
                        it knows nothing at that path, and does not pass it on
                        pass the path /webhook on to http://ADDRESS-OF-THIS-HOST:PORT, or correct webhook.public_url"""),
                answer("HTTP/1.1 405 Not Allowed; Server: SimpleHTTP/0.6", "", """
                        a server that calls itself "SimpleHTTP/0.6" answered 405 at URL, not Slipway
                        it takes no POST at that path, as a server of plain files does not
                        pass the path /webhook on to http://ADDRESS-OF-THIS-HOST:PORT"""),
                answer("HTTP/1.1 200 OK; Server: Apache/2.4", "<h1>It works</h1>", """
                        Apache answered 200 at URL, not Slipway
                        the address leads to another service, which takes anything
                        let the proxy pass the path /webhook on to http://ADDRESS-OF-THIS-HOST:PORT, or correct \
                        webhook.public_url"""),
                answer("HTTP/1.1 301 Moved Permanently; Server: nginx; Location: https://127.0.0.1/webhook", "", """
                        nginx answered 301 at URL, not Slipway
                        a redirect to https://127.0.0.1/webhook, which a forge does not follow
                        let webhook.public_url, and the URL at the forge, begin with https://"""),
                answer("HTTP/1.1 302 Found; Server: nginx; Location: /login?next=%2Fwebhook", "", """
                        nginx answered 302 at URL, not Slipway
                        a redirect to /login?next=%2Fwebhook, which a forge does not follow
                        exempt the path /webhook from it (a login page, most likely), or enter the address where it ends at the \
                        forge and in webhook.public_url"""),
                answer("HTTP/1.1 413 Content Too Large; Server: nginx", "", """
                        nginx answered 413 at URL, not Slipway
                        its limit for bodies is smaller than a ping
                        raise it to webhook.max_body or more (nginx: client_max_body_size)"""),
                answer("HTTP/1.1 405 Method Not Allowed; X-Slipway: 0.1.0", "", """
                        Slipway 0.1.0 answered 405 at URL
                        the request arrived as another method than POST
                        look what on the way redirects or rewrites it, and let it pass as it is"""),
                answer("HTTP/1.1 404 Not Found; X-Slipway: 0.1.0", "", """
                        Slipway 0.1.0 answered 404 at URL
                        it serves the webhook at the path /webhook only, and the request arrived at another
                        let the proxy on the way keep the path as it is"""));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource({"answersOfCloudflare", "answersOfOthers"})
    void saysWhoAnsweredByThePublicUrl(List<String> head, String body, String said) throws Exception {
        try (var doorman = Doorman.answering(head, body)) {
            var result = publicly(doorman, "/webhook");
            assertFalse(result.well());
            assertEquals(said.replace("SERVICE", SERVICE), said(result, doorman.port()));
        }
    }

    @Test
    void namesAPublicUrlThatEndsElsewhere() throws Exception {
        try (var slipway = Doorman.answering(List.of("HTTP/1.1 404 Not Found", "X-Slipway: 0.1.0"), "")) {
            assertEquals(
                    "let webhook.public_url, and the URL that is entered at the forge, end in /webhook",
                    publicly(slipway, "/hook").lines().getLast());
        }
    }

    @Test
    void aBodyThatNeverEndsDoesNotHideWhoAnswered() throws Exception {
        try (var doorman = Doorman.holdingTheLineAfter(
                "HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\nContent-Length: 9000\r\n\r\n<html>")) {
            var url = URI.create("http://127.0.0.1:" + doorman.port() + "/webhook");
            var said = publicly(doorman, url, Duration.ofSeconds(3)).lines();
            assertTrue(said.getFirst().startsWith("nginx answered 502 at "), said.getFirst());
        }
    }

    @Test
    void withoutAPublicUrlThereIsNoOtherWay() throws Exception {
        var result = test(spec("127.0.0.1", 9000, Optional.empty())).publicly();
        assertFalse(result.well());
        assertEquals("webhook.public_url is not set", result.lines().getFirst());
    }

    @Test
    void nobodyListens() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertEquals("""
                nobody listens at URL: the connection was refused
                the agent does not run, or it was started before webhook was configured, or could not take the port (then \
                `slipway status` says so)
                run `slipway status`, and start or restart the agent""", said(test(spec("127.0.0.1", port, Optional.empty())).onLoopback(), port));
    }

    @Test
    void somebodyTakesTheConnectionAndSaysNothing() throws Exception {
        try (var doorman = Doorman.holdingTheLineAfter("")) {
            assertEquals(
                    """
                    no answer from URL within 300 ms
                    something took the connection and then said nothing; a forge gives up as well
                    look with `ss -ltnp 'sport = :PORT'` whether it is the agent; if it is, look into its log and restart it""",
                    said(
                            test(spec("0.0.0.0", doorman.port(), Optional.empty()), SHORT)
                                    .onLoopback(),
                            doorman.port()));
        }
    }

    @Test
    void somebodyHangsUp() throws Exception {
        try (var doorman = Doorman.saying("")) {
            assertEquals("""
                    the connection to URL was closed without an answer
                    what listens there expects something else than http, or a firewall cut the connection
                    look with `ss -ltnp 'sport = :PORT'` which program it is""", said(onLoopback(doorman), doorman.port()));
        }
    }

    @Test
    void somebodySpeaksAnotherProtocol() throws Exception {
        try (var doorman = Doorman.saying("SSH-2.0-OpenSSH_9.2p1\r\n")) {
            assertEquals("""
                    what listens at URL does not speak HTTP
                    the port belongs to something else
                    look with `ss -ltnp 'sport = :PORT'` which program it is; stop it, or choose another port""", said(onLoopback(doorman), doorman.port()));
        }
    }

    @Test
    void showsNothingOfAPublicUrlThatMayBeSecret() throws Exception {
        try (var doorman = Doorman.answering(List.of("HTTP/1.1 404 Not Found"), "")) {
            var result = publicly(doorman, "/webhook?token=abc123");
            assertFalse(String.join("\n", result.lines()).contains("abc123"));
        }
    }
}
