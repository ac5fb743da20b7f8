package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Progress;
import java.util.Optional;

/** The image that a gate is made from: pinned, so that one that is here need not be asked for again. */
final class GateImage {
    private final ImageShelf shelf;
    private final BasePuller puller;

    GateImage(DockerEngine engine, RegistryCredentials credentials) {
        this.shelf = new ImageShelf(engine);
        this.puller = new BasePuller(engine, new MessageStream(engine), credentials);
    }

    boolean isHere(String name) throws DeployException {
        return shelf.inspect(name).isPresent();
    }

    /**
     * Pulls it, unless it is here.
     *
     * @throws DeployException REMOTE if it cannot be had, YOURS if there is none for this machine
     */
    void bring(String name, Progress log, Cancellation cancellation) throws DeployException, InterruptedException {
        if (isHere(name)) {
            return;
        }
        var reference = ImageShelf.reference(name);
        log.line("pulling " + name + " for the gate");
        var error = puller.pull(reference, Optional.empty(), log, cancellation);
        if (error.isPresent()) {
            throw RegistryFailure.ofPublished(reference, error.get());
        }
    }
}
