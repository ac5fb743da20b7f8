package dev.slipway.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Destination;
import dev.slipway.model.News;
import dev.slipway.model.Secret;
import dev.slipway.testkit.Receiver;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each service is sent, against what its makers document. */
class PostmanTest {
    private final Postman postman = new Postman();
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = Receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private Receiver.Request sent(Destination to, News news) throws Exception {
        postman.send(to, 7, news);
        var request = receiver.request();
        assertEquals("POST", request.method());
        assertEquals("application/json; charset=utf-8", request.header("Content-Type"));
        return request;
    }

    private Secret url(String path) {
        return new Secret(receiver.url(path));
    }

    /** https://docs.ntfy.sh/publish/#publish-as-json and #access-tokens. */
    @Test
    void ntfyGetsJsonAtItsRootWithTheTopicInIt() throws Exception {
        var to = new Destination.Ntfy(url("/base/my-topic"), Optional.of(new Secret("tk_abc")), Optional.empty());
        var request = sent(to, Samples.failed());
        assertEquals("/base/", request.target());
        assertEquals("Bearer tk_abc", request.header("Authorization"));
        assertEquals("my-topic", request.json().get("topic").asText());
        assertEquals("web: 2f6c60b failed", request.json().get("title").asText());
        assertEquals("""
                web 2f6c60b: build failed at step 4/9 (RUN npm ci): exit code 1
                still running: fd5f622

                npm ERR! *missing* <script> & @everyone
                slipway: FAILED""", request.json().get("message").asText());
        assertEquals(4, request.json().get("priority").asInt());
        assertEquals("rotating_light", request.json().get("tags").get(0).asText());
    }

    @Test
    void ntfyTakesAUserAndPasswordAsWell() throws Exception {
        var to = new Destination.Ntfy(url("/t"), Optional.empty(), Optional.of(Samples.login("phil", "mypass")));
        assertEquals("Basic cGhpbDpteXBhc3M=", sent(to, Samples.failed()).header("Authorization"));
    }

    @Test
    void brokenIsTheMostUrgentOfAll() throws Exception {
        var request = sent(Samples.ntfy(receiver.url("/t")), Samples.about(News.Kind.BROKEN, "web"));
        assertEquals(5, request.json().get("priority").asInt());
        assertNull(request.header("Authorization"));
    }

    /** https://gotify.net/docs/pushmsg and https://gotify.net/docs/msgextras. */
    @Test
    void gotifyGetsAMessageOfItsApplication() throws Exception {
        var request = sent(new Destination.Gotify(url("/gotify/"), new Secret("AppToken1")), Samples.failed());
        assertEquals("/gotify/message", request.target());
        assertEquals("AppToken1", request.header("X-Gotify-Key"));
        assertEquals("web: 2f6c60b failed", request.json().get("title").asText());
        assertTrue(request.json().get("message").asText().contains("still running: fd5f622"));
        assertEquals(8, request.json().get("priority").asInt());
        assertEquals(
                "text/plain",
                request.json().at("/extras/client::display/contentType").asText());
    }

    /** https://discord.com/developers/docs/resources/webhook#execute-webhook, embed limits in resources/message. */
    @Test
    void discordGetsAnEmbedThatCallsNobody() throws Exception {
        var request = sent(new Destination.Discord(url("/api/webhooks/1/abc")), Samples.failed());
        assertEquals("/api/webhooks/1/abc?wait=true", request.target());
        assertEquals(0, request.json().at("/allowed_mentions/parse").size());
        var embed = request.json().at("/embeds/0");
        assertEquals("web\\: 2f6c60b failed", embed.get("title").asText());
        assertTrue(
                embed.get("description")
                        .asText()
                        .endsWith("```\nnpm ERR! *missing* <script> & @everyone\nslipway: FAILED\n```"),
                embed.get("description").asText());
        assertEquals("2026-11-29T12:00:00Z", embed.get("timestamp").asText());
        assertTrue(embed.get("color").isInt());
    }

    /** https://docs.slack.dev/messaging/formatting-message-text: &, < and > are escaped. */
    @Test
    void slackGetsTextInWhichNothingOfTheLogIsAMention() throws Exception {
        var request = sent(new Destination.Slack(url("/services/T0/B0/x")), Samples.failed());
        assertEquals("/services/T0/B0/x", request.target());
        var text = request.json().get("text").asText();
        assertTrue(text.startsWith("*web: 2f6c60b failed*\nweb 2f6c60b: build failed"), text);
        assertTrue(text.contains("```\nnpm ERR! *missing* &lt;script&gt; &amp; @everyone\n"), text);
    }

    /** https://core.telegram.org/bots/api#sendmessage. */
    @Test
    void telegramGetsPlainTextForAChat() throws Exception {
        var to = new Destination.Telegram(url(""), new Secret("123:ABC"), "-100200", Optional.of(5L));
        var request = sent(to, Samples.failed());
        assertEquals("/bot123:ABC/sendMessage", request.target());
        assertEquals("-100200", request.json().get("chat_id").asText());
        assertEquals(5, request.json().get("message_thread_id").asLong());
        assertTrue(request.json().get("text").asText().startsWith("web: 2f6c60b failed\n\nweb 2f6c60b: build"));
        assertTrue(request.json().at("/link_preview_options/is_disabled").asBoolean());
        assertFalse(request.json().has("parse_mode"));
    }

    /** https://github.com/caronc/apprise-api, section API Details. */
    @Test
    void appriseGetsItsFiveFields() throws Exception {
        var to = new Destination.Apprise(
                url("/notify/key"), Optional.of(new Secret("tgram://x,ntfy://y")), Optional.of("ops"));
        var json = sent(to, Samples.failed()).json();
        assertEquals("web: 2f6c60b failed", json.get("title").asText());
        assertTrue(json.get("body").asText().contains("slipway: FAILED"));
        assertEquals("failure", json.get("type").asText());
        assertEquals("text", json.get("format").asText());
        assertEquals("ops", json.get("tag").asText());
        assertEquals("tgram://x,ntfy://y", json.get("urls").asText());
    }

    @Test
    void appriseWithoutAConfigurationUnderTheKeyHasNotTakenIt() {
        receiver.answering(204, "");
        var to = new Destination.Apprise(url("/notify/key"), Optional.empty(), Optional.empty());
        var e = assertThrows(NotSent.class, () -> postman.send(to, 7, Samples.failed()));
        assertTrue(e.isRefused());
        assertTrue(e.what().contains("no configuration under the key"), e.what());
    }

    @Test
    void aWebhookGetsAllOfItSignedOverEachByte() throws Exception {
        var request =
                sent(new Destination.Webhook(url("/in?x=1"), Optional.of(new Secret("s3cret"))), Samples.failed());
        assertEquals("/in?x=1", request.target());
        assertEquals("failed", request.header("X-Slipway-Event"));
        assertEquals("7", request.header("X-Slipway-Delivery"));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertEquals(
                "sha256=" + HexFormat.of().formatHex(mac.doFinal(request.text().getBytes(StandardCharsets.UTF_8))),
                request.header("X-Slipway-Signature-256"));
        var json = request.json();
        assertEquals("failed", json.get("event").asText());
        assertEquals("web", json.get("app").asText());
        assertEquals(142, json.at("/deployment/id").asLong());
        assertEquals(Samples.COMMIT, json.at("/deployment/commit").asText());
        assertEquals(2, json.get("log").size());
        assertEquals("2026-11-29T12:00:00Z", json.get("at").asText());
    }

    @Test
    void aWebhookWithoutASecretIsNotSigned() throws Exception {
        var request = sent(new Destination.Webhook(url("/"), Optional.empty()), Samples.aboutHost(News.Kind.DISK_LOW));
        assertNull(request.header("X-Slipway-Signature-256"));
        assertTrue(request.json().get("app").isNull());
        assertTrue(request.json().get("deployment").isNull());
    }

    @Test
    void whatIsTooLongLosesTheOldestLinesOfItsLog() throws Exception {
        var log =
                IntStream.range(0, 15).mapToObj(i -> i + " " + "x".repeat(295)).toList();
        var news = new News(
                News.Kind.FAILED,
                Optional.of("web"),
                "title",
                List.of("what stands"),
                log,
                Optional.empty(),
                Samples.NOON);
        var text = sent(Samples.ntfy(receiver.url("/t")), news)
                .json()
                .get("message")
                .asText();
        assertTrue(text.length() <= 3000, text.length() + " characters");
        assertTrue(text.startsWith("what stands\n\n"), text);
        assertTrue(text.endsWith("14 " + "x".repeat(295)));
    }
}
