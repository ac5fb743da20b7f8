package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Phase;
import java.util.Optional;

/** The good end of a deployment, and the tidying that follows any end. */
final class Conclusion {
    private static final System.Logger LOG = System.getLogger(Conclusion.class.getName());

    private final Ports ports;
    private final Retirement retirement;

    Conclusion(Ports ports) {
        this.ports = ports;
        this.retirement = new Retirement(ports);
    }

    /** Stops the old container if it still runs, as behind a gate, where nobody is led to it any more. */
    void standDownPrevious(Journal journal) throws DeployException {
        var previous = journal.deployment().previous();
        var running = previous.isEmpty()
                ? previous
                : ports.containers().find(previous.get().id()).filter(Container::isUp);
        if (running.isPresent()) {
            journal.say("stop " + running.get().name());
            ports.containers().stop(running.get().id(), Optional.empty());
        }
    }

    /** Records the success, then clears away what it made superfluous; what fails of that is swept at a later poll. */
    void succeed(App app, Journal journal) throws DeployException {
        journal.enter(Phase.SUCCEEDED);
        try {
            if (!app.isComposed()) {
                var image = ports.images().find(app, journal.deployment().commit());
                if (image.isPresent()) {
                    ports.images().release(app, image.get());
                }
            }
            sweep(app, journal.deployment());
            var current = Lineup.of(app, ports).current();
            if (current.isPresent()) {
                ports.drifts().remember(app, current.get());
            }
            var removed = retirement.pruneImages(app, Lineup.of(app, ports));
            if (removed > 0) {
                journal.say("removed " + removed + " image" + (removed == 1 ? "" : "s") + " beyond keep: "
                        + app.policy().keep());
            }
        } catch (DeployException e) {
            journal.say(
                    "deployed, but not all could be tidied up: " + e.failure().what());
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: deployed, but not all could be tidied up: {1}",
                    app.name(),
                    e.failure().what());
        }
    }

    /** Removes containers that swaps left behind. */
    void sweep(App app, Deployment latest) throws DeployException {
        retirement.sweep(app, Lineup.of(app, ports), latest);
    }
}
