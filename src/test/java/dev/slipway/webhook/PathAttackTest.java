package dev.slipway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** There are two paths, each by its exact bytes and with one method. */
class PathAttackTest extends HookCase {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/webhookEVIL",
                "/webhook/",
                "/webhook/../x",
                "/x/../webhook",
                "/./webhook",
                "/webhook;a=b",
                "/;a=b/webhook",
                "//webhook",
                "/%77ebhook",
                "/WEBHOOK",
                "/webhook/test",
                "/api/v1/status",
                "/metrics",
                "/healthz/",
            })
    void anyOtherPathIsNotFound(String path) {
        var reply = hook.deliver(Post.push().requestLine("POST " + path + " HTTP/1.1"));

        assertEquals("404 {\"error\":\"not found\"}", reply.summary());
        assertTrue(hook.nudges.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "post", "Post", "POSTS", "NONSENSE"
            })
    void anyOtherMethodIsRefused(String method) {
        var reply = hook.deliver(Post.push().requestLine(method + " /webhook HTTP/1.1"));

        assertEquals(405, reply.status());
        assertEquals("POST", reply.headers().get("allow"));
        assertTrue(hook.nudges.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhook?", "/webhook?token=x", "/webhook?a=/../b"})
    void queryIsIgnored(String target) {
        assertEquals(
                202,
                hook.deliver(Post.push().requestLine("POST " + target + " HTTP/1.1"))
                        .status());
    }

    @ParameterizedTest
    @CsvSource({
        "POST http://hooks.example.com/webhook HTTP/1.1, 202",
        "POST http://hooks.example.com/other HTTP/1.1, 404",
        "POST http://hooks.example.com HTTP/1.1, 404",
        "POST http://elsewhere.example.com/webhook HTTP/1.1, 400",
        "POST * HTTP/1.1, 400",
        "OPTIONS * HTTP/1.1, 404",
        "POST webhook HTTP/1.1, 400",
        "CONNECT hooks.example.com:443 HTTP/1.1, 400",
        "POST /webhook HTTP/1.0, 202",
        "POST /webhook HTTP/3.9, 400",
        "POST /webhook, 400",
        "POST  /webhook HTTP/1.1, 202",
        "POST /webhook%00 HTTP/1.1, 400",
        "POST /webhook%zz HTTP/1.1, 400",
        "PRI * HTTP/2.0, 400",
        "EHLO mail, 400",
    })
    void requestLineInAnotherFormIsAnsweredAsTheStandardHasIt(String line, int status) {
        assertEquals(status, hook.deliver(Post.push().requestLine(line)).status());
    }

    @Test
    void healthIsThatOfThePollLoop() {
        assertEquals("200 {\"status\":\"ok\"}", get("/healthz").summary());

        hook.alive = false;

        assertEquals("503 {\"status\":\"stale\"}", get("/healthz").summary());
        assertEquals(
                405,
                hook.deliver(Post.push().requestLine("POST /healthz HTTP/1.1")).status());
    }

    @Test
    void everyAnswerSaysThatItIsSlipwaysAndNothingElse() {
        for (var line : new String[] {
            "POST /webhook HTTP/1.1",
            "POST /other HTTP/1.1",
            "GET /healthz HTTP/1.1",
            "GET /webhook HTTP/1.1",
            "BAD",
            "POST /webhook HTTP/7.1"
        }) {
            var reply = hook.deliver(Post.push().requestLine(line));

            assertEquals(Hookshot.VERSION, reply.headers().get("x-slipway"), line);
            assertEquals("application/json", reply.headers().get("content-type"), line);
            assertFalse(reply.headers().containsKey("server"), line);
            assertFalse(reply.body().toLowerCase(java.util.Locale.ROOT).contains("jetty"), line);
        }
    }

    @Test
    void whatIsAskedForIsNotRepeated() {
        var reply = hook.deliver(Post.push()
                .requestLine("POST /<script>alert(1)</script> HTTP/1.1")
                .also("X-Evil", "<b>"));

        assertFalse(reply.toString().contains("script"), reply.toString());
    }

    private Wire.Reply get(String path) {
        return hook.deliver(Post.push().requestLine("GET " + path + " HTTP/1.1"));
    }
}
