package dev.slipway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Await;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** So many refused requests that each costs more than it should; and what is signed gets through them. */
class FloodTest {
    private static final Limits THREE = Limits.DEFAULT.withRefusals(3, Duration.ofSeconds(10));
    private static final Post UNSIGNED = Post.push().without("X-Hub-Signature-256");
    private static final Post FORGED = Post.push().header("X-Hub-Signature-256", "sha256=" + "0".repeat(64));

    private Optional<Hookshot> listening = Optional.empty();

    @AfterEach
    void close() {
        listening.ifPresent(Hookshot::close);
    }

    private Hookshot flooded() throws Exception {
        var hook = Hookshot.listening(THREE);
        listening = Optional.of(hook);
        for (var i = 0; i < 3; i++) {
            assertEquals(401, hook.deliver(UNSIGNED).status());
        }
        return hook;
    }

    @Test
    void furtherRefusalsSayTooManyAndWhenToComeBack() throws Exception {
        var hook = flooded();

        for (var post : new Post[] {
            UNSIGNED,
            FORGED,
            Post.push().requestLine("GET / HTTP/1.1"),
            Post.push().requestLine("BAD")
        }) {
            var reply = hook.deliver(post);
            assertEquals("429 {\"error\":\"too many requests\"}", reply.summary());
            assertEquals("1", reply.headers().get("retry-after"));
        }
    }

    @Test
    void unsignedIsRefusedWithoutReadingItsBody() throws Exception {
        var hook = flooded();
        try (var wire = hook.connect()) {
            wire.send(UNSIGNED.head());

            assertEquals(429, wire.reply().status());
        }
    }

    @Test
    void signedDeliveriesAreNeverCounted() throws Exception {
        var hook = flooded();

        for (var i = 0; i < 20; i++) {
            assertEquals(202, hook.deliver(Post.push()).status());
            assertEquals(429, hook.deliver(FORGED).status());
        }
        assertEquals(
                200,
                hook.deliver(Post.push().requestLine("GET /healthz HTTP/1.1")).status());
    }

    @Test
    void endsWithTime() throws Exception {
        var hook = flooded();
        hook.pass(Duration.ofSeconds(10));

        assertEquals(401, hook.deliver(UNSIGNED).status());
        assertEquals(429, hook.deliver(UNSIGNED).status());
    }

    @Test
    void onlyAFewAreExplainedAndKept() throws Exception {
        var hook = Hookshot.listening();
        listening = Optional.of(hook);
        for (var i = 0; i < 100; i++) {
            hook.deliver(FORGED);
        }
        hook.deliver(Post.push());
        Await.until(
                "the good one is kept",
                Duration.ofSeconds(20),
                () -> hook.deliveries.lastVerified().isPresent());

        assertEquals(6, hook.deliveries.newest(1000).size());
        assertEquals(5, hook.explained.size());
        assertTrue(hook.deliveries.newest(1).getFirst().isVerified(), "the last to come is the last to be kept");
    }
}
