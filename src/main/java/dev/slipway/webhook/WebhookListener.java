package dev.slipway.webhook;

import dev.slipway.deploy.DeployException;
import dev.slipway.http.Listener;
import dev.slipway.http.Waits;
import dev.slipway.model.WebhookSpec;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for deliveries and wakes the apps that they concern; whatever a stranger sends, it costs little and is answered
 * without a word that would help him.
 */
public final class WebhookListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookListener.class);

    private final Supplier<WebhookSpec> spec;
    private final Listener listener;
    private final Logbook logbook;

    /**
     * Listens to nothing yet.
     *
     * @param spec asked anew for each delivery, so that secrets and the size of bodies may change; where it listens is asked
     *     once
     * @param version shown in every answer
     */
    public WebhookListener(Supplier<WebhookSpec> spec, Hooks hooks, String version) {
        this(spec, hooks, version, Limits.DEFAULT);
    }

    /** As above, with other limits. */
    WebhookListener(Supplier<WebhookSpec> spec, Hooks hooks, String version, Limits limits) {
        this.spec = spec;
        this.logbook = new Logbook(hooks);
        this.listener = new Listener("webhook", limits.cost(), hooks.time());
        var answers = new Answers(version, limits, hooks.time());
        var reception = new Reception(spec, hooks, limits, listener.waits(), logbook, answers);
        listener.serve(new Intake(reception, hooks.alive(), answers), new ErrorAnswers(answers), logbook::tellTheRest);
    }

    /**
     * Listens from now on.
     *
     * @throws DeployException HOST if the address cannot be had
     */
    public void start() throws DeployException {
        try {
            listener.start(spec.get().host(), spec.get().port());
        } catch (DeployException e) {
            close();
            throw e;
        }
        LOG.info("webhook: listening at {}, POST /webhook", spec.get().listen());
    }

    /** The port that it listens at; for tests, which leave the choice to the system. */
    int port() {
        return listener.port();
    }

    /** What it spends on those it waits for; for tests. */
    Waits<Connection> waits() {
        return listener.waits();
    }

    /** Takes nothing more; what was answered is kept. */
    @Override
    public void close() {
        listener.close();
        logbook.close();
    }
}
