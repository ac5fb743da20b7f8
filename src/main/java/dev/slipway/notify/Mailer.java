package dev.slipway.notify;

import dev.slipway.model.Destination;
import dev.slipway.model.News;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.util.MailConnectException;

/** Hands a message to a mail server. Nothing of the library is loaded before the first. */
final class Mailer {
    private static final int LONGEST_SUBJECT = 150;
    private static final int LONGEST_TEXT = 20_000;
    private static final int FIRST_LASTING_REPLY = 500;

    private Mailer() {}

    static void send(Destination.Email to, long id, News news) throws NotSent {
        var session = Session.getInstance(properties(to));
        try {
            var message = message(session, to, id, news);
            try (var transport = session.getTransport()) {
                if (to.login().isPresent()) {
                    var login = to.login().get();
                    transport.connect(login.username(), login.password().reveal());
                } else {
                    transport.connect();
                }
                transport.sendMessage(message, message.getAllRecipients());
            }
        } catch (MessagingException e) {
            throw notSent(to, e);
        }
    }

    /**
     * How to reach the server.
     *
     * @see <a href="https://eclipse-ee4j.github.io/angus-mail/docs/api/org.eclipse.angus.mail/org/eclipse/angus/mail/smtp/package-summary.html">Properties</a>
     */
    private static Properties properties(Destination.Email to) {
        var scheme = to.encryption() == Destination.Encryption.TLS ? "smtps" : "smtp";
        var patience = Long.toString(HttpSender.PATIENCE.toMillis());
        var properties = new Properties();
        properties.setProperty("mail.transport.protocol", scheme);
        var mine = "mail." + scheme + ".";
        properties.setProperty(mine + "host", to.host());
        properties.setProperty(mine + "port", Integer.toString(to.port()));
        properties.setProperty(mine + "connectiontimeout", patience);
        properties.setProperty(mine + "timeout", patience);
        properties.setProperty(mine + "writetimeout", patience);
        properties.setProperty(mine + "ssl.checkserveridentity", "true");
        if (to.login().isPresent()) {
            properties.setProperty(mine + "auth", "true");
        }
        if (to.encryption() == Destination.Encryption.STARTTLS) {
            properties.setProperty(mine + "starttls.enable", "true");
            // A server, or somebody on the way, that leaves the offer out gets neither password nor message.
            properties.setProperty(mine + "starttls.required", "true");
        }
        return properties;
    }

    private static MimeMessage message(Session session, Destination.Email to, long id, News news)
            throws MessagingException {
        var message = new Letter(session, id, to.from());
        message.setFrom(new InternetAddress(to.from()));
        for (var each : to.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(each));
        }
        message.setSubject(Wording.cut(news.title(), LONGEST_SUBJECT), StandardCharsets.UTF_8.name());
        message.setText(Wording.plain(news, LONGEST_TEXT), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(news.at()));
        // RFC 3834: no absence note is to answer it.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Slipway-Event", news.kind().key());
        message.saveChanges();
        return message;
    }

    private static NotSent notSent(Destination.Email to, MessagingException failure) {
        var server = to.host() + ":" + to.port();
        var reply = reply(failure);
        var said =
                server + " " + (reply.isPresent() ? "answered: " + reply.get() : "did not take it: " + words(failure));
        if (failure instanceof AuthenticationFailedException) {
            return NotSent.refused(
                    server + " does not let us in as this user",
                    "look whether username and password are right; many providers want a password for apps alone");
        }
        if (failure instanceof MailConnectException) {
            return NotSent.yet(
                    server + " cannot be reached", "look at host and port, and whether this machine reaches it");
        }
        if (isLasting(failure)) {
            return NotSent.refused(said, "look whether from and to are addresses that this server takes");
        }
        return NotSent.yet(said, "look at encryption, host and port; it is tried again by itself");
    }

    private static boolean isLasting(MessagingException failure) {
        if (failure instanceof SMTPSendFailedException send) {
            return send.getReturnCode() >= FIRST_LASTING_REPLY;
        }
        return failure instanceof SendFailedException refused
                && refused.getNextException() instanceof SMTPAddressFailedException address
                && address.getReturnCode() >= FIRST_LASTING_REPLY;
    }

    private static Optional<String> reply(MessagingException failure) {
        return failure instanceof SMTPSendFailedException || failure instanceof SendFailedException
                ? Optional.of(words(failure))
                : Optional.empty();
    }

    /** Its own words, and those of what is behind it; passwords are in none of them. */
    private static String words(Throwable failure) {
        var causes = Stream.iterate(Optional.of(failure), Optional::isPresent, each -> each.map(Throwable::getCause))
                .flatMap(Optional::stream)
                .map(each -> String.valueOf(each.getMessage()))
                .distinct()
                .toList();
        return Wording.cut(
                String.join(": ", causes).replaceAll("\\p{Cntrl}+", " ").strip(), 200);
    }

    /** Bears a name of ours, by which one that came twice can be known. */
    private static final class Letter extends MimeMessage {
        private final long id;
        private final String domain;

        Letter(Session session, long id, String from) {
            super(session);
            this.id = id;
            this.domain = from.replaceFirst(".*@", "").replace(">", "");
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            if (id == 0) {
                super.updateMessageID();
            } else {
                setHeader(
                        "Message-ID",
                        "<slipway." + id + "." + getSentDate().toInstant().toEpochMilli() + "@" + domain + ">");
            }
        }
    }
}
