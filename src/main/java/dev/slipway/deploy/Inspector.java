package dev.slipway.deploy;

import dev.slipway.model.ExistingContainer;

/** Tells how a container that exists was set up, whoever made it. */
public interface Inspector {
    /**
     * What it was set up with, beyond its image and the engine's defaults.
     *
     * @param name of the container, or its id
     * @throws DeployException YOURS if there is none
     */
    ExistingContainer inspect(String name) throws DeployException;
}
