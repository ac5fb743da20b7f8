package dev.slipway.deploy;

import dev.slipway.model.App;
import java.util.ArrayList;
import java.util.List;

/** Removes, because a person asks, what a success would remove by itself: the images that nobody needs. */
final class Housekeeping {
    private final Ports ports;
    private final Retirement retirement;

    Housekeeping(Ports ports) {
        this.ports = ports;
        this.retirement = new Retirement(ports);
    }

    /** What of the apps' images is beyond {@code keep}; removes it unless it is only asked for. */
    List<Operations.Pruned> prune(List<App> apps, boolean dryRun) throws DeployException {
        var pruned = new ArrayList<Operations.Pruned>();
        for (var app : apps) {
            // The image that is being built for it is in nobody's use yet; its own end prunes.
            if (!ports.history().unfinished(app.name()).isEmpty()) {
                continue;
            }
            var keep = retirement.keep(app, Lineup.of(app, ports));
            retirement.unneeded(app, keep).forEach(image -> pruned.add(new Operations.Pruned(app.name(), image)));
            if (!dryRun) {
                retirement.prune(app, keep);
            }
        }
        return pruned;
    }
}
