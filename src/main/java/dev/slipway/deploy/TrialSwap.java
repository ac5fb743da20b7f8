package dev.slipway.deploy;

import dev.slipway.model.Container;

/** Proves a throwaway copy beside the old one, which goes on serving; only then the real one takes over. */
final class TrialSwap implements Swap {
    @Override
    public Container replace(Replacement it) throws DeployException, InterruptedException {
        var trial = it.create(Containers.Attachment.TRIAL);
        it.start(trial);
        it.prove(trial);
        it.remove(trial);
        return new StopFirstSwap().replace(it);
    }
}
