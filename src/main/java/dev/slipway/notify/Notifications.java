package dev.slipway.notify;

import dev.slipway.deploy.History;
import dev.slipway.deploy.Notifier;
import dev.slipway.deploy.Outbox;
import dev.slipway.deploy.Time;
import dev.slipway.model.Letter;
import dev.slipway.model.NotifySpec;
import dev.slipway.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people and monitors outside of this machine: news by the outbox, and the heartbeat. Both have threads of their own, and
 * whatever becomes of them, a deployment does not notice.
 */
public final class Notifications implements AutoCloseable {
    /** A notification that waits longer is worth a word. */
    private static final Duration OVERDUE = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    private final SafeOutbox outbox;
    private final Courier courier;
    private final Newsdesk desk;
    private final Heartbeat heartbeat;
    private final Duration patienceAtTheEnd;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Who is told, by the configuration in force. */
    public interface Audience {
        List<NotifySpec> notifiers();

        Optional<Secret> heartbeat();

        /** The names of the apps. */
        List<String> apps();
    }

    /**
     * What news is made of.
     *
     * @param history of the deployments
     * @param lastLines of a deployment's log, oldest first
     * @param redaction takes out of a text all that is secret
     */
    public record Material(History history, LongFunction<List<String>> lastLines, UnaryOperator<String> redaction) {}

    /**
     * Sends nothing yet.
     *
     * @param patienceAtTheEnd how long closing may wait for what is being sent; the rest is sent by the next process
     */
    public Notifications(Outbox outbox, Audience audience, Material material, Duration patienceAtTheEnd, Time time) {
        var postman = new Postman();
        var http = new HttpSender(HttpSender.PATIENCE);
        this.outbox = new SafeOutbox(outbox);
        this.courier = new Courier(
                this.outbox,
                audience::notifiers,
                (to, letter) -> postman.send(to.to(), letter.id(), letter.news()),
                time,
                new Random());
        this.heartbeat =
                new Heartbeat(audience::heartbeat, name -> audience.apps().contains(name), http::get, time);
        this.desk = new Newsdesk(
                this.outbox,
                audience::notifiers,
                courier::wake,
                new Edition(time, material.lastLines(), material.redaction()),
                new Newsdesk.Facts(material.history()::of, heartbeat::looked, time));
        this.patienceAtTheEnd = patienceAtTheEnd;
    }

    /** Who tells {@code other}, and then the news desk and the heartbeat. */
    public Notifier beside(Notifier other) {
        return new Both(other, desk);
    }

    /** Sends from now on, beginning with what an earlier process left. */
    public void begin(List<String> apps) {
        desk.catchUp(apps);
        threads.execute(courier::run);
        threads.execute(heartbeat::run);
    }

    /** Tells that a disk has too little room, in words, or that none has. */
    public void room(Optional<String> shortage) {
        desk.room(shortage);
    }

    /** Tells that the token of an app's repository ends soon, in words, or that it does not. */
    public void token(String app, Optional<String> expiring) {
        desk.token(app, expiring);
    }

    /** In words, what should have been delivered long ago; empty in good times. */
    public static Optional<String> overdue(List<Letter> waiting, Instant now) {
        var late = waiting.stream()
                .filter(letter -> Duration.between(letter.news().at(), now).compareTo(OVERDUE) > 0)
                .toList();
        return late.isEmpty()
                ? Optional.empty()
                : Optional.of((late.size() == 1 ? "a notification waits" : late.size() + " notifications wait")
                        + " for more than an hour: "
                        + (late.getFirst().trouble().isEmpty()
                                ? "nobody sends them (slipway agent)"
                                : late.getFirst().trouble() + " (slipway notify test)"));
    }

    /** Gives what is due a moment. */
    @Override
    public void close() {
        courier.end();
        heartbeat.end();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patienceAtTheEnd.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("some news is still to be sent, by the next process");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
