package dev.slipway.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A delivery as bytes on a wire: GitHub's, signed, and sound, except for what a test changes. */
record Post(String requestLine, List<String> headers, byte[] body) {
    static Post of(String body) {
        return of(body.getBytes(UTF_8));
    }

    static Post of(byte[] body) {
        return new Post(
                "POST /webhook HTTP/1.1",
                List.of(
                        "Host: hooks.example.com",
                        "Content-Type: application/json",
                        "User-Agent: GitHub-Hookshot/044aadd",
                        "X-GitHub-Delivery: 72d3162e-cc78-11e3-81ab-4c9367dc0958",
                        "X-GitHub-Event: push",
                        "X-GitHub-Hook-ID: 292430182",
                        "Content-Length: " + body.length,
                        "X-Hub-Signature-256: " + signature(body)),
                body);
    }

    static Post push() {
        return of(Hookshot.PUSH);
    }

    static String signature(byte[] body) {
        return "sha256=" + hex(Hookshot.SECRET, body);
    }

    static String hex(String secret, byte[] body) {
        return HexFormat.of().formatHex(Proof.Signature.of(secret.getBytes(UTF_8), new Body(body)));
    }

    Post requestLine(String line) {
        return new Post(line, headers, body);
    }

    /** In the place of the one of that name. */
    Post header(String name, String value) {
        return without(name).also(name, value);
    }

    /** Beside any other of that name. */
    Post also(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new Post(requestLine, List.copyOf(more), body);
    }

    Post without(String name) {
        var start = name.toLowerCase(Locale.ROOT) + ":";
        return new Post(
                requestLine,
                headers.stream()
                        .filter(header -> !header.toLowerCase(Locale.ROOT).startsWith(start))
                        .toList(),
                body);
    }

    Post event(String event) {
        return header("X-GitHub-Event", event);
    }

    /** Another body under the same head. */
    Post withBody(String other) {
        return new Post(requestLine, headers, other.getBytes(ISO_8859_1));
    }

    String head() {
        return requestLine + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    byte[] bytes() {
        var all = new ByteArrayOutputStream();
        all.writeBytes(head().getBytes(ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }
}
