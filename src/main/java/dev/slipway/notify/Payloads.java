package dev.slipway.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Destination;
import dev.slipway.model.News;
import dev.slipway.model.News.Tone;
import dev.slipway.model.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What each service is sent, as it documents it. */
final class Payloads {
    /** The largest texts that are taken, in characters; ntfy counts 4096 bytes, and makes a file of what is longer. */
    private static final int NTFY = 3000;

    private static final int DISCORD_TITLE = 256;
    private static final int DISCORD = 4096;
    private static final int SLACK = 8000;
    private static final int TELEGRAM = 4096;
    private static final int OTHERS = 8000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final long id;
    private final News news;

    /** @param id tells one message from another, should it come twice; 0 for a test */
    Payloads(long id, News news) {
        this.id = id;
        this.news = news;
    }

    /**
     * The topic goes into the body, so that title and text may have any character.
     *
     * @see <a href="https://docs.ntfy.sh/publish/#publish-as-json">Publish as JSON</a>
     */
    Post ntfy(Destination.Ntfy to) {
        var url = to.url().reveal();
        var slash = url.lastIndexOf('/');
        var body = object();
        body.put("topic", url.substring(slash + 1));
        body.put("title", news.title());
        body.put("message", Wording.plain(news, NTFY));
        body.put("priority", news.kind() == News.Kind.BROKEN ? 5 : news.kind().tone() == Tone.BAD ? 4 : 3);
        body.putArray("tags").add(tag());
        var headers = headers();
        to.token().ifPresent(token -> headers.put("Authorization", "Bearer " + token.reveal()));
        to.login()
                .ifPresent(login -> headers.put(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((login.username() + ":"
                                                        + login.password().reveal())
                                                .getBytes(StandardCharsets.UTF_8))));
        return new Post(URI.create(url.substring(0, slash + 1)), headers, text(body), to.secrets());
    }

    private String tag() {
        return switch (news.kind().tone()) {
            case GOOD -> "white_check_mark";
            case INFO -> "information_source";
            case WARNING -> "warning";
            case BAD -> "rotating_light";
        };
    }

    /**
     * A message of an application.
     *
     * @see <a href="https://gotify.net/docs/pushmsg">Push messages</a>
     */
    Post gotify(Destination.Gotify to) {
        var body = object();
        body.put("title", news.title());
        body.put("message", Wording.plain(news, OTHERS));
        body.put("priority", news.kind().tone() == Tone.BAD ? 8 : 5);
        body.putObject("extras").putObject("client::display").put("contentType", "text/plain");
        var headers = headers();
        headers.put("X-Gotify-Key", to.token().reveal());
        return new Post(below(to.url(), "/message"), headers, text(body), to.secrets());
    }

    /**
     * An embed.
     *
     * @see <a href="https://discord.com/developers/docs/resources/webhook#execute-webhook">Execute Webhook</a>
     */
    Post discord(Destination.Discord to) {
        var body = object();
        body.put("username", "Slipway");
        // Nobody is called by what a build happened to print.
        body.putObject("allowed_mentions").putArray("parse");
        var embed = body.putArray("embeds").addObject();
        embed.put("title", Wording.cut(Wording.unmarked(news.title()), DISCORD_TITLE));
        embed.put("description", Wording.text(news, DISCORD, Wording::unmarked, Wording::block));
        embed.put("color", colour());
        embed.put("timestamp", news.at().toString());
        var url = to.url().reveal();
        return new Post(
                URI.create(url + (url.contains("?") ? "&" : "?") + "wait=true"), headers(), text(body), to.secrets());
    }

    private int colour() {
        return switch (news.kind().tone()) {
            case GOOD -> 0x2E7D32;
            case INFO -> 0x1565C0;
            case WARNING -> 0xF9A825;
            case BAD -> 0xC62828;
        };
    }

    /**
     * Text with a little markup.
     *
     * @see <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">Incoming webhooks</a>
     */
    Post slack(Destination.Slack to) {
        var body = object();
        body.put(
                "text",
                "*" + Wording.escaped(news.title()) + "*\n"
                        + Wording.text(news, SLACK, Wording::escaped, log -> Wording.block(Wording.escaped(log))));
        return new Post(URI.create(to.url().reveal()), headers(), text(body), to.secrets());
    }

    /** As plain text, in which nothing needs escaping: {@code parse_mode} is left out. */
    Post telegram(Destination.Telegram to) {
        var body = object();
        body.put("chat_id", to.chat());
        to.thread().ifPresent(thread -> body.put("message_thread_id", thread));
        body.put(
                "text",
                Wording.cut(
                        news.title() + "\n\n"
                                + Wording.plain(news, TELEGRAM - news.title().length() - 2),
                        TELEGRAM));
        body.putObject("link_preview_options").put("is_disabled", true);
        return new Post(
                below(to.server(), "/bot" + to.token().reveal() + "/sendMessage"), headers(), text(body), to.secrets());
    }

    /**
     * What the server hands on.
     *
     * @see <a href="https://github.com/caronc/apprise-api#api-details">Apprise API</a>
     */
    Post apprise(Destination.Apprise to) {
        var body = object();
        body.put("title", news.title());
        body.put("body", Wording.plain(news, OTHERS));
        body.put(
                "type",
                switch (news.kind().tone()) {
                    case GOOD -> "success";
                    case INFO -> "info";
                    case WARNING -> "warning";
                    case BAD -> "failure";
                });
        body.put("format", "text");
        to.tag().ifPresent(tag -> body.put("tag", tag));
        to.urls().ifPresent(urls -> body.put("urls", urls.reveal()));
        return new Post(URI.create(to.url().reveal()), headers(), text(body), to.secrets());
    }

    /** Our own form, in docs/NOTIFICATIONS.md. */
    Post webhook(Destination.Webhook to) {
        var body = object();
        body.put("version", 1);
        body.put("id", id);
        body.put("event", news.kind().key());
        body.put("at", news.at().toString());
        news.app().ifPresentOrElse(app -> body.put("app", app), () -> body.putNull("app"));
        news.deployment()
                .ifPresentOrElse(
                        deployment -> body.putObject("deployment")
                                .put("id", deployment.id())
                                .put("commit", deployment.commit()),
                        () -> body.putNull("deployment"));
        body.put("title", news.title());
        var lines = body.putArray("body");
        news.body().forEach(lines::add);
        var log = body.putArray("log");
        news.log().forEach(log::add);
        var text = text(body);
        var headers = headers();
        headers.put("X-Slipway-Event", news.kind().key());
        headers.put("X-Slipway-Delivery", Long.toString(id));
        to.secret().ifPresent(secret -> headers.put("X-Slipway-Signature-256", "sha256=" + hmac(secret, text)));
        return new Post(URI.create(to.url().reveal()), headers, text, to.secrets());
    }

    private static String hmac(Secret secret, String body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA256", e);
        }
    }

    private static URI below(Secret server, String path) {
        return URI.create(server.reveal().replaceFirst("/+$", "") + path);
    }

    private static Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json; charset=utf-8");
        return headers;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String text(ObjectNode body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers can be written", e);
        }
    }
}
