package dev.slipway.dashboard;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.http.Waits;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who listen on. Each costs a virtual thread, which mostly sleeps; who does not take in what it is told is dropped.
 */
final class Streams implements AutoCloseable {
    static final int MOST = 32;

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final Pattern LOG_PATH = Pattern.compile("/api/v1/deployments/([0-9]{1,18})/log");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Facts facts;
    private final StatusFeed status;
    private final Waits<Connection> waits;
    private final Time time;
    private final Semaphore places = new Semaphore(MOST);
    private final Set<Thread> listened = ConcurrentHashMap.newKeySet();

    Streams(Facts facts, Changes changes, Waits<Connection> waits, Time time) {
        this.facts = facts;
        this.status = new StatusFeed(facts, changes);
        this.waits = waits;
        this.time = time;
    }

    /** What is told under this path to one who listens on; empty if nothing is. */
    Optional<Answer> find(Asked asked) {
        if (!asked.method().equals("GET")) {
            return Optional.empty();
        }
        if (asked.path().equals("/api/v1/events")) {
            return Optional.of(Answer.events(status));
        }
        var log = LOG_PATH.matcher(asked.path());
        if (!log.matches() || !asked.header("Accept").orElse("").contains("text/event-stream")) {
            return Optional.empty();
        }
        var last = asked.header("Last-Event-ID").orElse("");
        var known = NUMBER.matcher(last).matches() ? Long.parseLong(last) : 0;
        try {
            return facts.lines(Long.parseLong(log.group(1))).map(lines -> Answer.events(new LogFeed(lines, known)));
        } catch (DeployException e) {
            return Optional.of(Answer.problem(503, "unavailable", e.failure().what()));
        }
    }

    /** Takes a place, to be given back by {@link #serve}; false if all are taken. */
    boolean admit() {
        return places.tryAcquire();
    }

    /** Tells all there is to tell; the head of the answer must be set already. */
    void serve(Feed feed, Request request, Response response, Callback callback) {
        listened.add(Thread.currentThread());
        var connection = request.getConnectionMetaData().getConnection();
        try (var sink = Content.Sink.asOutputStream(response)) {
            feed.tell(new EventStream(
                    new TimedOutput(
                            sink,
                            () -> waits.begin(connection, PATIENCE, connection.getEndPoint()::close),
                            () -> waits.end(connection)),
                    time));
        } catch (IOException e) {
            LOG.debug("dashboard: a listener is gone: {}", e.toString());
            callback.failed(e);
            return;
        } catch (InterruptedException e) {
            LOG.debug("dashboard: no longer served");
        } catch (RuntimeException | Error e) {
            LOG.error("dashboard: a listener could not be told; this is a bug", e);
            callback.failed(e);
            return;
        } finally {
            listened.remove(Thread.currentThread());
            places.release();
        }
        callback.succeeded();
    }

    /** How many listen. */
    int listeners() {
        return MOST - places.availablePermits();
    }

    @Override
    public void close() {
        listened.forEach(Thread::interrupt);
    }
}
