package dev.slipway;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Engine;
import dev.slipway.deploy.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the leases of the swarms for as long as the process lives, also while a deployment takes long, or waits for its turn. */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final Engine engine;
    private final Supplier<Duration> pause;
    private final Runnable taken;
    /** A host that hangs keeps no other's lease from being renewed. */
    private final Set<Optional<String>> underWay = ConcurrentHashMap.newKeySet();

    private Optional<Thread> keeping = Optional.empty();

    /**
     * @param pause how often each is renewed
     * @param taken what is to be done once this process acts in the place of another
     */
    LeaseKeeper(Engine engine, Supplier<Duration> pause, Runnable taken) {
        this.engine = engine;
        this.pause = pause;
        this.taken = taken;
    }

    /** From now on, until it is closed. */
    void begin(Time time) {
        keeping = Optional.of(Thread.ofVirtual().name("lease").start(Repeating.every(pause, time, this::tend)));
    }

    private void tend() {
        for (var host : engine.swarms()) {
            if (underWay.add(host)) {
                Thread.ofVirtual().name("lease " + host.orElse("")).start(() -> tend(host));
            }
        }
    }

    private void tend(Optional<String> host) {
        try {
            if (engine.tendLease(host)) {
                taken.run();
            }
        } catch (DeployException e) {
            // The swarm cannot be asked; each look at its apps tells of that. Unless it can soon, the lease runs out.
            LOG.debug("the lease could not be renewed: {}", e.failure().what());
        } catch (RuntimeException e) {
            LOG.error("the lease could not be renewed", e);
        } finally {
            underWay.remove(host);
        }
    }

    @Override
    public void close() {
        keeping.ifPresent(Thread::interrupt);
    }
}
