package dev.slipway;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Engine;
import dev.slipway.deploy.SwarmLease;
import dev.slipway.deploy.Time;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the lease of the swarm for as long as the process lives, also while a deployment takes long, or waits for its turn. */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final Engine engine;
    private final SwarmLease lease;
    private final Runnable taken;
    private Optional<Thread> keeping = Optional.empty();

    /** @param taken what is to be done once this process acts in the place of another */
    LeaseKeeper(Engine engine, SwarmLease lease, Runnable taken) {
        this.engine = engine;
        this.lease = lease;
        this.taken = taken;
    }

    /** From now on, until it is closed. */
    void begin(Time time) {
        keeping = Optional.of(Thread.ofVirtual().name("lease").start(Repeating.every(lease::pause, time, this::tend)));
    }

    private void tend() {
        try {
            if (engine.tendLease()) {
                taken.run();
            }
        } catch (DeployException e) {
            // The swarm cannot be asked; each look at its apps tells of that. Unless it can soon, the lease runs out.
            LOG.debug("the lease could not be renewed: {}", e.failure().what());
        } catch (RuntimeException e) {
            LOG.error("the lease could not be renewed", e);
        }
    }

    @Override
    public void close() {
        keeping.ifPresent(Thread::interrupt);
    }
}
