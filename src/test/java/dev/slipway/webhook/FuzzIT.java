package dev.slipway.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Requests that chance has bent get an answer that the contract names, or none, and never a 500; for some seconds, each time
 * from another seed. {@code -Dslipway.fuzz.seed=N} repeats a run.
 */
class FuzzIT {
    private static final SystemTime TIME = new SystemTime();
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Set<Integer> NAMED = Set.of(100, 200, 202, 400, 401, 404, 405, 408, 413, 414, 415, 431);
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "null",
            "true",
            "-",
            "1e9",
            "\\",
            "\\u0000",
            "\\ud800",
            "refs/heads/main",
            "\r\n",
            "\r",
            "\n",
            "\u0000",
            "\u001b",
            "\u00ff",
            " ",
            "\t",
            "sha256=",
            "chunked",
            "gzip",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "X-Gitea-Event: push\r\n",
            "X-Gitlab-Event: Push Hook\r\n",
            "X-Event-Key: repo:push\r\n",
            "webhook-signature: v1,\r\n",
            "Expect: 100-continue\r\n",
            "%00",
            "/../",
            ";",
            "?",
            "#",
            "//");

    private final long seed = Long.getLong("slipway.fuzz.seed", TIME.now().toEpochMilli());
    private final Random random = new Random(seed);
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private Optional<Thread.UncaughtExceptionHandler> before = Optional.empty();

    @BeforeEach
    void watch() {
        System.out.println("FuzzIT: seed " + seed);
        before = Optional.ofNullable(Thread.getDefaultUncaughtExceptionHandler());
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
    }

    @AfterEach
    void restore() {
        Thread.setDefaultUncaughtExceptionHandler(before.orElse(null));
        assertEquals(List.of(), uncaught, "seed " + seed);
    }

    @Test
    void bentRequestsAreAnsweredAsTheContractHasIt() throws Exception {
        try (var hook = Hookshot.listening()) {
            var end = TIME.elapsed().plus(LONG);
            var count = 0;
            while (TIME.elapsed().compareTo(end) < 0) {
                send(hook, bentRequest());
                count++;
            }
            assertEquals(202, hook.deliver(Post.push()).status(), "still serves");
            assertTrue(count > 100, "only " + count + " requests");
        }
    }

    private void send(Hookshot hook, String request) {
        try (var wire = hook.connect()) {
            wire.sendAnyway(request).endOutput();
            for (var reply = wire.maybeReply(); reply.isPresent(); reply = wire.maybeReply()) {
                var status = reply.get().status();
                assertTrue(NAMED.contains(status), () -> "seed " + seed + ", answer " + status + " to:\n" + request);
                assertTrue(
                        status == 100
                                || Hookshot.VERSION.equals(reply.get().headers().get("x-slipway")),
                        () -> "seed " + seed + ", unsigned answer " + status + " to:\n" + request);
            }
        }
    }

    /** The content is signed after it was bent, so that what lies behind the signature is reached; the head is bent after that. */
    private String bentRequest() {
        var post = Post.of(bent(Hookshot.PUSH, random.nextInt(3)).getBytes(UTF_8));
        if (random.nextInt(10) == 0) {
            post = post.without(List.of("Content-Length", "Host", "X-GitHub-Event", "Content-Type")
                    .get(random.nextInt(4)));
        }
        return bent(post.head(), random.nextInt(4)) + new String(post.body(), ISO_8859_1);
    }

    @Test
    void bentContentIsJudgedWhateverItIs() {
        var payloads = List.of(
                Hookshot.PUSH,
                "{\"push\":{\"changes\":[{\"new\":{\"type\":\"branch\",\"name\":\"main\"},\"old\":null}]},"
                        + "\"repository\":{\"links\":{\"html\":{\"href\":\"https://github.com/me/web\"}}}}",
                "{\"ref\":\"refs/heads/main\",\"after\":\"0\",\"project\":{\"git_http_url\":\"https://github.com/me/web.git\"}}");
        var events = List.of(
                "X-GitHub-Event: push", "X-Gitea-Event: push", "X-Gitlab-Event: Push Hook", "X-Event-Key: repo:push");
        var judge = new Judge(
                Hookshot.spec(0, Hookshot.SECRET).secrets(), List.of(Hookshot.app("web", Hookshot.REPOSITORY, "main")));
        var end = TIME.elapsed().plus(LONG);
        while (TIME.elapsed().compareTo(end) < 0) {
            var body = Body.of(bent(payloads.get(random.nextInt(payloads.size())), random.nextInt(6)));
            var event = events.get(random.nextInt(events.size())).split(": ");
            var hex = Post.hex(Hookshot.SECRET, body.bytes());
            var headers = new Headers()
                    .with(event[0], event[1])
                    .with("X-Gitea-Signature", hex)
                    .with("X-Gitlab-Token", Hookshot.SECRET)
                    .with("X-Hub-Signature", "sha256=" + hex)
                    .with("X-Hub-Signature-256", "sha256=" + hex);
            var received = new Received(TIME.now(), "192.0.2.1", headers, body);
            try {
                assertTrue(judge.judge(received).secret().isPresent());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", content:\n" + body.text(), e);
            }
        }
    }

    private String bent(String text, int times) {
        var bent = new StringBuilder(text);
        for (var i = 0; i < times; i++) {
            var at = random.nextInt(bent.length() + 1);
            switch (random.nextInt(5)) {
                case 0 -> bent.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
                case 1 -> bent.delete(at, Math.min(bent.length(), at + 1 + random.nextInt(20)));
                case 2 -> bent.insert(at, (char) random.nextInt(256));
                case 3 -> bent.insert(at, bent.substring(at, Math.min(bent.length(), at + random.nextInt(50))));
                default -> bent.insert(at, "x".repeat(random.nextInt(300)));
            }
        }
        return bent.toString();
    }
}
