package dev.slipway.webhook;

import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.DeployException;
import dev.slipway.http.Allowance;
import dev.slipway.model.Delivery.Verdict;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps and logs what came in, after it was answered and on a thread of its own. However much comes, it costs little: some
 * deliveries a minute are explained, kept and told, and of the rest the number.
 */
final class Logbook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Logbook.class);

    private static final int SIGNED_AT_ONCE = 100;
    private static final Duration SIGNED_EVERY = Duration.ofSeconds(1);
    private static final int REJECTED_AT_ONCE = 5;
    private static final Duration REJECTED_EVERY = Duration.ofSeconds(15);
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(2);

    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("webhook-logbook").factory());
    private final Deliveries deliveries;
    private final Explainer explainer;
    private final Allowance signed;
    private final Allowance rejected;
    private final AtomicInteger untold = new AtomicInteger();
    private boolean diskRefuses; // only the writer's thread looks at it

    Logbook(Hooks hooks) {
        deliveries = hooks.deliveries();
        explainer = hooks.explainer();
        signed = new Allowance(hooks.time(), SIGNED_AT_ONCE, SIGNED_EVERY);
        rejected = new Allowance(hooks.time(), REJECTED_AT_ONCE, REJECTED_EVERY);
    }

    /** Returns at once. */
    void enter(Received received, Judgement judgement) {
        var allowance = judgement.secret().isPresent() ? signed : rejected;
        if (allowance.take()) {
            writer.execute(() -> keep(received, judgement));
        } else {
            untold.incrementAndGet();
        }
    }

    /** Tells how many were not told of, if there are any and it is time; returns at once. */
    void tellTheRest() {
        if (untold.get() > 0 && rejected.take()) {
            writer.execute(
                    () -> LOG.warn("webhook: and {} more deliveries, neither explained nor kept", untold.getAndSet(0)));
        }
    }

    private void keep(Received received, Judgement judged) {
        var judgement = judged.answer().equals(Answer.SIGNATURE) ? judged.because(cause(received, judged)) : judged;
        log(received, judgement);
        try {
            deliveries.add(judgement.delivery(received));
            diskRefuses = false;
        } catch (DeployException e) {
            if (!diskRefuses) {
                LOG.warn("webhook: deliveries are answered, but not kept: {}", e.getMessage());
            }
            diskRefuses = true;
        } catch (RuntimeException e) {
            LOG.error("webhook: a delivery could not be kept; this is a bug", e);
        }
    }

    private String cause(Received received, Judgement judgement) {
        try {
            var envelope = judgement.envelope();
            return SafeText.explanation(explainer.cause(received, envelope.forge(), envelope.proof()));
        } catch (RuntimeException e) {
            LOG.error("webhook: a rejection could not be explained; this is a bug", e);
            return judgement.reason();
        }
    }

    private static void log(Received received, Judgement judgement) {
        var forge = judgement.envelope().forge().title();
        if (judgement.verdict() == Verdict.REJECTED) {
            LOG.warn(
                    "webhook: refused a delivery from {} ({}) with {}: {}",
                    received.from(),
                    forge,
                    judgement.answer().status(),
                    judgement.reason());
        } else if (judgement.verdict() == Verdict.ACCEPTED) {
            LOG.info("webhook: {} ({}) wakes {}", judgement.reason(), forge, String.join(", ", judgement.apps()));
        } else {
            LOG.debug("webhook: {} ({}): {}", judgement.verdict(), forge, judgement.reason());
        }
    }

    /** Ends when what was entered is kept, or the disk takes too long. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(PATIENCE_AT_END.toMillis(), TimeUnit.MILLISECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            writer.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
