package dev.slipway.model;

import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How and when an app's container may be replaced.
 *
 * @param swap as configured; empty to let Slipway choose by the app's ports and networks
 * @param keep images kept for rollback, at least 1
 * @param windows deployments begin only inside one of these; empty for any time
 * @param adopt whether a container that Slipway did not make, but that bears the app's name, may be replaced
 * @param drift what is done about a container that was changed by hand
 * @param gate there if, and only if, {@code swap} is GATE
 */
public record DeployPolicy(
        Optional<SwapMode> swap, int keep, List<Window> windows, boolean adopt, Drift drift, Optional<GateSpec> gate) {
    public DeployPolicy {
        Objects.requireNonNull(drift);
        if (gate.isPresent() != swap.filter(SwapMode.GATE::equals).isPresent()) {
            throw new IllegalArgumentException("a gate is for swap gate, and swap gate for a gate");
        }
        Objects.requireNonNull(swap);
        windows = List.copyOf(windows);
        if (keep < 1) {
            throw new IllegalArgumentException("keep must be at least 1, not " + keep);
        }
    }

    /** With a gate, if there is one, of which nothing is set. */
    public DeployPolicy(Optional<SwapMode> swap, int keep, List<Window> windows, boolean adopt, Drift drift) {
        this(
                swap,
                keep,
                windows,
                adopt,
                drift,
                swap.filter(SwapMode.GATE::equals).map(ignored -> GateSpec.DEFAULT));
    }

    /** One that reports drift, which is the default. */
    public DeployPolicy(Optional<SwapMode> swap, int keep, List<Window> windows, boolean adopt) {
        this(swap, keep, windows, adopt, Drift.REPORT);
    }

    /** What is done about a container that is no longer what was deployed. */
    public enum Drift {
        /** It is said. */
        REPORT,
        /** The same commit is deployed anew, once for what was changed. */
        REPAIR
    }

    /**
     * A daily stretch of local time, from inclusive to exclusive; one that ends before it begins goes over midnight.
     */
    public record Window(LocalTime from, LocalTime to) {
        public Window {
            if (from.equals(to)) {
                throw new IllegalArgumentException("a window must not be empty: " + from + "-" + to);
            }
        }

        public boolean contains(LocalTime time) {
            return from.isBefore(to)
                    ? !time.isBefore(from) && time.isBefore(to)
                    : !time.isBefore(from) || time.isBefore(to);
        }

        @Override
        public String toString() {
            return from + "-" + to;
        }
    }
}
