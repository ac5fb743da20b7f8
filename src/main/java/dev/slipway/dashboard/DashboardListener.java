package dev.slipway.dashboard;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.http.Cost;
import dev.slipway.http.Listener;
import dev.slipway.model.DashboardSpec;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the dashboard at one address. It changes nothing but for whom the configuration lets sign in. */
public final class DashboardListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DashboardListener.class);
    /** Browsers send cookies of whatever else is served on this host. */
    private static final Cost COST = new Cost(16 * 1024, Duration.ofSeconds(8), 128);

    private final Listener listener;
    private final Streams streams;

    /**
     * Listens to nothing yet.
     *
     * @param inForce asked at each request, since the configuration may have been read anew
     * @param version shown in every answer
     */
    public DashboardListener(Supplier<DashboardSpec> inForce, Sources sources, String version, Time time) {
        this.listener = new Listener("dashboard", COST, time);
        this.streams = new Streams(sources.facts(), sources.changes(), listener.waits(), time);
        var sessions = new Sessions(time);
        var door = new Doorkeeper(inForce, sessions);
        var body = new BodyText(listener.waits());
        var desk = new Desk(
                inForce,
                door,
                new SignIn(inForce, door, sessions, new Attempts(time), body),
                new Actions(sources.operations(), door, body, time),
                streams,
                new Routes(sources.readiness(), sources.facts(), sources.metrics()));
        var counter = new Counter(desk, streams, version);
        listener.serve(counter, new ErrorAnswers(counter), () -> {});
    }

    /**
     * Listens from now on.
     *
     * @throws DeployException HOST if the address cannot be had
     */
    public void start(DashboardSpec spec) throws DeployException {
        listener.start(spec.host(), spec.port());
        LOG.info("dashboard: http://{}", spec.listen());
    }

    /** The port that it listens at; for tests, which leave the choice to the system. */
    int port() {
        return listener.port();
    }

    /** How many listen on; for tests. */
    int listeners() {
        return streams.listeners();
    }

    @Override
    public void close() {
        streams.close();
        listener.close();
    }
}
