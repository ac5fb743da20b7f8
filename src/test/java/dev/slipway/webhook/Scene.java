package dev.slipway.webhook;

import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.ManualTime;
import dev.slipway.model.Blame;
import dev.slipway.model.Delivery;
import dev.slipway.model.Delivery.Verdict;
import dev.slipway.model.Forge;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A delivery that was refused, and all that Slipway knows when it asks itself why.
 *
 * <p>Unless told otherwise: GitHub, a small push, the secret "harbor-1952" of ".env line 7", and no history.
 */
final class Scene implements Deliveries {
    static final String SECRET = "harbor-1952";
    static final String PUSH = "{\"ref\":\"refs/heads/main\",\"after\":\"a1b2\"}";

    private final List<WebhookSecret> inForce = new ArrayList<>();
    private final List<WebhookSecret> onDisk = new ArrayList<>();
    private final List<WebhookSecret> elsewhere = new ArrayList<>();
    private final List<Delivery> verified = new ArrayList<>();
    private final Headers headers = new Headers();
    private Forge forge = Forge.GITHUB;
    private Body body = Body.of(PUSH);
    private Optional<Proof> proof = Optional.empty();
    private boolean diskRefuses;

    Scene inForce(String secret) {
        return inForce(secret, ".env line 7");
    }

    Scene inForce(String secret, String origin) {
        inForce.add(new WebhookSecret(new Secret(secret), origin));
        return this;
    }

    Scene onDisk(String secret, String origin) {
        onDisk.add(new WebhookSecret(new Secret(secret), origin));
        return this;
    }

    Scene elsewhere(String secret, String origin) {
        elsewhere.add(new WebhookSecret(new Secret(secret), origin));
        return this;
    }

    Scene from(Forge who) {
        forge = who;
        return this;
    }

    Scene header(String name, String value) {
        headers.with(name, value);
        return this;
    }

    /** What came; sign after it. */
    Scene body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    Scene body(byte[] bytes) {
        body = new Body(bytes);
        return this;
    }

    Scene signedWith(String secret) {
        return signed(secret.getBytes(StandardCharsets.UTF_8), body);
    }

    Scene signedWith(byte[] secret) {
        return signed(secret, body);
    }

    /** By the default secret, over another body than the one that came. */
    Scene signedOver(String text) {
        return signed(SECRET.getBytes(StandardCharsets.UTF_8), Body.of(text));
    }

    private Scene signed(byte[] secret, Body over) {
        proof = Optional.of(new Proof.Signature(Proof.Signature.of(secret, over), body));
        return this;
    }

    Scene token(String token) {
        proof = Optional.of(new Proof.Token(token));
        return from(Forge.GITLAB);
    }

    /** The last but those that are told before, signed with this. */
    Scene verifiedBefore(String secret, String hook) {
        verified.add(new Delivery(
                Instant.parse("2026-11-20T09:30:00Z"),
                forge,
                "192.0.2.7",
                Optional.of("d1"),
                hook.isEmpty() ? Optional.empty() : Optional.of(hook),
                "push",
                Verdict.ACCEPTED,
                202,
                "woke web",
                List.of("web"),
                Optional.of(new Secret(secret).fingerprint())));
        return this;
    }

    Scene diskRefuses() {
        diskRefuses = true;
        return this;
    }

    String cause() {
        if (inForce.isEmpty()) {
            inForce(SECRET);
        }
        return new Diagnosis(() -> inForce, () -> onDisk, () -> elsewhere, this, new ManualTime())
                .cause(new Received(Instant.EPOCH, "192.0.2.7", headers, body), forge, proof);
    }

    @Override
    public void add(Delivery delivery) {
        throw new UnsupportedOperationException("a diagnosis enters nothing");
    }

    @Override
    public List<Delivery> newest(int limit) {
        return verified;
    }

    @Override
    public Optional<Delivery> lastVerified() throws DeployException {
        if (diskRefuses) {
            throw new DeployException(Blame.HOST, "the disk refused", "look at it");
        }
        return verified.stream().findFirst();
    }
}
