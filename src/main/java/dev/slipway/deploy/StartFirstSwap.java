package dev.slipway.deploy;

import dev.slipway.model.Container;

/** Proves the new one on its own networks where nobody looks for it, then lets it be found, then stops the old one. */
final class StartFirstSwap implements Swap {
    @Override
    public Container replace(Replacement it) throws DeployException, InterruptedException {
        var next = it.create(Containers.Attachment.UNSEEN);
        it.start(next);
        it.prove(next);
        it.attach(next);
        it.standDownPrevious();
        it.takeOverName(next);
        return next;
    }
}
