package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls off work that waits for the engine: it closes the connections that the work has open, whereupon the engine cancels what
 * it does for them, and interrupts the work.
 */
final class Cancellation {
    private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);
    /** How long called-off work may take to notice; it waits for nothing but the connections that were closed. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final List<Closeable> open = new ArrayList<>();
    private boolean cancelled;

    /** Work that can be called off. */
    @FunctionalInterface
    interface Work<T> {
        T run(Cancellation cancellation) throws DeployException, InterruptedException;
    }

    /**
     * Does the work on a thread of its own: only there can it be freed from a connection, whatever the transport.
     *
     * @throws TimeoutException if it took longer than {@code limit}; it was called off
     * @throws InterruptedException if the caller was interrupted; it was called off
     */
    static <T> T within(Duration limit, Work<T> work) throws DeployException, InterruptedException, TimeoutException {
        var cancellation = new Cancellation();
        var result = new FutureTask<>(() -> work.run(cancellation));
        var thread = Thread.ofVirtual().name("docker-build").start(result);
        try {
            return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException e) {
            cancellation.cancel();
            thread.interrupt();
            if (!thread.join(GRACE)) {
                LOG.error("work that was called off has not ended after {} s", GRACE.toSeconds());
            }
            throw e;
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    /**
     * To be closed when the work is called off; at once if it has been.
     *
     * @throws InterruptedException if it has been
     */
    synchronized <C extends Closeable> C opened(C resource) throws InterruptedException {
        if (cancelled) {
            close(resource);
            throw new InterruptedException("called off");
        }
        open.add(resource);
        return resource;
    }

    private synchronized void cancel() {
        cancelled = true;
        open.reversed().forEach(Cancellation::close);
    }

    private static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            LOG.debug("closing what was called off", e); // it is closed all the same
        }
    }

    private static DeployException unwrapped(ExecutionException e) throws InterruptedException {
        return switch (Objects.requireNonNull(e.getCause())) {
            case DeployException known -> known;
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException bug -> throw bug;
            case Error error -> throw error;
            case Throwable other -> throw new AssertionError("work throws nothing else", other);
        };
    }
}
