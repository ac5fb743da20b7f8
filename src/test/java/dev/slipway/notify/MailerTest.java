package dev.slipway.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.slipway.model.Destination;
import dev.slipway.model.Destination.Encryption;
import dev.slipway.model.Login;
import dev.slipway.testkit.FreePort;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mail to a real server. */
class MailerTest {
    private GreenMail server;

    private int serve(String protocol) {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
        server.start();
        return protocol.equals(ServerSetup.PROTOCOL_SMTPS)
                ? server.getSmtps().getPort()
                : server.getSmtp().getPort();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    private static Destination.Email to(int port, Encryption encryption, Optional<Login> login) {
        return new Destination.Email(
                "127.0.0.1",
                port,
                encryption,
                login,
                "Slipway <slipway@example.com>",
                List.of("me@example.com", "you@example.com"));
    }

    @Test
    void aMessageArrivesWithSubjectAndText() throws Exception {
        var port = serve(ServerSetup.PROTOCOL_SMTP);
        Mailer.send(to(port, Encryption.NONE, Optional.empty()), 7, Samples.failed());
        var received = server.getReceivedMessages();
        assertEquals(2, received.length, "one for each who is to be told");
        var message = received[0];
        assertEquals("web: 2f6c60b failed", message.getSubject());
        assertEquals("Slipway <slipway@example.com>", message.getFrom()[0].toString());
        assertEquals("auto-generated", message.getHeader("Auto-Submitted")[0]);
        assertEquals("failed", message.getHeader("X-Slipway-Event")[0]);
        assertTrue(message.getMessageID().startsWith("<slipway.7."), message.getMessageID());
        assertTrue(message.getMessageID().endsWith("@example.com>"), message.getMessageID());
        var text = GreenMailUtil.getBody(message);
        assertTrue(text.contains("still running: fd5f622"), text);
        assertTrue(text.contains("npm ERR! *missing* <script> & @everyone"), text);
    }

    @Test
    void theServerIsToldWhoWeAre() throws Exception {
        var port = serve(ServerSetup.PROTOCOL_SMTP);
        server.setUser("me", "right");
        Mailer.send(to(port, Encryption.NONE, Optional.of(Samples.login("me", "right"))), 7, Samples.failed());
        assertEquals(2, server.getReceivedMessages().length);
        var e = assertThrows(
                NotSent.class,
                () -> Mailer.send(
                        to(port, Encryption.NONE, Optional.of(Samples.login("me", "wrong-one"))), 7, Samples.failed()));
        assertTrue(e.isRefused());
        assertFalse((e.what() + e.next()).contains("wrong-one"));
    }

    @Test
    void aServerThatOffersNoTlsGetsNothing() {
        var port = serve(ServerSetup.PROTOCOL_SMTP);
        var e = assertThrows(
                NotSent.class,
                () -> Mailer.send(
                        to(port, Encryption.STARTTLS, Optional.of(Samples.login("me", "right"))), 7, Samples.failed()));
        assertTrue(e.what().contains("STARTTLS"), e.what());
        assertEquals(0, server.getReceivedMessages().length);
    }

    @Test
    void aServerWithACertificateOfItsOwnMakingGetsNothing() {
        var port = serve(ServerSetup.PROTOCOL_SMTPS);
        var e = assertThrows(
                NotSent.class, () -> Mailer.send(to(port, Encryption.TLS, Optional.empty()), 7, Samples.failed()));
        assertFalse(e.isRefused());
        assertEquals(0, server.getReceivedMessages().length);
    }

    @Test
    void aServerThatIsNotThereMayComeBack() throws Exception {
        var port = FreePort.find();
        var e = assertThrows(
                NotSent.class, () -> Mailer.send(to(port, Encryption.NONE, Optional.empty()), 7, Samples.failed()));
        assertFalse(e.isRefused());
        assertTrue(e.what().contains("127.0.0.1:" + port + " cannot be reached"), e.what());
    }
}
