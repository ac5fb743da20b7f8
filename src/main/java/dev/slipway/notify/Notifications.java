package dev.slipway.notify;

import dev.slipway.deploy.History;
import dev.slipway.deploy.Notifier;
import dev.slipway.deploy.Outbox;
import dev.slipway.deploy.Reports;
import dev.slipway.deploy.Time;
import dev.slipway.model.Letter;
import dev.slipway.model.NotifySpec;
import dev.slipway.model.Report;
import dev.slipway.model.ReportEntry;
import dev.slipway.model.ReportSpec;
import dev.slipway.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
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

    /** One may fail by a moment's trouble. */
    private static final int ATTEMPTS_THAT_ARE_NO_ACCIDENT = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    private final SafeOutbox outbox;
    private final Courier courier;
    private final ReportDesk reportDesk;
    private final ReportCourier reportCourier;
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

        /** Where a forge is to show the deployments of an app. */
        Optional<ReportSpec> report(String app);
    }

    /**
     * What news is made of.
     *
     * @param history of the deployments
     * @param lastLines of a deployment's log, oldest first
     * @param redaction takes out of a text all that is secret
     */
    public record Material(History history, LongFunction<List<String>> lastLines, UnaryOperator<String> redaction) {}

    /** What is still to be told, where it outlives this process. */
    public record Store(Outbox outbox, Reports reports) {}

    /**
     * Sends nothing yet.
     *
     * @param patienceAtTheEnd how long closing may wait for what is being sent; the rest is sent by the next process
     */
    public Notifications(Store store, Audience audience, Material material, Duration patienceAtTheEnd, Time time) {
        var retries = new Retries(time, new Random());
        var reports = new SafeReports(store.reports());
        var postman = new Postman();
        var http = new HttpSender(HttpSender.PATIENCE);
        this.outbox = new SafeOutbox(store.outbox());
        this.courier = new Courier(
                this.outbox,
                audience::notifiers,
                (to, letter) -> postman.send(to.to(), letter.id(), letter.news()),
                retries);
        this.reportCourier = new ReportCourier(reports, audience::report, delivery(new ForgeApi(http)), retries);
        this.reportDesk = new ReportDesk(
                reports,
                audience::report,
                reportCourier.rounds()::wake,
                material.history()::find,
                material.redaction());
        this.heartbeat =
                new Heartbeat(audience::heartbeat, name -> audience.apps().contains(name), http::get, time);
        this.desk = new Newsdesk(
                this.outbox,
                audience::notifiers,
                courier.rounds()::wake,
                new Edition(time, material.lastLines(), material.redaction()),
                new Newsdesk.Facts(material.history()::of, heartbeat::looked, reportDesk::changed, time));
        this.patienceAtTheEnd = patienceAtTheEnd;
    }

    private static ReportCourier.Delivery delivery(ForgeApi forge) {
        return new ReportCourier.Delivery() {
            @Override
            public Optional<String> open(ReportSpec to, Report report) throws NotSent, InterruptedException {
                return forge.open(to, report);
            }

            @Override
            public void show(ReportSpec to, ReportEntry entry) throws NotSent, InterruptedException {
                forge.show(to, entry);
            }
        };
    }

    /** Who tells {@code other}, and then the news desk and the heartbeat. */
    public Notifier beside(Notifier other) {
        return new Both(other, desk);
    }

    /** Sends from now on, beginning with what an earlier process left. */
    public void begin(List<String> apps) {
        desk.catchUp(apps);
        reportDesk.catchUp();
        threads.execute(courier.rounds()::run);
        threads.execute(reportCourier.rounds()::run);
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

    /** In words, of which apps a forge does not show the latest; empty in good times. */
    public static List<String> unreported(List<ReportEntry> entries, Instant now) {
        var latest = new LinkedHashMap<String, ReportEntry>();
        entries.forEach(entry -> latest.put(entry.kind() + " " + entry.report().app(), entry));
        return latest.values().stream()
                .filter(entry -> entry.givenUp() == entry.revision()
                        || (entry.isWaiting()
                                && (entry.attempts() >= ATTEMPTS_THAT_ARE_NO_ACCIDENT
                                        || Duration.between(entry.report().at(), now)
                                                        .compareTo(OVERDUE)
                                                > 0)))
                .map(entry -> entry.report().app() + ": the " + entry.kind().title() + " of "
                        + entry.report().commit() + " is not set: "
                        + (entry.trouble().isEmpty() ? "nobody sends it (slipway agent)" : entry.trouble()))
                .toList();
    }

    /** Gives what is due a moment. */
    @Override
    public void close() {
        courier.rounds().end();
        reportCourier.rounds().end();
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
