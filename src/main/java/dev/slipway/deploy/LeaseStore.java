package dev.slipway.deploy;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Port: the one lease of a swarm, kept where all its managers see it. Of two writers who have seen the same entry, one is refused:
 * that is all that the lease rests on, no clock is compared with another's.
 */
public interface LeaseStore {
    /**
     * The lease as it is; empty where nobody ever took it.
     *
     * @throws DeployException HOST if the engine cannot be reached, or manages no swarm
     */
    Optional<Entry> read() throws DeployException;

    /**
     * Writes it anew.
     *
     * @param seen what this replaces; empty to make the first
     * @return what is there now; empty if somebody else wrote since
     * @throws DeployException HOST if that cannot be told; it may have been written all the same
     */
    Optional<Entry> write(Optional<Entry> seen, Terms terms) throws DeployException;

    /**
     * What the lease says.
     *
     * @param holder who may act; empty if nobody holds it
     * @param lasts for how long from its last renewal
     */
    record Terms(Optional<Holder> holder, Duration lasts) {
        public Terms {
            Objects.requireNonNull(holder);
            if (lasts.isNegative() || lasts.isZero()) {
                throw new IllegalArgumentException("a lease lasts longer than nothing: " + lasts);
            }
        }
    }

    /**
     * A process.
     *
     * @param name of its machine, for people
     * @param id of no other process
     */
    record Holder(String name, String id) {
        public Holder {
            Objects.requireNonNull(name);
            Objects.requireNonNull(id);
        }
    }

    /**
     * The lease at one moment.
     *
     * @param version which rises with every write
     */
    record Entry(String id, long version, Terms terms) {
        public Entry {
            Objects.requireNonNull(id);
            Objects.requireNonNull(terms);
        }
    }
}
