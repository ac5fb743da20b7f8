package dev.slipway.deploy;

import dev.slipway.model.Container;

/** Hands the new version to the swarm, which replaces task by task; what comes of it is awaited in VERIFYING. */
final class RollingSwap implements Swap {
    @Override
    public Container replace(Replacement it) throws DeployException, InterruptedException {
        return it.rollOut();
    }
}
