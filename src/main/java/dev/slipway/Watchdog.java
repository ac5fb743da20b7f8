package dev.slipway;

import dev.slipway.deploy.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process whose polls have stopped coming, so that whoever keeps it running (systemd, Docker) starts another, which takes
 * up by the journal what this one had begun. Nobody logs in to see that an agent is there and does nothing.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);
    /** A machine that wakes up, or whose clock was set forward, is behind for a moment. */
    private static final int LOOKS = 3;

    private final BooleanSupplier alive;
    private final Runnable end;
    private Optional<Thread> watching = Optional.empty();
    private boolean closed;
    private int missed;

    /**
     * Watches nothing yet.
     *
     * @param alive whether polls come when they are due
     * @param end the process, without waiting for anything: what has stopped may never come to its end
     */
    Watchdog(BooleanSupplier alive, Runnable end) {
        this.alive = alive;
        this.end = end;
    }

    /** From now on, until it is closed. */
    synchronized void begin(Time time) {
        watching = Optional.of(
                Thread.ofPlatform().daemon().name("watchdog").start(Repeating.every(BETWEEN_LOOKS, time, this::look)));
    }

    /** Ends the process at the third look in a row that finds the polls stopped. */
    synchronized void look() {
        if (closed) {
            return;
        }
        missed = isAlive() ? 0 : missed + 1;
        if (missed == LOOKS) {
            LOG.error(
                    "polls have stopped coming, and nothing here can start them again: the agent ends itself, to be started"
                            + " anew by what keeps it running; what it had begun is taken up then");
            end.run();
        }
    }

    /** Lets the agent take its time from now on: one that is told to stop polls no more, and finishes a replacement first. */
    @Override
    public synchronized void close() {
        closed = true;
        watching.ifPresent(Thread::interrupt);
    }

    private boolean isAlive() {
        try {
            return alive.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.warn("whether polls come cannot be told", e);
            return false;
        }
    }
}
