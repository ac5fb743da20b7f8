package dev.slipway.webhook;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.WebhookSpec;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for deliveries and wakes the apps that they concern; whatever a stranger sends, it costs little and is answered
 * without a word that would help him.
 */
public final class WebhookListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookListener.class);

    /** Nothing here waits on a thread, so a few are enough for any load. */
    private static final int THREADS = 8;

    private static final Duration TICK = Duration.ofMillis(100);
    /** For whoever does not read an answer of two hundred bytes; all else has a limit of its own. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Supplier<WebhookSpec> spec;
    private final Server server = new Server(threads());
    private final ServerConnector connector;
    private final Logbook logbook;
    private final Waits<Connection> waits;

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
        this.waits = new Waits<>(hooks.time(), limits.connections());
        var answers = new Answers(version, limits, hooks.time());
        var reception = new Reception(spec, hooks, limits, waits, logbook, answers);
        var intake = new Intake(reception, hooks.alive(), answers, waits, limits.head());
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http(limits)));
        connector.setIdleTimeout(IDLE.toMillis());
        connector.addBean(new Connection.Listener() {
            @Override
            public void onOpened(Connection connection) {
                waits.opened(connection, limits.head(), connection.getEndPoint()::close);
            }

            @Override
            public void onClosed(Connection connection) {
                waits.closed(connection);
            }
        });
        server.addConnector(connector);
        server.setHandler(intake);
        server.setErrorHandler(new ErrorAnswers(answers));
    }

    private static QueuedThreadPool threads() {
        var threads = new QueuedThreadPool(THREADS);
        threads.setName("webhook");
        threads.setDaemon(true);
        return threads;
    }

    private static HttpConfiguration http(Limits limits) {
        var http = new HttpConfiguration();
        http.setRequestHeaderSize(limits.headBytes());
        http.setSendServerVersion(false);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        // No path is decoded, normalised or looked up in anything here; whatever is not one of the two is simply not
        // found.
        http.setUriCompliance(UriCompliance.UNSAFE);
        // Off-heap memory is scarcer here than heap, and connections many.
        http.setUseInputDirectByteBuffers(false);
        http.setUseOutputDirectByteBuffers(false);
        return http;
    }

    /**
     * Listens from now on.
     *
     * @throws DeployException HOST if the address cannot be had
     */
    public void start() throws DeployException {
        connector.setHost(spec.get().host());
        connector.setPort(spec.get().port());
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw cannotListen(spec.get(), e);
        }
        tick();
        LOG.info("webhook: listening at {}, POST /webhook", spec.get().listen());
    }

    private static DeployException cannotListen(WebhookSpec spec, Exception e) {
        var root = root(e);
        var isTaken = root instanceof BindException
                && String.valueOf(root.getMessage()).contains("in use");
        return new DeployException(
                Blame.HOST,
                "the webhook cannot listen at " + spec.listen() + ": " + (isTaken ? "the port is taken" : words(root)),
                isTaken
                        ? "see who holds it (ss -ltnp 'sport = :" + spec.port()
                                + "'), then stop that, or choose another" + " webhook.listen"
                        : "webhook.listen must be an address of this machine and a port that Slipway's user may use",
                e);
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    private static String words(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private void tick() {
        waits.sweep();
        logbook.tellTheRest();
        if (server.isRunning()) {
            connector.getScheduler().schedule(this::tick, TICK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The port that it listens at; for tests, which leave the choice to the system. */
    int port() {
        return connector.getLocalPort();
    }

    /** What it spends on those it waits for; for tests. */
    Waits<Connection> waits() {
        return waits;
    }

    /** Takes nothing more; what was answered is kept. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("the webhook's listener did not stop cleanly: {}", e.toString());
        }
        logbook.close();
    }
}
