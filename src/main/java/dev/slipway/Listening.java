package dev.slipway;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener, as the configuration in force wants it. One that cannot listen is tried again and again; nothing else waits for
 * it, since polling alone is complete.
 *
 * @param <S> what the configuration says of it
 */
final class Listening<S> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);

    private final Function<S, String> address;
    private final Opening<S> opening;
    private final Thread trying;
    /** The last there was: an answer that is under way when the listener leaves the configuration still needs it. */
    private volatile Optional<S> latest = Optional.empty();

    private Optional<S> wanted = Optional.empty();
    private Optional<Open> open = Optional.empty();
    private Optional<String> trouble = Optional.empty();

    /** Listens to nothing yet. */
    Listening(String name, Function<S, String> address, Opening<S> opening, Time time) {
        this.address = address;
        this.opening = opening;
        this.trying = Thread.ofVirtual().name(name + "-retry").start(Repeating.every(BETWEEN_TRIES, time, this::open));
    }

    /** Opens a listener. */
    interface Opening<S> {
        Open open(S spec) throws DeployException;
    }

    /** A listener that is open. */
    interface Open {
        void close();
    }

    /** Listens so from now on, or to nothing; what an open listener can take up without a break, it does. */
    synchronized void apply(Optional<S> spec) {
        var same = spec.map(address).equals(wanted.map(address));
        wanted = spec;
        latest = spec.or(() -> latest);
        if (!same) {
            closeListener();
            trouble = Optional.empty();
            open();
        }
    }

    /** Why nobody can reach it, in words; empty while it listens, or is not to. */
    synchronized Optional<String> trouble() {
        return trouble;
    }

    /** Without the lock, which is held while a listener closes and its answers are waited for. */
    S inForce() {
        return latest.orElseThrow();
    }

    private synchronized void open() {
        if (wanted.isEmpty() || open.isPresent()) {
            return;
        }
        try {
            open = Optional.of(opening.open(wanted.get()));
            trouble = Optional.empty();
        } catch (DeployException e) {
            var words = e.failure().what();
            if (!trouble.equals(Optional.of(words))) {
                LOG.warn("{}; polling goes on\n  {}", words, e.failure().next());
            }
            trouble = Optional.of(words);
        }
    }

    private synchronized void closeListener() {
        open.ifPresent(Open::close);
        open = Optional.empty();
    }

    @Override
    public synchronized void close() {
        trying.interrupt();
        wanted = Optional.empty();
        closeListener();
    }
}
