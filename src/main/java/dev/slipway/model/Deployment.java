package dev.slipway.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One attempt to bring one commit of one app into its container, as the journal holds it.
 *
 * @param id unique within a {@code data_dir}, rising
 * @param intent what is to be done and why; never changes
 * @param previous the container that is replaced, as it was before it was touched; empty until known, or if none ran
 * @param changedAt when the present phase began
 * @param failure why it did not succeed; present in FAILED, ROLLING_BACK, ROLLED_BACK, BROKEN and CANCELLED
 */
public record Deployment(
        long id,
        Intent intent,
        Optional<Container> previous,
        Phase phase,
        Instant startedAt,
        Instant changedAt,
        Optional<Failure> failure) {
    public Deployment {
        Objects.requireNonNull(intent);
        Objects.requireNonNull(previous);
        Objects.requireNonNull(phase);
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(changedAt);
        Objects.requireNonNull(failure);
    }

    /**
     * What is to be done, and why.
     *
     * @param configHash of the configuration that the container is made from
     * @param swap how the old container makes room
     * @param reason why the deployment was begun, and why in this mode, in one line
     * @param tag by which the commit was found, where tags are followed
     */
    public record Intent(
            String app,
            Commit commit,
            Trigger trigger,
            String configHash,
            SwapMode swap,
            String reason,
            Optional<String> tag) {
        public Intent {
            Objects.requireNonNull(app);
            Objects.requireNonNull(commit);
            Objects.requireNonNull(trigger);
            Objects.requireNonNull(configHash);
            Objects.requireNonNull(swap);
            Objects.requireNonNull(reason);
            Objects.requireNonNull(tag);
        }

        /** Of a commit that was found on a branch. */
        public Intent(String app, Commit commit, Trigger trigger, String configHash, SwapMode swap, String reason) {
            this(app, commit, trigger, configHash, swap, reason, Optional.empty());
        }
    }

    public static Deployment planned(long id, Intent intent, Instant now) {
        return new Deployment(id, intent, Optional.empty(), Phase.PLANNED, now, now, Optional.empty());
    }

    public String app() {
        return intent.app();
    }

    public Commit commit() {
        return intent.commit();
    }

    /** Whether it is of a service in a swarm, whatever the configuration has come to say since. */
    public boolean inSwarm() {
        return intent.swap() == SwapMode.ROLLING;
    }

    /** Whether it is of a project of Compose, whatever the configuration has come to say since. */
    public boolean isComposed() {
        return intent.swap() == SwapMode.COMPOSE;
    }

    /**
     * The only way to change phase.
     *
     * @throws IllegalStateException if the state machine has no such arrow
     */
    public Deployment advance(Phase to, Instant now) {
        if (!phase.next().contains(to)) {
            throw new IllegalStateException(
                    "deployment " + id + " of " + app() + " cannot go from " + phase + " to " + to);
        }
        return new Deployment(id, intent, previous, to, startedAt, now, failure);
    }

    public Deployment replacing(Optional<Container> container) {
        return new Deployment(id, intent, container, phase, startedAt, changedAt, failure);
    }

    public Deployment because(Failure why) {
        return new Deployment(id, intent, previous, phase, startedAt, changedAt, Optional.of(why));
    }
}
