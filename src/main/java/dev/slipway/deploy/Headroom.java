package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import java.util.stream.Collectors;

/**
 * Makes sure that a build begins with room to spare: a disk that runs full in the middle takes down more than the build, the app
 * that runs and cannot write any more among it.
 */
final class Headroom {
    private final Ports ports;
    private final Retirement retirement;

    Headroom(Ports ports) {
        this.ports = ports;
        this.retirement = new Retirement(ports);
    }

    /**
     * Removes this app's images beyond those to keep, if room is short. Those of other apps stay: one may just have been built
     * for a deployment that is under way.
     *
     * @throws DeployException HOST if there still is too little: with time, or a person, there may be more
     */
    void require(App app, Journal journal) throws DeployException {
        if (ports.room().shortages().isEmpty()) {
            return;
        }
        var removed = retirement.pruneImages(app, Lineup.of(app, ports));
        journal.say("room is short: removed " + removed + " of this app's images that nobody needs");
        var shortages = ports.room().shortages();
        if (shortages.isEmpty()) {
            return;
        }
        throw new DeployException(
                Blame.HOST,
                "too little room to build: "
                        + shortages.stream().map(Room.Shortage::inWords).collect(Collectors.joining("; ")),
                "make room (docker system df shows what Docker holds) or set min_free_disk lower; Slipway tries again by itself");
    }
}
