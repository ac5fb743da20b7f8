package dev.slipway.model;

import java.util.Locale;

/** How the old container makes room for the new one. */
public enum SwapMode {
    /** A copy without published ports is proven first, beside the old one; then the old one is stopped and replaced. */
    TRIAL,
    /** The new one is proven on a network without the outside world; then the published port moves to it. */
    WARM,
    /** The new one is proven on its own networks beside the old one; then the alias moves to it. */
    START_FIRST,
    /** The new one is proven on its own networks beside the old one; then a proxy that holds the port leads to it. */
    GATE,
    /** The old one is stopped, then the new one is started and proven; the old one comes back if it is not well. */
    STOP_FIRST,
    /** A swarm replaces the tasks of a service in turn, as {@code deploy.update_config} says; it is no choice, but how swarms do it. */
    ROLLING,
    /** Compose recreates those of an app's containers that changed; it is no choice, but how Compose does it. */
    COMPOSE;

    /** As written in the configuration, such as {@code start-first}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
