package dev.slipway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stranger may send in the place of a signature: all faults get one answer. */
class SignatureAttackTest extends HookCase {
    private static final String HEADER = "X-Hub-Signature-256";
    private static final String GOOD = Post.signature(Hookshot.PUSH.getBytes(UTF_8));
    private static final String HEX = GOOD.substring("sha256=".length());
    private static final String REFUSED = "401 {\"error\":\"signature\"}";

    static Stream<Arguments> faults() {
        var push = Post.push();
        return Stream.of(
                Arguments.of("missing", push.without(HEADER)),
                Arguments.of("empty", push.header(HEADER, "")),
                Arguments.of("the prefix alone, as Gitea sends it without a secret", push.header(HEADER, "sha256=")),
                Arguments.of("sha1 in the header of sha256", push.header(HEADER, "sha1=" + HEX.substring(0, 40))),
                Arguments.of("sha1 in its own header", push.without(HEADER).also("X-Hub-Signature", "sha1=" + HEX)),
                Arguments.of(
                        "right, but in Bitbucket's header", push.without(HEADER).also("X-Hub-Signature", GOOD)),
                Arguments.of("bare hex", push.header(HEADER, HEX)),
                Arguments.of("upper-case hex", push.header(HEADER, "sha256=" + HEX.toUpperCase(Locale.ROOT))),
                Arguments.of("upper-case prefix", push.header(HEADER, "SHA256=" + HEX)),
                Arguments.of("short", push.header(HEADER, GOOD.substring(0, GOOD.length() - 1))),
                Arguments.of("short by a byte", push.header(HEADER, GOOD.substring(0, GOOD.length() - 2))),
                Arguments.of("long", push.header(HEADER, GOOD + "00")),
                Arguments.of("not hex", push.header(HEADER, "sha256=" + "g".repeat(64))),
                Arguments.of("digits that are not ASCII", push.header(HEADER, "sha256=" + "\u00b2".repeat(64))),
                Arguments.of("twice the same", push.also(HEADER, GOOD)),
                Arguments.of(
                        "first wrong, then right",
                        push.header(HEADER, "sha256=" + "0".repeat(64)).also(HEADER, GOOD)),
                Arguments.of("comma list", push.header(HEADER, GOOD + ", " + GOOD)),
                Arguments.of("quoted", push.header(HEADER, "\"" + GOOD + "\"")),
                Arguments.of("zero", push.header(HEADER, "sha256=" + "0".repeat(64))),
                Arguments.of(
                        "wrong secret",
                        push.header(HEADER, "sha256=" + Post.hex("wrong", Hookshot.PUSH.getBytes(UTF_8)))),
                Arguments.of("body off by one byte", push.withBody(Hookshot.PUSH.replace("main", "mbin"))),
                Arguments.of(
                        "the secret itself as GitLab's token in vain",
                        push.without(HEADER).also("X-Gitlab-Token", Hookshot.SECRET)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void isRefusedInOneWay(String name, Post post) {
        var reply = hook.deliver(post);

        assertEquals(REFUSED, reply.summary());
        assertEquals(Hookshot.VERSION, reply.headers().get("x-slipway"));
        assertTrue(hook.nudges.isEmpty());
    }

    @Test
    void foldedHeaderIsMalformed() {
        var reply = hook.deliver(Post.push().header(HEADER, "sha256=\r\n " + HEX));

        assertEquals("400 {\"error\":\"malformed\"}", reply.summary());
        assertTrue(hook.nudges.isEmpty());
    }

    @Test
    void rightOneIsAccepted() {
        assertEquals(202, hook.deliver(Post.push()).status());
        assertEquals("web", hook.nudges.getFirst().app());
    }

    @Test
    void vectorOfGitHubsDocumentationVerifies() {
        var secret = "It's a Secret to Everybody";
        var published = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        hook.spec = Hookshot.spec(0, secret);

        var right = hook.deliver(Post.of("Hello, World!").header(HEADER, published));
        var wrong = hook.deliver(Post.of("Hello, World?").header(HEADER, published));

        assertEquals(400, right.status(), "believed, and then found not to be JSON");
        assertEquals(REFUSED, wrong.summary());
    }

    @Test
    void eachSecretCountsWhileOneReplacesAnother() {
        hook.spec = Hookshot.spec(0, "the new one", Hookshot.SECRET);

        assertEquals(202, hook.deliver(Post.push()).status());

        hook.spec = Hookshot.spec(0, "the new one");

        assertEquals(REFUSED, hook.deliver(Post.push()).summary());
    }
}
