package dev.slipway.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a swarm runs and updates an app: Compose's {@code deploy} keys but for the limits of {@code resources}, which {@link RunKey}
 * has. What is empty is left to the engine, or to {@link Rollout} defaults of Slipway's.
 *
 * @param replicas how many tasks; empty to keep what the service has, 1 where there is none yet
 * @param reservedCpus in billionths of a CPU
 * @param endpoint how the service's name is resolved
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/deploy.md">the Compose Deploy Specification</a>
 */
public record SwarmSpec(
        Mode mode,
        Optional<Integer> replicas,
        Endpoint endpoint,
        List<Label> labels,
        Placement placement,
        Optional<Long> reservedCpus,
        Rollout update,
        Rollout rollback,
        Restart restart) {
    /** What is in force where {@code deploy} says nothing. */
    public static final SwarmSpec DEFAULT = new SwarmSpec(
            Mode.REPLICATED,
            Optional.empty(),
            Endpoint.VIP,
            List.of(),
            new Placement(List.of(), List.of(), Optional.empty()),
            Optional.empty(),
            Rollout.DEFAULT,
            Rollout.DEFAULT,
            Restart.DEFAULT);

    public SwarmSpec {
        Objects.requireNonNull(mode);
        Objects.requireNonNull(replicas);
        Objects.requireNonNull(endpoint);
        labels = List.copyOf(labels);
        Objects.requireNonNull(placement);
        Objects.requireNonNull(reservedCpus);
        Objects.requireNonNull(update);
        Objects.requireNonNull(rollback);
        Objects.requireNonNull(restart);
    }

    /** Compose's words for how many tasks there are. */
    public enum Mode {
        REPLICATED,
        /** One on every node that fits. */
        GLOBAL
    }

    /** Compose's words for how the service's name is resolved. */
    public enum Endpoint {
        /** By one virtual address, which the kernel's IP_VS spreads over the tasks. */
        VIP,
        /** By the addresses of the tasks, in turn. */
        DNSRR
    }

    /** A label of the service itself. */
    public record Label(String name, String value) {
        public Label {
            Objects.requireNonNull(name);
            Objects.requireNonNull(value);
        }
    }

    /**
     * On which nodes.
     *
     * @param constraints such as {@code node.role==worker}
     * @param spread labels of nodes over whose values the tasks are spread evenly
     * @param maxPerNode how many tasks a node takes at most
     */
    public record Placement(List<String> constraints, List<String> spread, Optional<Integer> maxPerNode) {
        public Placement {
            constraints = List.copyOf(constraints);
            spread = List.copyOf(spread);
            Objects.requireNonNull(maxPerNode);
        }
    }

    /**
     * How tasks are replaced, forward or back.
     *
     * @param parallelism tasks at a time; 0 for all; empty for 1
     * @param delay between one batch and the next
     * @param onFailure what the swarm does when tasks fail
     * @param monitor for how long a replaced task is watched; empty for {@code health.settle}
     * @param maxFailureRatio how many of the tasks may fail, 0 to 1
     */
    public record Rollout(
            Optional<Integer> parallelism,
            Optional<Duration> delay,
            Optional<OnFailure> onFailure,
            Optional<Duration> monitor,
            Optional<Double> maxFailureRatio,
            Optional<Order> order) {
        public static final Rollout DEFAULT = new Rollout(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        public Rollout {
            Objects.requireNonNull(parallelism);
            Objects.requireNonNull(delay);
            Objects.requireNonNull(onFailure);
            Objects.requireNonNull(monitor);
            Objects.requireNonNull(maxFailureRatio);
            Objects.requireNonNull(order);
        }
    }

    /** What the swarm does by itself when tasks fail. */
    public enum OnFailure {
        ROLLBACK,
        PAUSE,
        CONTINUE
    }

    /** Which of two tasks of one place is there first. */
    public enum Order {
        STOP_FIRST,
        START_FIRST
    }

    /**
     * When the swarm starts a task anew that has ended.
     *
     * @param condition the engine's word: {@code none}, {@code on-failure} or {@code any}
     * @param delay before it is started anew
     * @param maxAttempts how often; empty for no limit
     * @param window in which the attempts are counted
     */
    public record Restart(
            Optional<String> condition,
            Optional<Duration> delay,
            Optional<Integer> maxAttempts,
            Optional<Duration> window) {
        public static final Restart DEFAULT =
                new Restart(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public Restart {
            Objects.requireNonNull(condition);
            Objects.requireNonNull(delay);
            Objects.requireNonNull(maxAttempts);
            Objects.requireNonNull(window);
        }
    }
}
