package dev.slipway.notify;

import dev.slipway.model.Letter;
import dev.slipway.model.NotifySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what is in the outbox: of each recipient the oldest first, and nothing after it before that is delivered or given up.
 * Recipients do not wait for one another.
 */
final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final SafeOutbox outbox;
    private final Supplier<List<NotifySpec>> specs;
    private final Delivery delivery;
    private final Retries retries;
    private final Rounds rounds = new Rounds(this::deliver);

    /** One attempt at one message. */
    interface Delivery {
        void send(NotifySpec to, Letter letter) throws NotSent, InterruptedException;
    }

    Courier(SafeOutbox outbox, Supplier<List<NotifySpec>> specs, Delivery delivery, Retries retries) {
        this.outbox = outbox;
        this.specs = specs;
        this.delivery = delivery;
        this.retries = retries;
    }

    /** When to deliver. */
    Rounds rounds() {
        return rounds;
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
                    .map(round -> round.state() == Future.State.SUCCESS ? round.resultNow() : Retries.LONGEST_WAIT)
                    .min(Duration::compareTo)
                    .orElse(Retries.LONGEST_WAIT);
        }
    }

    private Duration deliver(NotifySpec to, List<Letter> letters) {
        for (var letter : letters) {
            var left = retries.until(letter.next());
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
                return Retries.LONGEST_WAIT;
            } catch (RuntimeException e) {
                // Not to be tried for ever: it would be the same again.
                LOG.error("\"{}\" cannot be sent to {}", letter.news().title(), letter.recipient(), e);
                outbox.remove(letter.id());
            }
        }
        return Retries.LONGEST_WAIT;
    }

    /** Zero if the letter is given up, and the next one may go. */
    private Duration failed(Letter letter, NotSent why) {
        var attempts = letter.attempts() + 1;
        var wait = retries.after(attempts, letter.news().at(), why);
        if (wait.isEmpty()) {
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
        if (attempts == 1) {
            LOG.warn(
                    "\"{}\" could not be sent to {}, and is tried again: {}\n  {}",
                    letter.news().title(),
                    letter.recipient(),
                    why.what(),
                    why.next());
        }
        outbox.postpone(letter.failed(retries.now().plus(wait.get()), why.what()));
        return wait.get();
    }
}
