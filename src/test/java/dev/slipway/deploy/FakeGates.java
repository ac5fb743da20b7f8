package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.GateSpec;
import dev.slipway.model.RunKey;
import java.util.List;
import java.util.Optional;

/** Gates on an engine in memory. */
final class FakeGates implements Gates {
    private final Effects effects;
    private final FakeContainers containers;
    private Optional<DeployException> refusal = Optional.empty();

    FakeGates(Effects effects, FakeContainers containers) {
        this.effects = effects;
        this.containers = containers;
    }

    /** From now on the image of a gate cannot be had. */
    void imageIsMissing() {
        refusal = Optional.of(new DeployException(Blame.REMOTE, "cannot pull the gate's image", ""));
    }

    @Override
    public List<Gate> of(App app) {
        effects.requireAlive();
        return containers.gates(app.name());
    }

    @Override
    public String madeOf(App app) {
        return app.gate().map(GateSpec::image).orElse("") + app.run().get(RunKey.PORTS);
    }

    @Override
    public void prepare(App app, Progress log) throws DeployException {
        effects.about("prepare gate");
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        var holder = containers.named(app.gateName());
        if (holder.isPresent()
                && of(app).stream().noneMatch(gate -> gate.container().equals(holder.get()))) {
            throw new DeployException(Blame.YOURS, "the name " + app.gateName() + " belongs to another", "");
        }
    }

    @Override
    public Gate create(App app, long deployment, Container to) throws DeployException {
        effects.about("create gate");
        return containers.createGate(app, madeOf(app), deployment, to.id());
    }

    @Override
    public void await(App app, Gate gate) throws DeployException {
        effects.requireAlive();
        if (containers.find(gate.container().id()).filter(Container::isRunning).isEmpty()) {
            throw new DeployException(Blame.YOURS, "the gate's haproxy does not run", "");
        }
    }

    @Override
    public void lead(App app, Gate gate, Container to) throws DeployException {
        effects.about("lead " + gate.container().name() + " to " + to.name());
        containers.lead(gate.container().id(), to.id());
    }

    @Override
    public void removeNetwork(App app) throws DeployException {
        effects.about("remove the gate's network");
        containers.removeGateNetwork(app);
    }
}
