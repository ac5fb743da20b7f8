package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Destination;
import dev.slipway.model.Destination.Encryption;
import dev.slipway.model.Login;
import dev.slipway.model.News;
import dev.slipway.model.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyShapeTest {
    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder);
        yard.file("key", "hidden-key\n");
    }

    private Destination read(String entry) {
        return yard.read("notify: [" + entry + "]\n" + Yard.APP)
                .notifiers()
                .getFirst()
                .to();
    }

    private static Secret secret(String text) {
        return new Secret(text);
    }

    @Test
    void eachTypeHasTheKeysOfItsService() {
        assertEquals(
                new Destination.Ntfy(secret("https://ntfy.sh/my-topic"), Optional.empty(), Optional.empty()),
                read("{type: ntfy, url: 'https://ntfy.sh/my-topic'}"));
        assertEquals(
                new Destination.Ntfy(secret("https://ntfy.sh/t"), Optional.of(secret("hidden-key")), Optional.empty()),
                read("{type: ntfy, url: 'https://ntfy.sh/t', token_file: key}"));
        assertEquals(
                new Destination.Gotify(secret("https://g.example.com"), secret("hidden-key")),
                read("{type: gotify, url: 'https://g.example.com', token_file: key}"));
        assertEquals(
                new Destination.Discord(secret("https://discord.com/api/webhooks/1/x")),
                read("{type: discord, url: 'https://discord.com/api/webhooks/1/x'}"));
        yard.file("slack", "https://hooks.slack.com/services/T/B/x\n");
        assertEquals(
                new Destination.Slack(secret("https://hooks.slack.com/services/T/B/x")),
                read("{type: slack, url_file: slack}"));
        assertEquals(
                new Destination.Telegram(
                        secret("https://api.telegram.org"), secret("hidden-key"), "-100200", Optional.of(5L)),
                read("{type: telegram, token_file: key, chat_id: '-100200', thread_id: 5}"));
        assertEquals(
                new Destination.Apprise(secret("http://apprise:8000/notify/k"), Optional.empty(), Optional.of("ops")),
                read("{type: apprise, url: 'http://apprise:8000/notify/k', tag: ops}"));
        assertEquals(
                new Destination.Webhook(secret("https://example.com"), Optional.of(secret("hidden-key"))),
                read("{type: webhook, url: 'https://example.com', secret_file: key}"));
        assertEquals(
                new Destination.Email(
                        "smtp.example.com",
                        587,
                        Encryption.STARTTLS,
                        Optional.of(new Login("me", secret("hidden-key"))),
                        "Slipway <me@example.com>",
                        List.of("you@example.com")),
                read("{type: email, host: smtp.example.com, username: me, password_file: key, from: 'Slipway"
                        + " <me@example.com>', to: you@example.com}"));
    }

    @ParameterizedTest
    @CsvSource({"starttls, 587", "tls, 465", "none, 25"})
    void aMailServersPortFollowsItsEncryption(String encryption, int port) {
        var email = (Destination.Email)
                read("{type: email, host: m, encryption: " + encryption + ", from: a@b.example, to: [c@d.example]}");
        assertEquals(port, email.port());
    }

    @Test
    void eventsAndAppsMayBeChosen() {
        var spec = yard.read("notify: [{type: slack, url: 'https://x.example/y', events: [failed, rolled-back], apps:"
                        + " [web]}]\n" + Yard.APP)
                .notifiers()
                .getFirst();
        assertEquals(Set.of(News.Kind.FAILED, News.Kind.ROLLED_BACK), spec.events());
        assertEquals(Set.of("web"), spec.apps());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{url: x} | 1:10: notify: key 'type' is missing: one of ntfy, gotify, discord, slack, telegram, apprise, email, webhook",
                "{type: nfty} | 1:17: notify.type: must be one of ntfy, gotify, discord, slack, telegram, apprise, email, webhook,"
                        + " not 'nfty'; did you mean 'ntfy'?",
                "https://ntfy.sh/hidden | 1:10: notify: must be a mapping with the key 'type'",
                "{type: ntfy} | 1:10: notify: key 'url' (or 'url_file') is missing",
                "{type: ntfy, url: 'https://ntfy.sh'} | 1:28: notify.url: must end in a topic, as https://ntfy.sh/my-topic does:"
                        + " letters, digits, _ and -",
                "{type: ntfy, url: 'https://me:pw@ntfy.sh/t'} | 1:28: notify.url: credentials do not belong into the URL; remove"
                        + " them (all up to the @), and give what the type has keys for",
                "{type: ntfy, url: 'https://ntfy.sh/t', username: me} | 1:10: notify: 'username' and 'password_file' (or"
                        + " 'password') go together; give both or neither",
                "{type: discord, url: 'ftp://discord.com/x'} | 1:31: notify.url: must be an http(s) URL with a host, without # in"
                        + " it",
                "{type: discord, url: 'https://discord.com/'} | 1:31: notify.url: must be a whole URL: of this one the path is"
                        + " missing, which is what makes it yours",
                "{type: discord, url: 'https://x.example/y', token: abc} | 1:54: unknown key 'token' in notify",
                "{type: slack, url: 'https://x.example/y', apps: [wob]} | 1:9: notify: there is no app 'wob'; did you mean 'web'?",
                "{type: email, host: m, encryption: none, username: me, password: abcdef, from: a@b.c, to: d@e.f} | 1:45:"
                        + " notify.encryption: would send the password for everybody to read; set starttls or tls",
            })
    void whatIsWrongHasItsPlaceAndWordsAndNoSecret(String entry, String problem) {
        assertEquals(List.of(problem), yard.problems("notify: [" + entry + "]\n" + Yard.APP));
    }

    @Test
    void nothingSecretIsShown() throws Exception {
        var file = yard.file("slipway.yaml", """
                heartbeat: https://hc-ping.com/hidden-uuid
                notify:
                  - {type: ntfy, url: https://ntfy.sh/hidden-topic, token: hidden-token}
                  - {type: telegram, token: "123:hidden", chat_id: "42"}
                  - {type: apprise, url: http://a.example/notify/hidden, urls: "tgram://hidden"}
                """ + Yard.APP);
        var shown = new ConfigReader(Map.of(), cron -> Optional.empty()).show(file);
        assertFalse(shown.contains("hidden"), shown);
        assertTrue(shown.contains("type: telegram"), shown);
        var settings = new ConfigReader(Map.of(), cron -> Optional.empty()).read(file);
        assertFalse(settings.toString().contains("hidden"), settings.toString());
        var values =
                new SecretFiles(new ConfigReader(Map.of(), cron -> Optional.empty()).load(file), Map.of()).values();
        assertTrue(values.containsAll(Set.of(
                "https://hc-ping.com/hidden-uuid",
                "https://ntfy.sh/hidden-topic",
                "hidden-token",
                "123:hidden",
                "http://a.example/notify/hidden",
                "tgram://hidden")));
    }

    @Test
    void aHeartbeatIsAWholeUrl() {
        assertEquals(
                Optional.of(secret("https://hc-ping.com/u")),
                yard.read("heartbeat: https://hc-ping.com/u\n" + Yard.APP).heartbeat());
        assertEquals(
                List.of("1:12: heartbeat: must be a whole URL: of this one the path is missing, which is what makes it"
                        + " yours"),
                yard.problems("heartbeat: https://hc-ping.com\n" + Yard.APP));
    }
}
