package dev.slipway;

import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.History;
import dev.slipway.deploy.Webhook;
import dev.slipway.deploy.WebhookStatus;
import dev.slipway.history.SqliteHistory;
import dev.slipway.model.Delivery;
import dev.slipway.model.Secret;
import dev.slipway.model.WebhookSecret;
import dev.slipway.model.WebhookSpec;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What this process knows of the webhook: what is configured now, whether it listens, and what has come in by it. */
final class WebhookState implements Webhook {
    private final History history;
    private volatile Optional<WebhookSpec> spec;
    private Consumer<Delivery> hearer = delivery -> {};
    private Supplier<Optional<String>> trouble = () -> Optional.of("no agent is running");

    WebhookState(History history, Optional<WebhookSpec> spec) {
        this.history = history;
        this.spec = spec;
    }

    /** From now on this is configured. */
    void is(Optional<WebhookSpec> newer, Instant now) throws DeployException {
        spec = newer;
        if (history instanceof SqliteHistory file) {
            file.expectDeliveries(newer.isPresent(), now);
        }
    }

    /** Why nobody can reach it, in words; empty while it listens. */
    void troubledBy(Supplier<Optional<String>> words) {
        trouble = words;
    }

    Stream<Secret> secrets() {
        return spec.stream().flatMap(each -> each.secrets().stream()).map(WebhookSecret::value);
    }

    /** Empty where none is configured. */
    Optional<WebhookStatus> status() throws DeployException {
        var now = spec;
        return now.isEmpty()
                ? Optional.empty()
                : Optional.of(new WebhookStatus(now.get().listen(), trouble.get(), deliveries()));
    }

    Deliveries book() {
        return history instanceof SqliteHistory file ? new Overheard(file.deliveries(), hearer) : new NoDeliveries();
    }

    /** From now on told of each that comes in. */
    void heardBy(Consumer<Delivery> other) {
        hearer = other;
    }

    /** By which a forge reaches it, if the configuration says. */
    Optional<URI> publicUrl() {
        return spec.flatMap(WebhookSpec::publicUrl);
    }

    /** Expected is what is configured now, and was when an agent last began. */
    @Override
    public Optional<Instant> expectedSince() throws DeployException {
        return spec.isPresent() && history instanceof SqliteHistory file
                ? file.deliveriesExpectedSince()
                : Optional.empty();
    }

    @Override
    public List<Delivery> deliveries() throws DeployException {
        return book().newest(Integer.MAX_VALUE);
    }
}
