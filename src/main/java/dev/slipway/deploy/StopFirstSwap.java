package dev.slipway.deploy;

import dev.slipway.model.Container;

/** For an app of which there can be only one: the old one stops before the new one starts. */
final class StopFirstSwap implements Swap {
    @Override
    public Container replace(Replacement it) throws DeployException, InterruptedException {
        var next = it.create(Containers.Attachment.FULL);
        it.prepareGate(next);
        it.standDownPrevious();
        it.takeOverName(next);
        it.start(next);
        it.leadGate(next);
        return next;
    }
}
