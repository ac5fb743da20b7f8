package dev.slipway.deploy;

import java.util.Optional;

/** What apps are deployed with, by the Docker host that they run on. */
@FunctionalInterface
public interface Hosts {
    /**
     * Everything outside that is acted on for the apps of one host: its engine's, and what is the same for all hosts. Asks nobody.
     *
     * @param name empty for the host of apps that are pinned to none
     */
    Ports of(Optional<String> name);
}
