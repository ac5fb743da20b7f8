package dev.slipway.deploy;

import dev.slipway.model.Container;

/**
 * Proves the new one on its own networks where nobody looks for it, then has the gate lead to it. The old one, to which nobody
 * is led any more, is stopped only once the new one was well in its place: until then the way back costs nothing either.
 */
final class GateSwap implements Swap {
    @Override
    public Container replace(Replacement it) throws DeployException, InterruptedException {
        var next = it.create(Containers.Attachment.UNSEEN);
        it.start(next);
        it.prove(next);
        it.attach(next);
        it.prepareGate(next);
        if (it.isPreviousBehindGate()) {
            it.disarmPrevious();
        } else {
            it.standDownPrevious(); // This once, the port has to move from it to the gate.
        }
        it.leadGate(next);
        it.takeOverName(next);
        return next;
    }
}
