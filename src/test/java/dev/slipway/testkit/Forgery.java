package dev.slipway.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Delivers pushes as GitHub does, signed with a secret of its own. */
public record Forgery(int port, String secret) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Announces that the branch is at the commit. */
    public HttpResponse<String> push(String cloneUrl, String branch, String sha) throws Exception {
        return deliver("push", """
                {"ref": "refs/heads/%s", "before": "%s", "after": "%s", "deleted": false,
                 "repository": {"full_name": "me/web", "clone_url": "%s"}}
                """.formatted(branch, "0".repeat(40), sha, cloneUrl));
    }

    /** As GitHub does when a hook is made. */
    public HttpResponse<String> ping() throws Exception {
        return deliver("ping", "{\"zen\": \"Design for failure.\", \"hook_id\": 7}");
    }

    private HttpResponse<String> deliver(String event, String body)
            throws IOException, InterruptedException, GeneralSecurityException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhook"))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "GitHub-Hookshot/044aadd")
                    .header("X-GitHub-Event", event)
                    .header("X-GitHub-Delivery", UUID.randomUUID().toString())
                    .header("X-Hub-Signature-256", "sha256=" + signature(body))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private String signature(String body) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}
