package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Phase;
import dev.slipway.model.SwapMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Clears away what nobody needs once a deployment has ended. All of it may be repeated, and none of it undoes a success. */
final class Retirement {
    /** How far back the journal is read for images to keep: failures lie between the successes. */
    private static final int DEPLOYMENTS_READ = 200;

    private final Ports ports;
    private final GateKeeper gate;

    Retirement(Ports ports) {
        this.ports = ports;
        this.gate = new GateKeeper(ports);
    }

    /** Removes leftovers of swaps, told apart by their labels; an adopted predecessor, which has none, by its id. */
    void sweep(App app, Lineup lineup, Deployment latest) throws DeployException {
        for (var leftover : lineup.leftovers()) {
            ports.containers().remove(leftover.id());
        }
        // One with labels is among the leftovers; to ask for it again would cost a call in every quiet poll.
        var adopted = latest.previous()
                .filter(previous -> previous.origin().isEmpty() && !latest.inSwarm() && !latest.isComposed());
        if (latest.phase() == Phase.SUCCEEDED && adopted.isPresent()) {
            var previous = ports.containers().find(adopted.get().id());
            if (previous.filter(c -> c.name().equals(app.previousName())).isPresent()) {
                ports.containers().remove(previous.get().id());
            }
        }
        if (latest.intent().swap() == SwapMode.WARM) {
            ports.containers().removePrivateNetwork(app);
        }
        if (mayHaveGate(app, latest)) {
            gate.sweep(app, lineup.current());
        }
    }

    /** Every quiet poll comes by here: an app that never had a gate costs no call. */
    private static boolean mayHaveGate(App app, Deployment latest) {
        return app.gate().isPresent()
                || latest.intent().swap() == SwapMode.GATE
                || latest.previous().filter(app::isBehindGate).isPresent();
    }

    /** Removes the app's images beyond those to keep: the one that runs and the newest that ran well. */
    int pruneImages(App app, Lineup lineup) throws DeployException {
        return prune(app, keep(app, lineup));
    }

    /** Removes the app's images of all commits but these. */
    int prune(App app, Set<Commit> keep) throws DeployException {
        return app.isComposed()
                ? ports.projects().prune(app, keep)
                : ports.images().prune(app, keep);
    }

    /** What {@link #prune} would remove now. */
    List<Images.Unneeded> unneeded(App app, Set<Commit> keep) throws DeployException {
        return app.isComposed()
                ? ports.projects().unneeded(app, keep)
                : ports.images().unneeded(app, keep);
    }

    /** The commits whose images stay. */
    Set<Commit> keep(App app, Lineup lineup) throws DeployException {
        var keep = new LinkedHashSet<Commit>();
        lineup.current().flatMap(Container::origin).ifPresent(o -> keep.add(o.commit()));
        var good = succeeded(ports.history().of(app.name(), DEPLOYMENTS_READ));
        // The one that runs and the one before it are kept whatever `keep` says: the latter is what a rollback goes to.
        var wanted = Math.max(app.policy().keep(), 2);
        for (var commit : good) {
            if (keep.size() >= wanted) {
                break;
            }
            keep.add(commit);
        }
        return keep;
    }

    private static List<Commit> succeeded(List<Deployment> deployments) {
        return deployments.stream()
                .filter(d -> d.phase() == Phase.SUCCEEDED)
                .map(Deployment::commit)
                .distinct()
                .toList();
    }
}
