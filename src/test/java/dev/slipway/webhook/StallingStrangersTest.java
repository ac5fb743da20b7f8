package dev.slipway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Strangers who hold on to what they have got: a connection, half a head, half a body. None keeps a delivery from its 202. */
class StallingStrangersTest {
    private static final Duration PROMPT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Wire> strangers = new ArrayList<>();
    private Optional<Hookshot> listening = Optional.empty();

    @AfterEach
    void close() {
        strangers.forEach(Wire::close);
        listening.ifPresent(Hookshot::close);
    }

    @Test
    void hundredsOfIdleConnectionsAndSlowHeadsAndBodiesDelayNoDelivery() throws Exception {
        var hook = listen(Limits.DEFAULT);
        come(hook, 300, "");
        come(hook, 100, "POST /webhook HTTP/1.1\r\nHost: a\r\nX-Slow");
        come(hook, 50, Post.push().head() + "{");

        Await.until("all of them are there", PATIENCE, () -> hook.waits().connections() == 450);

        // Kept open: when the listener notices that it was closed is anybody's guess.
        try (var delivery = hook.connect()) {
            assertTimeout(
                    PROMPT,
                    () -> assertEquals(
                            202, delivery.send(Post.push().bytes()).reply().status()));
            assertEquals(451, hook.waits().connections(), "none was refused for it");
        }
    }

    @Test
    void oldestIsShownOutWhenThereAreTooMany() throws Exception {
        var hook = listen(Limits.DEFAULT.withConnections(20));
        come(hook, 10, Post.push().head() + "{");
        come(hook, 100, "");

        assertDelivers(hook);
        Await.until("strangers are gone", PATIENCE, () -> hook.waits().connections() <= 20);
    }

    @Test
    void slowHeadIsClosedAtItsDeadlineHoweverItDrips() throws Exception {
        var hook = listen(Limits.DEFAULT);
        come(hook, 1, "POST /webhook HTTP/1.1\r\n");
        var slow = strangers.getFirst();
        for (var second = 0; second < 7; second++) {
            hook.pass(Duration.ofSeconds(1));
            slow.send("X-Drip: 1\r\n");
        }
        assertEquals(1, hook.waits().connections(), "not before its deadline");

        hook.pass(Duration.ofSeconds(1));

        assertEquals(Optional.empty(), slow.maybeReply());
    }

    @Test
    void connectionThatFallsSilentAfterAnAnswerIsClosedToo() throws Exception {
        var hook = listen(Limits.DEFAULT);
        var wire = hook.connect().send(Post.push().bytes());
        strangers.add(wire);
        assertEquals(202, wire.reply().status());
        Await.until("its next request is waited for", PATIENCE, () -> {
            hook.pass(Limits.DEFAULT.head());
            return hook.waits().connections() == 0;
        });

        assertEquals(Optional.empty(), wire.maybeReply());
    }

    @Test
    void slowBodyIsAnsweredAtItsDeadlineHoweverItDrips() throws Exception {
        var hook = listen(Limits.DEFAULT);
        come(hook, 1, Post.push().head());
        var slow = strangers.getFirst();
        for (var i = 1; i <= 10; i++) {
            slow.send(" ");
            var held = i;
            Await.until("the byte is there", PATIENCE, () -> hook.waits().held() == held);
            hook.pass(i < 10 ? Duration.ofSeconds(1) : Duration.ofMillis(999));
        }
        assertEquals(10, hook.waits().held(), "not before its deadline");

        hook.pass(Duration.ofMillis(1));

        assertEquals("408 {\"error\":\"timeout\"}", slow.reply().summary());
        assertEquals(0, hook.waits().held());
        assertTrue(hook.nudges.isEmpty());
    }

    @Test
    void halfBodiesHoldOnlySoMuchMemoryAndTheOldestGoFirst() throws Exception {
        var half = Hookshot.LARGEST - 1;
        var most = 4 * Hookshot.LARGEST;
        var hook = listen(Limits.DEFAULT.withSpareBytes(3L * Hookshot.LARGEST));
        var head = Post.push()
                .header("Content-Length", String.valueOf(Hookshot.LARGEST))
                .head();
        for (var i = 1; i <= 20; i++) {
            strangers.add(hook.connect().send(head + " ".repeat(half)));
            // All that have room: of two on their way at once, the second might be there, and so be the older, first.
            var there = Math.min(i, 4) * half;
            Await.until("it is there", PATIENCE, () -> hook.waits().held() >= there);
            assertTrue(hook.waits().held() <= most, "held " + hook.waits().held());
            if (i > 4) {
                // Four have room; each more shows out the oldest, in their order, and so has arrived once that is told.
                assertEquals(
                        "408 {\"error\":\"timeout\"}",
                        strangers.get(i - 5).reply().summary());
            }
        }

        assertDelivers(hook);
    }

    private Hookshot listen(Limits limits) throws Exception {
        var hook = Hookshot.listening(limits);
        listening = Optional.of(hook);
        return hook;
    }

    private void come(Hookshot hook, int count, String saying) {
        for (var i = 0; i < count; i++) {
            strangers.add(hook.connect().sendAnyway(saying));
        }
        var expected = Math.min(strangers.size(), 20);
        Await.until("they are there", PATIENCE, () -> hook.waits().connections() >= expected);
    }

    private static void assertDelivers(Hookshot hook) {
        assertTimeout(PROMPT, () -> assertEquals(202, hook.deliver(Post.push()).status()));
    }
}
