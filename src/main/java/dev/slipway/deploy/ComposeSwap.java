package dev.slipway.deploy;

import dev.slipway.model.Container;

/** Has Compose recreate the services that changed; whether they are well is awaited in VERIFYING. */
final class ComposeSwap implements Swap {
    @Override
    public Container replace(Replacement it) throws DeployException, InterruptedException {
        return it.putUp();
    }
}
