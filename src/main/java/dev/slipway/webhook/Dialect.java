package dev.slipway.webhook;

import dev.slipway.model.Forge;
import dev.slipway.webhook.ProofHeader.Form;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a forge calls things in the headers of a delivery. Of several headers for the same thing, the first that is there
 * counts, and a bad one is not made good by the next.
 */
record Dialect(Forge forge, List<String> events, List<String> ids, List<String> hooks, List<ProofHeader> proofs) {
    /** Sources: docs.gitea.com "Webhooks", Delivery headers; forgejo.org/docs "Webhooks", Event information. */
    private static final Dialect GITEA = new Dialect(
            Forge.GITEA,
            List.of("X-Forgejo-Event", "X-Gitea-Event"),
            List.of("X-Forgejo-Delivery", "X-Gitea-Delivery"),
            List.of(),
            List.of(
                    new ProofHeader("X-Forgejo-Signature", Form.HEX),
                    new ProofHeader("X-Gitea-Signature", Form.HEX),
                    new ProofHeader("X-Hub-Signature-256", Form.PREFIXED_HEX)));
    /** Sources: gogs.io/docs "Webhooks"; github.com/gogs/gogs internal/database/webhook.go, {@code HookTask.deliver}. */
    private static final Dialect GOGS = new Dialect(
            Forge.GOGS,
            List.of("X-Gogs-Event"),
            List.of("X-Gogs-Delivery"),
            List.of(),
            List.of(new ProofHeader("X-Gogs-Signature", Form.HEX)));
    /**
     * A signing token, where there is one, counts before the older secret token, as GitLab advises receivers.
     *
     * <p>Sources: docs.gitlab.com "Webhooks", Delivery headers; gitlab.com merge request 230944 for signing tokens.
     */
    private static final Dialect GITLAB = new Dialect(
            Forge.GITLAB,
            List.of("X-Gitlab-Event"),
            List.of("Idempotency-Key", "X-Gitlab-Event-UUID"),
            List.of("X-Gitlab-Webhook-UUID"),
            List.of(
                    new ProofHeader("webhook-signature", Form.STANDARD),
                    new ProofHeader("X-Gitlab-Token", Form.TOKEN)));
    /** Sources: docs.github.com "Webhook events and payloads", Delivery headers; "Validating webhook deliveries". */
    private static final Dialect GITHUB = new Dialect(
            Forge.GITHUB,
            List.of("X-GitHub-Event"),
            List.of("X-GitHub-Delivery"),
            List.of("X-GitHub-Hook-ID"),
            List.of(new ProofHeader("X-Hub-Signature-256", Form.PREFIXED_HEX)));
    /** Sources: support.atlassian.com "Event payloads", HTTP headers; "Manage webhooks", Secure webhooks. */
    private static final Dialect BITBUCKET = new Dialect(
            Forge.BITBUCKET,
            List.of("X-Event-Key"),
            List.of("X-Request-UUID"),
            List.of("X-Hook-UUID"),
            List.of(new ProofHeader("X-Hub-Signature", Form.PREFIXED_HEX)));
    /** Of {@link SelfTest}: our own. */
    private static final Dialect SLIPWAY = new Dialect(
            Forge.SLIPWAY,
            List.of(SelfTest.EVENT),
            List.of(SelfTest.DELIVERY),
            List.of(),
            List.of(new ProofHeader("X-Hub-Signature-256", Form.PREFIXED_HEX)));
    /** A caller that names no event, such as a script; its signature is believed like any other. */
    private static final Dialect UNKNOWN = new Dialect(
            Forge.UNKNOWN,
            List.of(),
            List.of(),
            List.of(),
            List.of(new ProofHeader("X-Hub-Signature-256", Form.PREFIXED_HEX)));

    /** In the order in which they are told apart: Gitea writes Gogs's and GitHub's headers too, and Gogs writes GitHub's. */
    private static final List<Dialect> KNOWN = List.of(SLIPWAY, GITEA, GOGS, GITLAB, GITHUB, BITBUCKET);

    /** Whose headers these are. */
    static Dialect of(Headers headers) {
        return KNOWN.stream()
                .filter(dialect -> Stream.concat(dialect.events.stream(), dialect.ids.stream())
                        .anyMatch(headers::has))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** That forge's. */
    static Dialect of(Forge forge) {
        return KNOWN.stream()
                .filter(dialect -> dialect.forge == forge)
                .findFirst()
                .orElse(UNKNOWN);
    }

    Optional<String> event(Headers headers) {
        return first(headers, events);
    }

    Optional<String> id(Headers headers) {
        return first(headers, ids);
    }

    /** What tells one hook from another, if it can be shown; Gitea and Gogs tell nothing. */
    Optional<String> hook(Headers headers) {
        return first(headers, hooks).flatMap(SafeText::identifier);
    }

    /** Empty if there is none, or none that is well-formed. */
    Optional<Proof> proof(Headers headers, Body body) {
        return proofs.stream()
                .filter(header -> headers.has(header.name()))
                .findFirst()
                .flatMap(header -> header.read(headers, body));
    }

    private static Optional<String> first(Headers headers, List<String> names) {
        return names.stream().flatMap(name -> headers.first(name).stream()).findFirst();
    }
}
