package dev.slipway.deploy;

import dev.slipway.model.Container;

/**
 * Proves the new one on a network that publishes nothing, then hands it the old one's networks, and with them the port. The
 * outage is the moment between the two hand-overs; connections that are open then are cut.
 */
final class WarmSwap implements Swap {
    @Override
    public Container replace(Replacement it) throws DeployException, InterruptedException {
        var next = it.create(Containers.Attachment.PRIVATE);
        it.start(next);
        it.prove(next);
        it.disarmPrevious();
        it.detachPrevious();
        it.attach(next);
        // Only now: an app may take its whole grace period to stop, and nobody can reach it any more.
        it.standDownPrevious();
        it.takeOverName(next);
        it.leavePrivateNetwork(next);
        return next;
    }
}
