package dev.slipway.config;

import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.model.SwapMode;
import java.util.List;
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
                                        + " host port " + port
                                        + "; use trial, warm or gate, or publish no fixed host port");
            case GATE -> gate(network, run);
            case TRIAL, STOP_FIRST, ROLLING, COMPOSE -> Optional.empty();
        };
    }

    private static Optional<String> gate(String network, RunSpec run) {
        var ports = run.get(RunKey.PORTS).orElse(List.of());
        if (network.equals("none")) {
            return Optional.of(
                    "gate leads to the container over a network, and network_mode: none has none; use trial or"
                            + " stop-first");
        }
        if (ports.isEmpty()) {
            return Optional.of("gate holds published ports, and run.ports publishes none; use start-first");
        }
        if (run.get(RunKey.MAC_ADDRESS).isPresent()
                || run.get(RunKey.NETWORKS).orElse(List.of()).stream().anyMatch(NetworkAttachment::hasFixedAddress)) {
            return Optional.of(
                    "gate runs the old and the new container side by side, and two cannot share a fixed address;"
                            + " use stop-first");
        }
        return ports.stream()
                .filter(port -> !port.protocol().equals(PortSyntax.TCP))
                .findFirst()
                .map(port -> "gate leads TCP alone, and run.ports publishes port " + port.containerPort() + "/"
                        + port.protocol() + "; use trial or warm");
    }

    private static Optional<Integer> fixedPort(RunSpec run) {
        return run.get(RunKey.PORTS).stream()
                .flatMap(ports -> ports.stream())
                .flatMap(port -> port.hostPort().stream())
                .findFirst();
    }
}
