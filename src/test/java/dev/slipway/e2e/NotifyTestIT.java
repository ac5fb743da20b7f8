package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Receiver;
import dev.slipway.testkit.ServerCertificate;
import dev.slipway.testkit.StartTlsMailServer;
import dev.slipway.testkit.TestHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway notify test}, as somebody tries it who has just written the section. */
class NotifyTestIT {
    private static final String PASSWORD = "hidden-password";

    @TempDir
    private Path folder;

    @Test
    void eachEntryIsTriedAndWhoDidNotTakeItIsSaidInWords() throws Exception {
        var certificate = ServerCertificate.valid(folder);
        try (var mail = StartTlsMailServer.start(certificate);
                var ntfy = Receiver.start();
                var slack = Receiver.start().answering(404, "no_team");
                var host = TestHost.with(folder, "").telling("""
                                notify:
                                  - {type: ntfy, url: "%s"}
                                  - {type: slack, url: "%s"}
                                  - type: email
                                    host: 127.0.0.1
                                    port: %d
                                    encryption: starttls
                                    username: me
                                    password: %s
                                    from: Slipway <slipway@example.com>
                                    to: [you@example.com]
                                """.formatted(
                        ntfy.url("/hidden-topic"), slack.url("/services/T/B/hidden-hook"), mail.port(), PASSWORD))) {
            host.configure("");
            var trusting = Map.of(
                    "JAVA_TOOL_OPTIONS",
                    "-Djavax.net.ssl.trustStore=" + certificate.keyStore() + " -Djavax.net.ssl.trustStorePassword="
                            + ServerCertificate.PASSWORD);
            var all = host.slipway(trusting, "notify", "test").expecting(3);
            assertEquals(
                    List.of(
                            "1 (ntfy) took it",
                            "2 (slack): http://127.0.0.1:" + slack.port() + " answered 404: no_team",
                            "  look whether the URL is right, and whether what it names is still there",
                            "3 (email) took it"),
                    all.out().lines().toList());
            assertFalse((all.out() + all.err()).contains("hidden"), all.err());
            assertEquals("Slipway: a test", ntfy.request().json().path("title").asText());
            assertOnlyWithinTls(mail);

            host.slipway("notify", "test", "1").expecting(0);
            assertEquals(2, ntfy.requests().size());
            var stranger = host.slipway("notify", "test", "email").expecting(3);
            assertTrue(stranger.out().startsWith("3 (email): 127.0.0.1:" + mail.port()), stranger.out());
            var nobody = host.slipway("notify", "test", "gotify").expecting(2);
            assertTrue(nobody.err().contains("there are 1 (ntfy), 2 (slack), 3 (email)"), nobody.err());
        }
    }

    private static void assertOnlyWithinTls(StartTlsMailServer mail) {
        var login = Base64.getEncoder().encodeToString(("me\0me\0" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertEquals("STARTTLS", mail.plain().getLast());
        assertTrue(
                mail.encrypted().contains("AUTH PLAIN " + login),
                mail.encrypted().toString());
        assertTrue(
                mail.encrypted().contains("RCPT TO:<you@example.com>"),
                mail.encrypted().toString());
        assertTrue(
                mail.encrypted().contains("Subject: Slipway: a test"),
                mail.encrypted().toString());
    }
}
