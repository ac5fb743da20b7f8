package dev.slipway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stranger may do with the framing of a request: lengths, chunks, codings, and the size of it all. */
class FramingAttackTest extends HookCase {
    private static final String MALFORMED = "400 {\"error\":\"malformed\"}";
    private static final String TOO_LARGE = "413 {\"error\":\"too large\"}";
    private static final int LENGTH = Hookshot.PUSH.length();

    static Stream<Arguments> malformed() {
        var push = Post.push();
        var chunked = push.without("Content-Length").also("Transfer-Encoding", "chunked");
        return Stream.of(
                Arguments.of("a length and chunks", push.also("Transfer-Encoding", "chunked")),
                Arguments.of("two lengths", push.also("Content-Length", String.valueOf(LENGTH + 1))),
                Arguments.of("two lengths in one", push.header("Content-Length", LENGTH + ", " + (LENGTH + 1))),
                Arguments.of("length with a sign", push.header("Content-Length", "+" + LENGTH)),
                Arguments.of("negative length", push.header("Content-Length", "-1")),
                Arguments.of("length in hex", push.header("Content-Length", "0x10")),
                Arguments.of("length beyond all numbers", push.header("Content-Length", "9".repeat(30))),
                Arguments.of(
                        "chunk size that is no number", chunked.withBody("zz\r\n" + Hookshot.PUSH + "\r\n0\r\n\r\n")),
                Arguments.of("huge chunk size", chunked.withBody("f".repeat(20) + "\r\n" + Hookshot.PUSH)),
                Arguments.of("negative chunk size", chunked.withBody("-5\r\n" + Hookshot.PUSH)),
                Arguments.of(
                        "gzip as transfer coding",
                        push.without("Content-Length").also("Transfer-Encoding", "gzip, chunked")),
                Arguments.of(
                        "unknown transfer coding",
                        push.without("Content-Length").also("Transfer-Encoding", "xchunked")),
                Arguments.of("no host", push.without("Host")),
                Arguments.of("two hosts", push.also("Host", "other.example.com")),
                Arguments.of("NUL in a header", push.also("X-Nul", "a\u0000b")),
                Arguments.of("bare CR in a header", push.also("X-Cr", "a\rb")),
                Arguments.of("header without a name", push.also("", "value")),
                Arguments.of("space before the colon", push.also("X-Space ", "value")),
                Arguments.of(
                        "header without a colon",
                        new Post(
                                push.requestLine(),
                                Stream.concat(push.headers().stream(), Stream.of("nonsense"))
                                        .toList(),
                                push.body())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void isMalformed(String name, Post post) {
        var reply = hook.deliver(post);

        assertEquals(MALFORMED, reply.summary());
        assertEquals(Hookshot.VERSION, reply.headers().get("x-slipway"));
        assertTrue(hook.nudges.isEmpty());
    }

    @Test
    void chunksAreReadLikeAnyOtherBody() {
        var half = LENGTH / 2;
        var body = Integer.toHexString(half) + "\r\n" + Hookshot.PUSH.substring(0, half) + "\r\n"
                + Integer.toHexString(LENGTH - half) + ";ext=1\r\n" + Hookshot.PUSH.substring(half) + "\r\n0\r\n\r\n";

        var reply = hook.deliver(Post.push()
                .without("Content-Length")
                .also("Transfer-Encoding", "chunked")
                .withBody(body));

        assertEquals(202, reply.status());
    }

    @Test
    void lengthThatPromisesTooMuchIsMalformedWhenTheSenderStops() {
        try (var wire = hook.connect()) {
            wire.send(Post.push()
                            .header("Content-Length", String.valueOf(LENGTH + 1))
                            .bytes())
                    .endOutput();

            assertEquals(MALFORMED, wire.reply().summary());
        }
    }

    @Test
    void lengthThatPromisesTooLittleMakesTheRestAnotherRequest() {
        try (var wire = hook.connect()) {
            wire.sendAnyway(new String(
                    Post.push()
                            .header("Content-Length", String.valueOf(LENGTH - 1))
                            .bytes(),
                    java.nio.charset.StandardCharsets.ISO_8859_1));

            assertEquals(401, wire.reply().status());
            assertTrue(hook.nudges.isEmpty());
        }
    }

    @Test
    void bodyOfTheLargestSizeIsReadAndOneByteMoreIsNot() {
        var padded = Hookshot.PUSH + " ".repeat(Hookshot.LARGEST - LENGTH);

        assertEquals(202, hook.deliver(Post.of(padded)).status());
        assertEquals(TOO_LARGE, hook.deliver(Post.of(padded + " ")).summary());
    }

    @Test
    void senderOfAMegabyteTooMuchStillReadsTheAnswer() {
        assertEquals(
                TOO_LARGE,
                hook.deliver(Post.of(Hookshot.PUSH + " ".repeat(1024 * 1024))).summary());
    }

    @Test
    void lengthBeyondAnyForgesIsRefusedBeforeABodyCame() {
        try (var wire = hook.connect()) {
            wire.send(Post.push()
                    .header("Content-Length", String.valueOf(30 * 1024 * 1024))
                    .head());

            assertEquals(TOO_LARGE, wire.reply().summary());
        }
    }

    @Test
    void senderThatAsksFirstIsRefusedBeforeItSends() {
        try (var wire = hook.connect()) {
            var large = Post.push().header("Content-Length", String.valueOf(Hookshot.LARGEST + 1));
            wire.send(large.also("Expect", "100-continue").head());

            assertEquals(TOO_LARGE, wire.reply().summary());
        }
    }

    @Test
    void senderThatAsksFirstIsToldToGoOn() {
        try (var wire = hook.connect()) {
            wire.send(Post.push().also("Expect", "100-continue").head());
            assertEquals(100, wire.reply().status());

            wire.send(Hookshot.PUSH);
            assertEquals(202, wire.reply().status());
        }
    }

    @Test
    void chunksWithoutEndAreRefusedAtTheLimitWhichKeepsNothing() {
        try (var wire = hook.connect()) {
            wire.send(Post.push()
                    .without("Content-Length")
                    .also("Transfer-Encoding", "chunked")
                    .head());
            var chunk = "4000\r\n" + " ".repeat(0x4000) + "\r\n";
            for (var sent = 0; sent < 26 * 1024 * 1024; sent += 0x4000) {
                wire.sendAnyway(chunk);
            }

            // The rest of what was sent may have reset the connection before the answer was read.
            wire.maybeReply().ifPresent(reply -> assertEquals(TOO_LARGE, reply.summary()));
        }
        assertEquals(202, hook.deliver(Post.push()).status());
    }

    @Test
    void headOverTheLimitIsRefused() {
        var name = "x".repeat(100);
        assertEquals(
                431, hook.deliver(Post.push().also("X-Long", "a".repeat(9000))).status());
        assertEquals(
                414,
                hook.deliver(Post.push().requestLine("POST /webhook?" + "a".repeat(9000) + " HTTP/1.1"))
                        .status());
        var many = Post.push();
        for (var i = 0; i < 100; i++) {
            many = many.also(name + i, "");
        }
        assertEquals(431, hook.deliver(many).status());
    }

    @Test
    void goodDeliveriesShareAConnection() {
        try (var wire = hook.connect()) {
            for (var i = 0; i < 3; i++) {
                assertEquals(202, wire.send(Post.push().bytes()).reply().status());
            }
        }
        assertEquals(3, hook.nudges.size());
    }
}
