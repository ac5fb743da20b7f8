package dev.slipway.config;

import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.model.SwapMode;
import java.util.Optional;

/** Which ways of swapping a container can do at all. */
final class SwapRules {
    private SwapRules() {}

    /** Why {@code mode} cannot work, and what would; empty if it can. */
    static Optional<String> objection(SwapMode mode, RunSpec run) {
        if (mode == SwapMode.STOP_FIRST) {
            return Optional.empty();
        }
        var network = run.get(RunKey.NETWORK_MODE).orElse("");
        if (network.equals("host")) {
            return Optional.of(
                    mode.key() + " runs the old and the new container side by side, which network_mode: host does"
                            + " not allow, since both would want the same ports; use stop-first");
        }
        if (network.startsWith("container:")) {
            return Optional.of(mode.key() + " runs the old and the new container side by side, which network_mode: "
                    + network + " does not allow, since both would share that container's ports; use stop-first");
        }
        return switch (mode) {
            case WARM ->
                network.equals("none")
                        ? Optional.of(
                                "warm moves ports and networks to the new container, but network_mode: none has neither; use"
                                        + " trial or stop-first")
                        : Optional.empty();
            case START_FIRST ->
                fixedPort(run)
                        .map(port ->
                                "start-first runs the old and the new container side by side, but only one of them can hold"
                                        + " host port " + port + "; use trial or warm, or publish no fixed host port");
            case TRIAL, STOP_FIRST, ROLLING -> Optional.empty();
        };
    }

    private static Optional<Integer> fixedPort(RunSpec run) {
        return run.get(RunKey.PORTS).stream()
                .flatMap(ports -> ports.stream())
                .flatMap(port -> port.hostPort().stream())
                .findFirst();
    }
}
