package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Image;

/**
 * Brings the image of a swarm's app to where every node can pull it, before any task is touched, and names it by its digest, so that
 * all nodes run the same whatever becomes of the tag.
 */
final class SharedImage {
    /** One push a deployment; enough to find an earlier one of the same image. */
    private static final int PUSHES_READ = 200;

    private final Ports ports;

    SharedImage(Ports ports) {
        this.ports = ports;
    }

    /** The same image, as the nodes of the swarm are to call it. */
    Image of(App app, Image image, Journal journal) throws DeployException, InterruptedException {
        var commit = journal.deployment().commit();
        var push = app.build().push();
        if (push.isEmpty()) {
            return new Image(ports.images().pinned(app, commit, image), image.tag());
        }
        var reference = push.get().reference(commit);
        journal.say("push " + reference);
        var digest = ports.images().push(app, commit, image.id(), journal.log());
        remember(new History.Push(
                journal.deployment().id(),
                app.name(),
                reference,
                image.id(),
                digest,
                ports.time().now()));
        return new Image(reference + "@" + digest, image.tag());
    }

    /** An image that was there already was told of before. */
    private void remember(History.Push push) throws DeployException {
        var known = ports.history().pushes(push.app(), PUSHES_READ).stream()
                .anyMatch(each -> each.reference().equals(push.reference())
                        && each.digest().equals(push.digest()));
        if (!known) {
            ports.history().pushed(push);
            ports.notifier().pushed(push);
        }
    }
}
