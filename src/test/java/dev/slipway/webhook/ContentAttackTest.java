package dev.slipway.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Delivery.Verdict;
import dev.slipway.model.Trigger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the content of a delivery may be, once its signature is right; and that it is not looked at before. */
class ContentAttackTest extends HookCase {
    private static final String MALFORMED = "400 {\"error\":\"malformed\"}";
    private static final String NOT_JSON = "415 {\"error\":\"not JSON\"}";

    static Stream<Arguments> malformed() {
        var repository = "\"repository\":{\"clone_url\":\"" + Hookshot.REPOSITORY + "\"}";
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("no JSON", "ref=main"),
                Arguments.of("cut short", Hookshot.PUSH.substring(0, Hookshot.PUSH.length() - 1)),
                Arguments.of("something after it", Hookshot.PUSH + "{}"),
                Arguments.of("a comment", "/* */" + Hookshot.PUSH),
                Arguments.of("an array", "[" + Hookshot.PUSH + "]"),
                Arguments.of("a string", "\"push\""),
                Arguments.of("null", "null"),
                Arguments.of("empty object", "{}"),
                Arguments.of("deep nesting", "{\"x\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}"),
                Arguments.of(
                        "deep nesting of what is read",
                        "{\"push\":" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_001)),
                Arguments.of("huge number", "{\"x\":" + "9".repeat(10_000) + "," + repository + "}"),
                Arguments.of("huge exponent", "{\"ref\":1e999999999," + repository + "}"),
                Arguments.of("NaN", "{\"x\":NaN," + repository + "}"),
                Arguments.of("huge name", "{\"" + "x".repeat(40_000) + "\":1}"),
                Arguments.of("ref is a number", "{\"ref\":1," + repository + "}"),
                Arguments.of("ref is an object", "{\"ref\":{}," + repository + "}"),
                Arguments.of("ref is null", "{\"ref\":null," + repository + "}"),
                Arguments.of("deleted is text", "{\"ref\":\"refs/heads/main\",\"deleted\":\"no\"," + repository + "}"),
                Arguments.of("after is a list", "{\"ref\":\"refs/heads/main\",\"after\":[]," + repository + "}"),
                Arguments.of(
                        "repository is text",
                        "{\"ref\":\"refs/heads/main\",\"repository\":\"" + Hookshot.REPOSITORY + "\"}"),
                Arguments.of("repository is a list", "{\"ref\":\"refs/heads/main\",\"repository\":[]}"),
                Arguments.of("no repository", "{\"ref\":\"refs/heads/main\"}"),
                Arguments.of("URL is a number", "{\"ref\":\"refs/heads/main\",\"repository\":{\"clone_url\":7}}"),
                Arguments.of("byte order mark", "\ufeff" + Hookshot.PUSH));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void isMalformed(String name, String body) {
        assertEquals(MALFORMED, hook.deliver(Post.of(body)).summary());
        assertTrue(hook.nudges.isEmpty());
    }

    @Test
    void invalidUtf8IsMalformedWhereverItStands() {
        var latin1 = Hookshot.PUSH.replace("{\"ref\"", "{\"who\":\"J\u00fcrgen\",\"ref\"");

        assertEquals(202, hook.deliver(Post.of(latin1.getBytes(UTF_8))).status());
        assertEquals(
                MALFORMED, hook.deliver(Post.of(latin1.getBytes(ISO_8859_1))).summary());
        assertEquals(
                MALFORMED, hook.deliver(Post.of(Hookshot.PUSH.getBytes(UTF_16))).summary());
    }

    @Test
    void contentIsNotLookedAtBeforeTheSignature() {
        var unsigned = Post.of("{").header("Content-Type", "text/html").without("X-Hub-Signature-256");

        assertEquals(401, hook.deliver(unsigned).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "text/plain",
                "multipart/form-data; boundary=x",
                "application/jsonp",
                ""
            })
    void otherContentTypeIsRefused(String type) {
        assertEquals(
                NOT_JSON, hook.deliver(Post.push().header("Content-Type", type)).summary());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "Application/JSON", "application/json ;charset=utf-8"})
    void jsonIsJsonHoweverItIsSpelt(String type) {
        assertEquals(202, hook.deliver(Post.push().header("Content-Type", type)).status());
    }

    @Test
    void formIsRefusedAndItsRemedyIsInTheRecord() {
        var form = "payload=%7B%7D".getBytes(UTF_8);

        assertEquals(
                NOT_JSON,
                hook.deliver(Post.of(form).header("Content-Type", "application/x-www-form-urlencoded"))
                        .summary());
        assertEquals(
                "it is not JSON; set the hook's content type to application/json",
                hook.kept(1).getFirst().reason());
    }

    @Test
    void compressedContentIsNotUnpacked() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(Hookshot.PUSH.getBytes(UTF_8));
        }

        assertEquals(
                NOT_JSON,
                hook.deliver(Post.of(packed.toByteArray()).also("Content-Encoding", "gzip"))
                        .summary());
        assertEquals(MALFORMED, hook.deliver(Post.of(packed.toByteArray())).summary());
    }

    @Test
    void pushWakesTheAppAndSuppliesNothingElse() {
        var reply = hook.deliver(Post.push());

        assertEquals(
                "202 {\"status\":\"accepted\",\"delivery\":\"72d3162e-cc78-11e3-81ab-4c9367dc0958\",\"apps\":[\"web\"]}",
                reply.summary());
        var nudge = hook.nudges.getFirst();
        assertEquals("web", nudge.app());
        assertEquals(Trigger.WEBHOOK, nudge.trigger());
        assertEquals(Optional.empty(), nudge.commit());
        assertFalse(nudge.retry());
    }

    @Test
    void pingIsPong() {
        assertEquals(
                "200 {\"status\":\"pong\"}",
                hook.deliver(Post.of("{\"zen\":\"Keep it.\"}").event("ping")).summary());
        assertEquals(Verdict.PONG, hook.kept(1).getFirst().verdict());
        assertTrue(hook.nudges.isEmpty());
    }

    static Stream<Arguments> ignored() {
        return Stream.of(
                Arguments.of(Post.push().event("issues"), "not a push"),
                Arguments.of(Post.push().event("PUSH"), "not a push"),
                Arguments.of(Post.push().event(""), "no event is named"),
                Arguments.of(Post.of(Hookshot.PUSH.replace("me/web", "me/other")), "no app follows this repository"),
                Arguments.of(Post.of(Hookshot.PUSH.replace("heads/main", "heads/main2")), "no app follows this branch"),
                Arguments.of(Post.of(Hookshot.PUSH.replace("heads/main", "heads/Main")), "no app follows this branch"),
                Arguments.of(Post.of(Hookshot.PUSH.replace("refs/heads/main", "refs/tags/main")), "not a branch"),
                Arguments.of(Post.of(Hookshot.PUSH.replace("refs/heads/main", "main")), "not a branch"),
                Arguments.of(
                        Post.of(Hookshot.PUSH.replace("\"deleted\":false", "\"deleted\":true")), "the ref was deleted"),
                Arguments.of(Post.of(Hookshot.PUSH.replace("2f6c60b8", "0".repeat(40))), "the ref was deleted"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("ignored")
    void whatConcernsNoAppIsIgnoredWithItsReason(Post post, String reason) {
        assertEquals(
                "202 {\"status\":\"ignored\",\"reason\":\"" + reason + "\"}",
                hook.deliver(post).summary());
        assertTrue(hook.nudges.isEmpty());
    }

    @Test
    void replayIsAcceptedAndKeepsItsId() {
        var first = hook.deliver(Post.push());
        var again = hook.deliver(Post.push());

        assertEquals(first.summary(), again.summary());
        assertEquals(hook.nudges.getFirst().app(), hook.nudges.getLast().app());
        assertEquals(hook.kept(2).getFirst().id(), hook.kept(2).getLast().id());
    }
}
