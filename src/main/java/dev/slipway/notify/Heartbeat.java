package dev.slipway.notify;

import dev.slipway.deploy.Time;
import dev.slipway.model.Failure;
import dev.slipway.model.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a monitor that polls go well, or that they do not: at most once a minute, and at once when that changes. It is well as
 * long as the last look at every app came to its end, whatever was found.
 *
 * @see <a href="https://healthchecks.io/docs/signaling_failures/">healthchecks.io</a>
 */
final class Heartbeat {
    static final Duration BETWEEN = Duration.ofSeconds(60);
    /** Rounds of a minute come a moment early or late. */
    private static final Duration EARLY = Duration.ofSeconds(10);

    private static final String KUMA = "/api/push/";
    private static final int LONGEST_WORDS = 200;
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final Supplier<Optional<Secret>> url;
    private final Predicate<String> configured;
    private final Pulse pulse;
    private final Time time;
    private final Semaphore work = new Semaphore(0);
    private volatile boolean ended;
    private final Map<String, Optional<String>> last = new TreeMap<>();
    private Optional<Duration> sentAt = Optional.empty();
    private boolean sentWell = true;
    private Optional<Verdict> pending = Optional.empty();
    private boolean lost;

    /** What is to be sent: why polls do not go well, or that they do. */
    private record Verdict(Optional<String> trouble) {}

    /** Calls one URL, once. */
    interface Pulse {
        void call(URI url, List<Secret> secrets) throws NotSent, InterruptedException;
    }

    /** @param configured whether there still is an app of that name */
    Heartbeat(Supplier<Optional<Secret>> url, Predicate<String> configured, Pulse pulse, Time time) {
        this.url = url;
        this.configured = configured;
        this.pulse = pulse;
        this.time = time;
    }

    /** Never waits. */
    synchronized void looked(String app, Optional<Failure> failure) {
        last.put(app, failure.map(Failure::what));
        last.keySet().removeIf(name -> !configured.test(name));
        var trouble = trouble();
        var now = time.elapsed();
        var due = sentAt.isEmpty()
                || now.minus(sentAt.get()).compareTo(BETWEEN.minus(EARLY)) >= 0
                || trouble.isEmpty() != sentWell;
        if (due && url.get().isPresent()) {
            sentAt = Optional.of(now);
            sentWell = trouble.isEmpty();
            pending = Optional.of(new Verdict(trouble));
            work.release();
        }
    }

    private Optional<String> trouble() {
        var failing = new ArrayList<String>();
        last.forEach((app, failure) -> failure.ifPresent(what -> failing.add(app + ": " + what)));
        return failing.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", failing));
    }

    /** What is still to be sent, and then no more. */
    void end() {
        ended = true;
        work.release();
    }

    /** For a thread of its own, until it is ended or interrupted. */
    void run() {
        try {
            var last = false;
            while (!last) {
                work.acquire();
                work.drainPermits();
                last = ended;
                beat();
            }
        } catch (InterruptedException e) {
            // That is how it is ended.
            Thread.currentThread().interrupt();
        }
    }

    /** Sends what is to be sent, if anything is; it is not tried again, as the next round is that. */
    void beat() throws InterruptedException {
        Optional<Verdict> verdict;
        synchronized (this) {
            verdict = pending;
            pending = Optional.empty();
        }
        var to = url.get();
        if (verdict.isEmpty() || to.isEmpty()) {
            return;
        }
        try {
            pulse.call(target(to.get(), verdict.get().trouble()), List.of(to.get()));
            if (lost) {
                LOG.info("the heartbeat is heard again");
            }
            lost = false;
        } catch (NotSent e) {
            if (!lost) {
                LOG.warn("the heartbeat is not heard: {}\n  {}", e.what(), e.next());
            }
            lost = true;
        }
    }

    /** Uptime Kuma's push URLs have their verdict in the query, others (healthchecks.io, and who took over its way) in the path. */
    static URI target(Secret configured, Optional<String> trouble) {
        var written = configured.reveal();
        var query = written.indexOf('?');
        var path = query < 0 ? written : written.substring(0, query);
        if (path.contains(KUMA)) {
            var words = trouble.map(what -> Wording.cut(what, LONGEST_WORDS)).orElse("OK");
            return URI.create(path + "?status=" + (trouble.isEmpty() ? "up" : "down") + "&msg="
                    + URLEncoder.encode(words, StandardCharsets.UTF_8));
        }
        return trouble.isEmpty()
                ? URI.create(written)
                : URI.create(path.replaceFirst("/+$", "") + "/fail" + (query < 0 ? "" : written.substring(query)));
    }
}
