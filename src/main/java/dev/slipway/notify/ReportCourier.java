package dev.slipway.notify;

import dev.slipway.model.Report;
import dev.slipway.model.ReportEntry;
import dev.slipway.model.ReportSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings forges to show what is put down: of each deployment the latest, the oldest deployment first, and one at a time for each
 * token. One that is refused does not keep the others waiting; a forge that is away, or asks for patience, does.
 */
final class ReportCourier {
    private static final Logger LOG = LoggerFactory.getLogger(ReportCourier.class);

    private final SafeReports reports;
    private final Function<String, Optional<ReportSpec>> specs;
    private final Delivery delivery;
    private final Retries retries;
    private final Map<Lane, Instant> resting = new ConcurrentHashMap<>();
    private final Rounds rounds = new Rounds(this::deliver);

    /** One attempt at one report. */
    interface Delivery {
        /** The forge's name for the deployment, which it knows then; empty if there is nothing to be shown of it. */
        Optional<String> open(ReportSpec to, Report report) throws NotSent, InterruptedException;

        void show(ReportSpec to, ReportEntry entry) throws NotSent, InterruptedException;
    }

    ReportCourier(
            SafeReports reports, Function<String, Optional<ReportSpec>> specs, Delivery delivery, Retries retries) {
        this.reports = reports;
        this.specs = specs;
        this.delivery = delivery;
        this.retries = retries;
    }

    /** Where requests are counted together. */
    private record Lane(String api, String token) {
        static Lane of(ReportSpec spec) {
            return new Lane(spec.api().toString(), spec.token().fingerprint());
        }
    }

    /** An entry, and where it goes. */
    private record Way(ReportEntry entry, ReportSpec spec) {}

    /** When to deliver. */
    Rounds rounds() {
        return rounds;
    }

    /** Delivers what is due, and returns how long to wait before there is more. */
    Duration deliver() throws InterruptedException {
        var lanes = new LinkedHashMap<Lane, List<Way>>();
        for (var entry : reports.all()) {
            var spec = specs.apply(entry.report().app()).filter(it -> it.wants(entry.kind()));
            if (spec.isEmpty()) {
                // Nobody wants to see it any more.
                reports.remove(entry.id());
            } else if (entry.isWaiting()) {
                lanes.computeIfAbsent(Lane.of(spec.get()), lane -> new ArrayList<>())
                        .add(new Way(entry, spec.get()));
            }
        }
        var rides = new ArrayList<Callable<Duration>>();
        lanes.forEach((lane, ways) -> rides.add(() -> deliver(lane, ways)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(rides).stream()
                    .map(ride -> ride.state() == Future.State.SUCCESS ? ride.resultNow() : Retries.LONGEST_WAIT)
                    .min(Duration::compareTo)
                    .orElse(Retries.LONGEST_WAIT);
        }
    }

    private Duration deliver(Lane lane, List<Way> ways) throws InterruptedException {
        var pause = Retries.LONGEST_WAIT;
        for (var way : ways) {
            var left = longer(
                    retries.until(way.entry().next()),
                    Optional.ofNullable(resting.get(lane)).map(retries::until).orElse(Duration.ZERO));
            if (!left.isPositive()) {
                left = deliver(lane, way);
            }
            pause = left.isPositive() && left.compareTo(pause) < 0 ? left : pause;
        }
        return pause;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Zero if it needs no further attempt. */
    private Duration deliver(Lane lane, Way way) throws InterruptedException {
        var entry = way.entry();
        try {
            if (entry.kind() == Report.Kind.DEPLOYMENT && entry.forgeId().isEmpty()) {
                var name = delivery.open(way.spec(), entry.report());
                if (name.isEmpty()) {
                    reports.save(entry.taken());
                    return Duration.ZERO;
                }
                entry = entry.known(name.get());
                reports.save(entry);
            }
            delivery.show(way.spec(), entry);
            reports.save(entry.taken());
            return Duration.ZERO;
        } catch (NotSent e) {
            var wait = failed(entry, way.spec(), e);
            if (e.patience().isPositive()) {
                resting.put(lane, retries.now().plus(wait));
            }
            return wait;
        } catch (RuntimeException e) {
            // Not to be tried for ever: it would be the same again.
            LOG.error("{} cannot be reported", subject(entry), e);
            reports.save(entry.dropped("a fault of Slipway's own; the agent's log has it"));
            return Duration.ZERO;
        }
    }

    private Duration failed(ReportEntry entry, ReportSpec spec, NotSent why) {
        var attempts = entry.attempts() + 1;
        var wait = retries.after(attempts, entry.report().at(), why);
        var trouble = why.what() + "; " + why.next();
        if (wait.isEmpty() || entry.trouble().isEmpty()) {
            LOG.warn(
                    "{} could not be set at {}, and is {}: {}\n  the deployment is not touched by that\n  {}",
                    subject(entry),
                    spec.repository(),
                    wait.isEmpty() ? "given up after " + attempts + " attempts" : "tried again",
                    why.what(),
                    why.next());
        }
        reports.save(
                wait.isEmpty()
                        ? entry.dropped(trouble)
                        : entry.failed(retries.now().plus(wait.get()), trouble));
        return wait.orElse(Duration.ZERO);
    }

    private static String subject(ReportEntry entry) {
        return entry.report().app() + " " + entry.report().commit() + ": the "
                + entry.kind().title();
    }
}
