package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import java.util.Set;

/**
 * Keeps a Slipway that runs in a container from deploying to itself: whatever the order of the steps, one of them stops the
 * old container, and with it the process that was to do the rest and to put back what was there.
 */
final class OwnContainer {
    private OwnContainer() {}

    /**
     * Lets every app pass but one that would replace the container in which this process runs.
     *
     * @throws DeployException YOURS, saying which container it is and how Slipway is updated instead
     */
    static void refuse(App app, Containers containers, Reach reach) throws DeployException {
        for (var id : reach.ownContainers()) {
            var own = containers.find(id).filter(container -> isOf(app, container));
            if (own.isPresent()) {
                throw refusal(app, own.get());
            }
        }
    }

    /** By its name, or by the label of a Slipway that deployed it; adopted or not makes no difference. */
    private static boolean isOf(App app, Container container) {
        return Set.of(app.containerName(), app.nextName(), app.previousName(), app.gateName())
                        .contains(container.name())
                || container.origin().filter(o -> o.app().equals(app.name())).isPresent();
    }

    private static DeployException refusal(App app, Container own) {
        return new DeployException(
                Blame.YOURS,
                "app " + app.name() + " is Slipway's own container " + own.name() + " (id " + own.shortId()
                        + "): by replacing it, Slipway would end itself half-way",
                "take " + app.name() + " out of apps, or give it another name; Slipway is updated from outside, with"
                        + " docker compose pull && docker compose up -d");
    }
}
