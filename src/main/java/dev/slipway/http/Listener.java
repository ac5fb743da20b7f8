package dev.slipway.http;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.Blame;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens at one address and hands on whole requests; whoever stalls, drips or comes in crowds costs it little. */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    /** Nothing that is handed on may wait on one of these, so a few are enough for any load. */
    private static final int THREADS = 8;

    private static final Duration TICK = Duration.ofMillis(100);
    /** For whoever does not read an answer; all else has a limit of its own. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final String name;
    private final Cost cost;
    private final Waits<Connection> waits;
    private final Server server;
    private final ServerConnector connector;
    private Runnable eachTick = () -> {};

    /**
     * Listens to nothing yet.
     *
     * @param name what listens, which is also its section of the configuration: {@code webhook}
     */
    public Listener(String name, Cost cost, Time time) {
        this.name = name;
        this.cost = cost;
        this.waits = new Waits<>(time, cost.connections());
        this.server = new Server(threads(name));
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http(cost)));
        connector.setIdleTimeout(IDLE.toMillis());
        connector.addBean(new Connection.Listener() {
            @Override
            public void onOpened(Connection connection) {
                waits.opened(connection, cost.head(), connection.getEndPoint()::close);
            }

            @Override
            public void onClosed(Connection connection) {
                waits.closed(connection);
            }
        });
        server.addConnector(connector);
    }

    private static QueuedThreadPool threads(String name) {
        var threads = new QueuedThreadPool(THREADS);
        threads.setName(name);
        threads.setDaemon(true);
        return threads;
    }

    private static HttpConfiguration http(Cost cost) {
        var http = new HttpConfiguration();
        http.setRequestHeaderSize(cost.headBytes());
        http.setSendServerVersion(false);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        // No path is decoded, normalised or looked up in any file system here; whatever is not one of those that there
        // are
        // is simply not found.
        http.setUriCompliance(UriCompliance.UNSAFE);
        // Off-heap memory is scarcer here than heap, and connections many.
        http.setUseInputDirectByteBuffers(false);
        http.setUseOutputDirectByteBuffers(false);
        return http;
    }

    /**
     * What answers, once it is started.
     *
     * @param errors answers what Jetty refuses by itself
     * @param tick done ten times a second; must not wait
     */
    public void serve(Handler handler, ErrorHandler errors, Runnable tick) {
        server.setHandler(new HeadLimit(handler, waits, cost.head()));
        server.setErrorHandler(errors);
        eachTick = tick;
    }

    /**
     * Listens from now on.
     *
     * @throws DeployException HOST if the address cannot be had
     */
    public void start(String host, int port) throws DeployException {
        connector.setHost(host);
        connector.setPort(port);
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw cannotListen(host, port, e);
        }
        tick();
    }

    private DeployException cannotListen(String host, int port, Exception e) {
        var root = root(e);
        var isTaken = root instanceof BindException
                && String.valueOf(root.getMessage()).contains("in use");
        var address = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        return new DeployException(
                Blame.HOST,
                "the " + name + " cannot listen at " + address + ": " + (isTaken ? "the port is taken" : words(root)),
                isTaken
                        ? "see who holds it (ss -ltnp 'sport = :" + port + "'), then stop that, or choose another "
                                + name + ".listen"
                        : name + ".listen must be an address of this machine and a port that Slipway's user may use",
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
        eachTick.run();
        if (server.isRunning()) {
            connector.getScheduler().schedule(this::tick, TICK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The port that it listens at, also where the system chose it. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Those that it waits for. */
    public Waits<Connection> waits() {
        return waits;
    }

    /** Takes nothing more. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("the {}'s listener did not stop cleanly: {}", name, e.toString());
        }
    }
}
