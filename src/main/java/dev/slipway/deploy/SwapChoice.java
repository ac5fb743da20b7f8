package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RunKey;
import dev.slipway.model.SwapMode;
import java.util.List;
import java.util.Optional;

/**
 * How the old container makes room, and why so.
 *
 * @param why completes "swap MODE: …"
 */
record SwapChoice(SwapMode mode, String why) {

    static SwapChoice of(App app, Optional<Container> current) {
        if (app.inSwarm()) {
            return new SwapChoice(SwapMode.ROLLING, "the swarm replaces its tasks in turn");
        }
        if (app.isComposed()) {
            return new SwapChoice(SwapMode.COMPOSE, "Compose recreates the services that changed");
        }
        if (current.filter(Container::isUp).isEmpty()) {
            return new SwapChoice(SwapMode.STOP_FIRST, "nothing serves that could be kept serving");
        }
        return app.policy()
                .swap()
                .map(mode -> new SwapChoice(mode, asConfigured(app, mode, current.orElseThrow())))
                .orElseGet(() -> byNature(app));
    }

    private static String asConfigured(App app, SwapMode mode, Container current) {
        return mode == SwapMode.GATE && !app.isBehindGate(current)
                ? "as configured; this once the port has to move from container " + current.name()
                        + " to the gate, with one stop and start"
                : "as configured";
    }

    private static SwapChoice byNature(App app) {
        var run = app.run();
        var networkMode = run.get(RunKey.NETWORK_MODE).orElse("");
        if (networkMode.equals("host") || networkMode.startsWith("container:")) {
            return new SwapChoice(
                    SwapMode.STOP_FIRST, "network_mode " + networkMode + " leaves no room for two at once");
        }
        if (run.get(RunKey.MAC_ADDRESS).isPresent()
                || run.get(RunKey.NETWORKS).orElse(List.of()).stream().anyMatch(NetworkAttachment::hasFixedAddress)) {
            return new SwapChoice(SwapMode.STOP_FIRST, "two containers cannot share its fixed address");
        }
        if (run.get(RunKey.PORTS).orElse(List.of()).stream()
                .anyMatch(port -> port.hostPort().isPresent())) {
            return new SwapChoice(SwapMode.TRIAL, "it publishes ports");
        }
        return new SwapChoice(SwapMode.START_FIRST, "it publishes no port that two could not share");
    }
}
