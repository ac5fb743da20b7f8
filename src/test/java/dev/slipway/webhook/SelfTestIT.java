package dev.slipway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.slipway.deploy.ManualTime;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import dev.slipway.model.WebhookSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The webhook's test against real TLS and real name resolution. */
class SelfTestIT {
    private static final char[] PASSWORD = "only-for-this-test".toCharArray();

    @TempDir
    Path folder;

    /** A key and a certificate that it signed itself, made by the JDK's own tool. */
    private KeyStore selfSigned(String name) throws Exception {
        var file = folder.resolve("keys.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "hook",
                        "-dname",
                        "CN=hook",
                        "-ext",
                        "san=" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        assertEquals(0, keytool.waitFor(), () -> new String(readAll(keytool), UTF_8));
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static byte[] readAll(Process process) {
        try {
            return process.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new AssertionError("the output of keytool cannot be read", e);
        }
    }

    /** Both what the server shows and what the client trusts. */
    private static SSLContext tls(KeyStore keys) throws GeneralSecurityException {
        var shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(keys, PASSWORD);
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static HttpsServer slipwayBehind(SSLContext tls) throws IOException {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/webhook", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("X-Slipway", "0.1.0");
            var pong = "{\"status\":\"pong\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, pong.length);
            exchange.getResponseBody().write(pong);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static SelfTest.Result publicly(String url, SSLContext trusted) throws Exception {
        return publicly(url, trusted, Duration.ofSeconds(10));
    }

    private static SelfTest.Result publicly(String url, SSLContext trusted, Duration patience) throws Exception {
        var spec = new WebhookSpec(
                "127.0.0.1",
                9000,
                List.of(new WebhookSecret(new Secret("harbor-1952"), ".env line 7")),
                Optional.of(URI.create(url)),
                WebhookSpec.DEFAULT_MAX_BODY_BYTES);
        return new SelfTest(spec, "0.1.0", new ManualTime(), trusted, patience).publicly();
    }

    private static void says(String what, SelfTest.Result result, String url) {
        assertFalse(result.well());
        assertEquals(what, result.lines().getFirst().replace(url, "URL"));
    }

    @Test
    void aTrustedCertificateIsWell() throws Exception {
        var tls = tls(selfSigned("ip:127.0.0.1"));
        var server = slipwayBehind(tls);
        try {
            var result = publicly("https://127.0.0.1:" + server.getAddress().getPort() + "/webhook", tls);
            assertTrue(result.well(), () -> result.lines().toString());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aSelfSignedCertificateIsNotTrusted() throws Exception {
        var server = slipwayBehind(tls(selfSigned("ip:127.0.0.1")));
        try {
            var url = "https://127.0.0.1:" + server.getAddress().getPort() + "/webhook";
            says("the TLS certificate of URL is not trusted", publicly(url, SSLContext.getDefault()), url);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aCertificateForAnotherNameIsNamed() throws Exception {
        var tls = tls(selfSigned("dns:elsewhere.example.com"));
        var server = slipwayBehind(tls);
        try {
            var url = "https://127.0.0.1:" + server.getAddress().getPort() + "/webhook";
            says("the TLS certificate of URL is for another name", publicly(url, tls), url);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aPortOfPlainHttpDoesNotSpeakTls() throws Exception {
        try (var doorman = Doorman.holdingTheLineAfter("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
            var url = "https://127.0.0.1:" + doorman.port() + "/webhook";
            says("what listens at URL does not speak TLS", publicly(url, SSLContext.getDefault()), url);
        }
    }

    @Test
    void aPortThatSaysNothingToTlsIsNoConnection() throws Exception {
        try (var doorman = Doorman.holdingTheLineAfter("")) {
            var url = "https://127.0.0.1:" + doorman.port() + "/webhook";
            says(
                    "no connection to URL within 300 ms",
                    publicly(url, SSLContext.getDefault(), Duration.ofMillis(300)),
                    url);
        }
    }

    @Test
    void plainHttpToAPortOfTlsIsNamed() throws Exception {
        var server = slipwayBehind(tls(selfSigned("ip:127.0.0.1")));
        try {
            var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/webhook";
            var result = publicly(url, SSLContext.getDefault());
            assertTrue(
                    result.lines().getLast().contains("webhook.public_url"),
                    () -> result.lines().toString());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aHostThatIsNotThereHasNoAddress() throws Exception {
        var url = "http://slipway-has-no-such-host.invalid/webhook";
        says("the host of URL has no known address", publicly(url, SSLContext.getDefault()), url);
    }
}
