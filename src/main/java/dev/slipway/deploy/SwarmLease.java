package dev.slipway.deploy;

import dev.slipway.model.Blame;
import dev.slipway.model.Polling;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Of several Slipways that manage one swarm, the one that holds its lease acts; the others stand by, and the first to see that it was
 * not renewed for as long as it lasts takes it. Each goes by the time that passes on its own clock: the holder counts from before
 * its write, the others from after they saw it, so the holder has stopped acting by the time that another may.
 */
public final class SwarmLease implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofSeconds(4);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Of how many renewals all but the last may fail. */
    private static final int RENEWALS = 3;
    /** Clocks run at slightly different speeds; what is left of the lease then is not acted on. */
    private static final int MARGIN = 10;

    private static final System.Logger LOG = System.getLogger(SwarmLease.class.getName());

    private final LeaseStore store;
    private final Time time;
    private final LeaseStore.Holder me;
    private final Optional<String> before;
    private volatile Duration lasts;
    private Optional<LeaseStore.Entry> seen = Optional.empty();
    private Duration seenAt = Duration.ZERO;
    private volatile Duration heldUntil = Duration.ZERO;
    private boolean closed;

    /**
     * @param before the id of an earlier process of the same {@code data_dir}, which is no more, so that its lease need not run out
     * @param polling by which it goes how long a lease lasts that is not renewed
     */
    public SwarmLease(LeaseStore store, Time time, LeaseStore.Holder me, Optional<String> before, Polling polling) {
        this.store = store;
        this.time = time;
        this.me = me;
        this.before = before;
        this.lasts = lasting(polling);
    }

    /** So long that another has taken it, and looked at the branches, before the next poll of this one would have come. */
    public static Duration lasting(Polling polling) {
        if (!(polling instanceof Polling.Every every)) {
            return LONGEST;
        }
        var third = every.interval().dividedBy(RENEWALS);
        return Collections.min(List.of(LONGEST, Collections.max(List.of(SHORTEST, third))));
    }

    /** From the next renewal on. */
    public void pollingAs(Polling polling) {
        lasts = lasting(polling);
    }

    /** How often {@link #tend} is to be called. */
    public Duration pause() {
        return lasts.dividedBy(RENEWALS);
    }

    /** Takes the lease unless somebody else holds it, and tells who does: empty for this process. */
    Optional<LeaseStore.Holder> other() throws DeployException {
        if (isHeld()) {
            return Optional.empty();
        }
        return takeOrSee();
    }

    /**
     * Right before the swarm is changed: a process that was stopped for a while, as by a machine that slept, may have lost the lease
     * meanwhile.
     *
     * @throws DeployException HOST if another holds it by now
     */
    void require() throws DeployException {
        var other = other();
        if (other.isPresent()) {
            throw new DeployException(
                    Blame.HOST, standingBy(other.get()), "nothing: that one takes up what was begun here");
        }
    }

    static String standingBy(LeaseStore.Holder other) {
        return "standing by: Slipway on " + other.name() + " holds the lease of this swarm and acts for it";
    }

    /**
     * Renews it, or sees whether it may be taken.
     *
     * @return whether this process has just taken it
     */
    public synchronized boolean tend() throws DeployException {
        if (closed) {
            return false;
        }
        var had = isHeld();
        var other = had ? renewed() : takeOrSee();
        return !had && other.isEmpty();
    }

    /** Lets go of it, so that another need not wait; where that fails, it runs out. */
    public synchronized void release() {
        if (!isHeld()) {
            return;
        }
        heldUntil = Duration.ZERO;
        try {
            var unused = store.write(seen, new LeaseStore.Terms(Optional.empty(), lasts));
        } catch (DeployException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "the lease runs out by itself: {0}",
                    e.failure().what());
        }
    }

    /** As {@link #release}, for good. */
    @Override
    public synchronized void close() {
        release();
        closed = true;
    }

    private boolean isHeld() {
        return time.elapsed().compareTo(heldUntil) < 0;
    }

    private Optional<LeaseStore.Holder> renewed() throws DeployException {
        return write() ? Optional.empty() : takeOrSee();
    }

    private synchronized Optional<LeaseStore.Holder> takeOrSee() throws DeployException {
        see(store.read());
        var holder = seen.flatMap(entry -> entry.terms().holder());
        if (holder.filter(this::keepsItFromUs).isEmpty() && write()) {
            if (holder.filter(me::equals).isEmpty()) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "holds the lease of the swarm from now on{0}",
                        holder.map(other -> ", after Slipway on " + other.name())
                                .orElse(""));
            }
            return Optional.empty();
        }
        return seen.flatMap(entry -> entry.terms().holder()).filter(other -> !other.equals(me));
    }

    private boolean keepsItFromUs(LeaseStore.Holder holder) {
        return !holder.equals(me)
                && before.filter(holder.id()::equals).isEmpty()
                && time.elapsed()
                                .compareTo(
                                        seenAt.plus(seen.orElseThrow().terms().lasts()))
                        < 0;
    }

    private void see(Optional<LeaseStore.Entry> now) {
        if (!now.equals(seen) || seen.isEmpty()) {
            seen = now;
            seenAt = time.elapsed();
        }
    }

    /** Whether nobody else was faster; where somebody was, it is seen who. */
    private boolean write() throws DeployException {
        // Counted from here: the write may take long, and others count from after it.
        var begun = time.elapsed();
        var length = lasts;
        var written = store.write(seen, new LeaseStore.Terms(Optional.of(me), length));
        see(written.isPresent() ? written : store.read());
        if (written.isEmpty()) {
            heldUntil = Duration.ZERO;
            return false;
        }
        heldUntil = begun.plus(length).minus(length.dividedBy(MARGIN));
        return true;
    }
}
