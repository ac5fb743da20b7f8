package dev.slipway.webhook;

import dev.slipway.SystemTime;
import dev.slipway.deploy.Deliveries;
import dev.slipway.model.App;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Delivery;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.GitSpec;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.RunSpec;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import dev.slipway.model.WebhookSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The two sides of {@code script/bench webhook}: a listener with one app, and what the client and the peer are given. */
final class WebhookBench {
    private static final String SECRET = "only for this measurement";
    private static final int BODY_BYTES = 7 * 1024;

    private WebhookBench() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "files" -> writeFiles(Path.of(arguments[1]));
            case "serve" -> serve(Integer.parseInt(arguments[1]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Until the process is ended. */
    private static void serve(int port) throws Exception {
        var secrets = List.of(new WebhookSecret(new Secret(SECRET), "the bench"));
        var spec = new WebhookSpec("127.0.0.1", port, secrets, Optional.empty(), WebhookSpec.DEFAULT_MAX_BODY_BYTES);
        var apps = List.of(app());
        var hooks = new Hooks(
                () -> apps,
                request -> {},
                new Forgetful(),
                (received, forge, proof) -> "",
                () -> true,
                new SystemTime());
        new WebhookListener(() -> spec, hooks, "bench").start();
        new CountDownLatch(1).await();
    }

    private static void writeFiles(Path folder) throws IOException {
        var body = body();
        var signature =
                HexFormat.of().formatHex(Proof.Signature.of(SECRET.getBytes(StandardCharsets.UTF_8), Body.of(body)));
        Files.writeString(folder.resolve("push.lua"), """
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "application/json"
                wrk.headers["User-Agent"] = "GitHub-Hookshot/044aadd"
                wrk.headers["X-GitHub-Event"] = "push"
                wrk.headers["X-GitHub-Delivery"] = "72d3162e-cc78-11e3-81ab-4c9367dc0958"
                wrk.headers["X-Hub-Signature-256"] = "sha256=%s"
                wrk.body = [==[%s]==]
                """.formatted(signature, body));
        Files.writeString(
                folder.resolve("hooks.json"),
                "[" + hook("checks", "refs/heads/none") + "," + hook("runs", "refs/heads/main") + "]");
    }

    /** A hook of the peer's that verifies the signature, reads the payload, and runs its command if the ref is that one. */
    private static String hook(String id, String ref) {
        return """
                {"id": "%s", "execute-command": "/bin/true", "trigger-rule": {"and": [
                  {"match": {"type": "payload-hmac-sha256", "secret": "%s",
                    "parameter": {"source": "header", "name": "X-Hub-Signature-256"}}},
                  {"match": {"type": "value", "value": "%s", "parameter": {"source": "payload", "name": "ref"}}}]}}
                """.formatted(id, SECRET, ref);
    }

    private static String body() {
        var commits = new StringBuilder();
        while (commits.length() < BODY_BYTES - 300) {
            commits.append(commits.isEmpty() ? "" : ",")
                    .append("{\"id\":\"6113728f27ae82c7b1a177c8d03f9e96e0adf246\",\"message\":\"Say it better\",")
                    .append(
                            "\"author\":{\"name\":\"Me\",\"email\":\"me@example.com\"},\"added\":[],\"modified\":[\"README.md\"]}");
        }
        return "{\"ref\":\"refs/heads/main\",\"after\":\"6113728f\",\"deleted\":false,\"commits\":[" + commits
                + "],\"repository\":{\"clone_url\":\"https://github.com/me/web.git\"}}";
    }

    private static App app() {
        return new App(
                "web",
                new GitSpec("https://github.com/me/web.git", "main", "user", Optional.empty()),
                new BuildSpec(
                        ".",
                        "Dockerfile",
                        Map.of(),
                        Optional.empty(),
                        new BuildSpec.Options(false, Duration.ofMinutes(30), BuildSpec.Builder.AUTO),
                        Optional.empty()),
                RunSpec.EMPTY,
                new HealthSpec(Optional.empty(), Duration.ofSeconds(60), Duration.ofSeconds(10)),
                new DeployPolicy(Optional.empty(), 5, List.of(), false));
    }

    /** Keeps nothing: the disk is not what is measured. */
    private static final class Forgetful implements Deliveries {
        @Override
        public void add(Delivery delivery) {}

        @Override
        public List<Delivery> newest(int limit) {
            return List.of();
        }

        @Override
        public Optional<Delivery> lastVerified() {
            return Optional.empty();
        }
    }
}
