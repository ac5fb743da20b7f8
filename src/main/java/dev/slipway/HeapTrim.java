package dev.slipway;

import dev.slipway.deploy.Outcome;
import dev.slipway.deploy.Time;
import dev.slipway.deploy.Watcher;
import dev.slipway.model.Deployment;
import dev.slipway.model.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Gives the heap that a start or a deployment needed back to the system, once it is over. The collector in use shrinks the heap
 * at a full collection alone, which an agent that waits for days would never come to: it would hold the most that it ever
 * needed.
 */
final class HeapTrim implements Watcher, AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    /** What may be held beyond what there was after the last collection: short-lived things that outlived a young one by chance. */
    private static final long GROWTH = 2L * 1024 * 1024;

    private final LongSupplier held;
    private final Runnable collection;
    private Optional<Thread> looking = Optional.empty();
    private long after = Long.MAX_VALUE - GROWTH;
    /** As after a start, which reads the configuration, the journal and most of the program. */
    private boolean owing = true;

    private boolean busy;

    /**
     * Does nothing yet.
     *
     * @param held what the heap holds of the system's memory, in bytes
     * @param collection a full one, of some 30 ms
     */
    HeapTrim(LongSupplier held, Runnable collection) {
        this.held = held;
        this.collection = collection;
    }

    /** From now on, until it is closed. */
    synchronized void begin(Time time) {
        looking = Optional.of(
                Thread.ofVirtual().name("heap-trim").start(Repeating.every(BETWEEN_LOOKS, time, this::look)));
    }

    /** Collects if there was work, and none since the look before; or if the heap has grown without any. */
    synchronized void look() {
        owing |= held.getAsLong() > after + GROWTH;
        if (owing && !busy) {
            owing = false;
            collection.run();
            after = held.getAsLong();
        }
        busy = false;
    }

    @Override
    public synchronized void changed(Deployment deployment) {
        owing = true;
        busy = true;
    }

    @Override
    public void carriedOut(Request request, Outcome outcome) {
        // A look that finds nothing new leaves little behind.
    }

    @Override
    public void stateSet(String app) {
        // Nor does this.
    }

    @Override
    public synchronized void close() {
        looking.ifPresent(Thread::interrupt);
    }
}
