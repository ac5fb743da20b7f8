package dev.slipway.notify;

import dev.slipway.deploy.Time;
import dev.slipway.model.Letter;
import dev.slipway.model.NotifySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what is in the outbox: of each recipient the oldest first, and nothing after it before that is delivered or given up.
 * Recipients do not wait for one another.
 */
final class Courier {
    /** After this long nobody needs to hear it any more. */
    static final Duration OLDEST = Duration.ofDays(2);

    /** A message that is refused may be so for a token that somebody is just renewing; no longer than a quarter of an hour. */
    static final int MOST_REFUSALS = 5;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);
    private static final double SPREAD = 0.2;
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final SafeOutbox outbox;
    private final Supplier<List<NotifySpec>> specs;
    private final Delivery delivery;
    private final Time time;
    private final RandomGenerator random;
    private final Semaphore work = new Semaphore(0);
    private volatile boolean ended;

    /** One attempt at one message. */
    interface Delivery {
        void send(NotifySpec to, Letter letter) throws NotSent, InterruptedException;
    }

    Courier(SafeOutbox outbox, Supplier<List<NotifySpec>> specs, Delivery delivery, Time time, RandomGenerator random) {
        this.outbox = outbox;
        this.specs = specs;
        this.delivery = delivery;
        this.time = time;
        this.random = random;
    }

    /** There is something new to deliver. */
    void wake() {
        work.release();
    }

    /** Once more what is due, and then no more. */
    void end() {
        ended = true;
        work.release();
    }

    /** For a thread of its own, until it is ended or interrupted. */
    void run() {
        try {
            var last = false;
            while (!last) {
                last = ended;
                var pause = deliver();
                if (!last) {
                    var unused = work.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                    work.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            // That is how it is ended; what was not delivered is on disk.
            Thread.currentThread().interrupt();
        }
    }

    /** Delivers what is due, and returns how long to wait before there is more. */
    Duration deliver() throws InterruptedException {
        var recipients = new Recipients(specs.get());
        var byRecipient = new LinkedHashMap<String, List<Letter>>();
        for (var letter : outbox.waiting()) {
            if (recipients.find(letter.recipient()).isEmpty()) {
                outbox.remove(letter.id());
                LOG.warn(
                        "\"{}\" was not sent: {} is no entry of notify any more",
                        letter.news().title(),
                        letter.recipient());
            } else {
                byRecipient
                        .computeIfAbsent(letter.recipient(), name -> new ArrayList<>())
                        .add(letter);
            }
        }
        var rounds = new ArrayList<Callable<Duration>>();
        byRecipient.forEach((name, letters) ->
                rounds.add(() -> deliver(recipients.find(name).orElseThrow(), letters)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(rounds).stream()
                    .map(round -> round.state() == Future.State.SUCCESS ? round.resultNow() : LONGEST_WAIT)
                    .min(Duration::compareTo)
                    .orElse(LONGEST_WAIT);
        }
    }

    private Duration deliver(NotifySpec to, List<Letter> letters) {
        for (var letter : letters) {
            var left = untilNext(letter);
            if (left.isPositive()) {
                return left;
            }
            try {
                delivery.send(to, letter);
                outbox.remove(letter.id());
            } catch (NotSent e) {
                var wait = failed(letter, e);
                if (wait.isPositive()) {
                    return wait;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return LONGEST_WAIT;
            } catch (RuntimeException e) {
                // Not to be tried for ever: it would be the same again.
                LOG.error("\"{}\" cannot be sent to {}", letter.news().title(), letter.recipient(), e);
                outbox.remove(letter.id());
            }
        }
        return LONGEST_WAIT;
    }

    /** A clock that was set back must not keep a letter for years. */
    private Duration untilNext(Letter letter) {
        var left = Duration.between(time.now(), letter.next());
        return left.compareTo(HttpSender.LONGEST_ASKED_FOR.plus(LONGEST_WAIT)) > 0 ? Duration.ZERO : left;
    }

    /** Zero if the letter is given up, and the next one may go. */
    private Duration failed(Letter letter, NotSent why) {
        var now = time.now();
        var attempts = letter.attempts() + 1;
        var tooOld = Duration.between(letter.news().at(), now).compareTo(OLDEST) > 0;
        if (tooOld || (why.isRefused() && attempts >= MOST_REFUSALS)) {
            outbox.remove(letter.id());
            LOG.warn(
                    "\"{}\" was not sent to {} and is dropped after {} attempts: {}\n  {}",
                    letter.news().title(),
                    letter.recipient(),
                    attempts,
                    why.what(),
                    why.next());
            return Duration.ZERO;
        }
        var wait = wait(attempts, why);
        if (attempts == 1) {
            LOG.warn(
                    "\"{}\" could not be sent to {}, and is tried again: {}\n  {}",
                    letter.news().title(),
                    letter.recipient(),
                    why.what(),
                    why.next());
        }
        outbox.postpone(letter.failed(now.plus(wait), why.what()));
        return wait;
    }

    private Duration wait(int attempts, NotSent why) {
        var doubled = FIRST_WAIT.multipliedBy(1L << Math.min(attempts - 1, 10));
        var backoff = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        var wait = why.patience().compareTo(backoff) > 0 ? why.patience() : backoff;
        return wait.plusMillis((long) (wait.toMillis() * SPREAD * random.nextDouble()));
    }
}
