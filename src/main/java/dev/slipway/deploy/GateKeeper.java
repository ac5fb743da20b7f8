package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.RestartPolicy;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Keeps an app's gate in step with its containers. A gate that has to be another, because its image or its ports changed, is made
 * and started beside the one that holds the ports, which is kept, stopped, until the deployment has succeeded.
 */
final class GateKeeper {
    private static final RestartPolicy ALWAYS = new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0);

    private final Containers containers;
    private final Gates gates;

    GateKeeper(Ports ports) {
        this.containers = ports.containers();
        this.gates = ports.gates();
    }

    /** Has a gate run that fits the configuration, and could take the ports at once; no port is touched. */
    void prepare(App app, long deployment, Container to) throws DeployException, InterruptedException {
        if (app.gate().isEmpty() || fitting(app).isPresent()) {
            return;
        }
        var fresh = gates.create(app, deployment, to);
        containers.start(fresh.container().id());
        gates.await(app, fresh);
    }

    /**
     * Leads the app's ports to a container.
     *
     * @return how, for the log; empty where the app has no gate
     */
    Optional<String> lead(App app, Container to) throws DeployException, InterruptedException {
        if (app.gate().isEmpty()) {
            return Optional.empty();
        }
        var present = fitting(app);
        if (present.isPresent()) {
            open(app, present.get(), to);
            return Optional.of(app.gateName() + " leads to " + to.shortId());
        }
        var fresh = named(app, app.nextGateName()).orElseThrow(() -> new IllegalStateException("no gate was prepared"));
        var stale = named(app, app.gateName());
        if (stale.isPresent()) {
            stop(stale.get());
            containers.rename(stale.get().container().id(), app.previousGateName());
        }
        containers.rename(fresh.container().id(), app.gateName());
        open(app, fresh, to);
        return Optional.of(app.gateName() + ", made anew, holds the port and leads to " + to.shortId());
    }

    /** Takes the ports from a gate for an app that has none any more; it is kept until the deployment has succeeded. */
    void standDown(App app) throws DeployException {
        if (app.gate().isEmpty()) {
            for (var gate : gates.of(app)) {
                stop(gate);
            }
        }
    }

    /** Removes the gates that a deployment made. */
    void remove(App app, Deployment deployment) throws DeployException {
        for (var gate : gates.of(app)) {
            if (gate.deployment() == deployment.id()) {
                containers.remove(gate.container().id());
            }
        }
    }

    /** Has the gate that was there before the deployment lead to the container that served then. */
    void putBack(App app, Deployment deployment, Container to) throws DeployException, InterruptedException {
        remove(app, deployment);
        // Somebody may have removed it; then nobody got in before, either.
        var before = gates.of(app).stream()
                .min(Comparator.comparing(gate -> !gate.container().name().equals(app.gateName())));
        if (before.isPresent()) {
            containers.rename(before.get().container().id(), app.gateName());
            open(app, before.get(), to);
        }
    }

    /** Removes what no container of the app needs; where it has no gate and no container behind one, the whole gate. */
    void sweep(App app, Optional<Container> current) throws DeployException {
        var needed = app.gate().isPresent() || current.filter(app::isBehindGate).isPresent();
        for (var gate : gates.of(app)) {
            if (!needed || !gate.container().name().equals(app.gateName())) {
                containers.remove(gate.container().id());
            }
        }
        if (!needed) {
            gates.removeNetwork(app);
        }
    }

    /**
     * Makes a gate anew that somebody removed while the container behind it runs. One that was stopped is left so.
     *
     * @return whether there was anything to do
     */
    boolean mend(App app, Container current) throws DeployException, InterruptedException {
        if (app.gate().isEmpty() || !current.isUp() || !app.isBehindGate(current)) {
            return false;
        }
        var present = named(app, app.gateName());
        if (present.isPresent() && !isHalfMade(present.get())) {
            return false;
        }
        gates.prepare(app, Progress.NONE);
        prepare(app, current.origin().map(Container.Origin::deployment).orElse(0L), current);
        lead(app, current);
        return true;
    }

    /** Between its names and its ports, where only the end of the process leaves it. */
    private static boolean isHalfMade(Gates.Gate gate) {
        return gate.container().state().status() == Container.Status.CREATED || !gate.isAtWayIn();
    }

    /** What keeps visitors from the app, in words; empty if nothing does. */
    Optional<String> trouble(App app, Optional<Container> current) throws DeployException {
        if (app.gate().isEmpty() || current.filter(app::isBehindGate).isEmpty()) {
            return Optional.empty();
        }
        var gate = named(app, app.gateName());
        if (gate.isEmpty()) {
            return Optional.of("its gate " + app.gateName()
                    + " is gone, so nobody reaches its ports; the next poll makes it anew");
        }
        return gate.get().container().isRunning()
                ? Optional.empty()
                : Optional.of("its gate " + app.gateName() + " does not run, so nobody reaches its ports; docker start "
                        + app.gateName());
    }

    private void open(App app, Gates.Gate gate, Container to) throws DeployException, InterruptedException {
        gates.lead(app, gate, to);
        var id = gate.container().id();
        if (!gate.container().wiring().restart().equals(ALWAYS)) {
            containers.restartPolicy(id, ALWAYS);
        }
        if (!gate.isAtWayIn()) {
            containers.connect(id, App.wayIn());
        }
        if (!gate.container().isUp()) {
            containers.start(id);
            gates.await(app, gate);
        }
    }

    private void stop(Gates.Gate gate) throws DeployException {
        // As of any old container: it must not come back with the engine and take the port from the new one.
        containers.restartPolicy(gate.container().id(), RestartPolicy.NO);
        if (gate.container().isUp()) {
            containers.stop(gate.container().id(), Optional.empty());
        }
    }

    private Optional<Gates.Gate> fitting(App app) throws DeployException {
        return named(app, app.gateName()).filter(gate -> gate.madeOf().equals(gates.madeOf(app)));
    }

    private Optional<Gates.Gate> named(App app, String name) throws DeployException {
        List<Gates.Gate> all = gates.of(app);
        return all.stream().filter(gate -> gate.container().name().equals(name)).findFirst();
    }
}
