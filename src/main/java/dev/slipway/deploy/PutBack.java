package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.RestartPolicy;
import java.time.Duration;

/**
 * Puts the host back to what it was before a deployment touched it, from wherever a swap stopped. Each step looks first, so
 * that it may be repeated after a crash.
 */
final class PutBack {
    private static final int LOOKS = 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Containers containers;
    private final Rollout rollout;
    private final ProjectProof project;
    private final GateKeeper gate;
    private final Time time;

    PutBack(Ports ports) {
        this.containers = ports.containers();
        this.rollout = new Rollout(ports);
        this.project = new ProjectProof(ports);
        this.gate = new GateKeeper(ports);
        this.time = ports.time();
    }

    /**
     * Removes what the deployment made, then restores the container that it replaced.
     *
     * @return whether that had been touched: stopped, renamed, taken off a network or disarmed
     * @throws DeployException if the old container is gone, or does not come back
     */
    boolean run(App app, Deployment deployment, Progress log) throws DeployException, InterruptedException {
        if (deployment.inSwarm()) {
            return rollout.undo(app, deployment);
        }
        if (deployment.isComposed()) {
            return project.undo(app, deployment, log);
        }
        var behindGate = deployment.previous().filter(app::isBehindGate);
        // While both run, visitors go back without noticing; otherwise the ports that a new gate holds must be free.
        var led = behindGate.isPresent() && isUp(behindGate.get());
        if (led) {
            gate.putBack(app, deployment, behindGate.get());
        } else {
            gate.remove(app, deployment);
        }
        for (var container : containers.of(app)) {
            if (container.isOf(deployment)) {
                // A removal may take a while; its restart policy must not bring it up again should we die meanwhile.
                containers.restartPolicy(container.id(), RestartPolicy.NO);
                containers.remove(container.id());
            }
        }
        var touched = deployment.previous().isPresent()
                && restore(deployment.previous().get());
        if (behindGate.isPresent() && !led) {
            gate.putBack(app, deployment, behindGate.get());
        }
        containers.removePrivateNetwork(app);
        return touched;
    }

    private boolean isUp(Container container) throws DeployException {
        return containers.find(container.id()).filter(Container::isUp).isPresent();
    }

    private boolean restore(Container asItWas) throws DeployException, InterruptedException {
        var now = containers
                .find(asItWas.id())
                .orElseThrow(() -> new DeployException(
                        Blame.HOST,
                        "container " + asItWas.name() + " (" + asItWas.shortId()
                                + ") is gone, so it cannot be put back",
                        "deploy a commit by hand"));
        // Another start than that of then: a process that died since may have put back the rest already.
        var touched = !now.state().startedAt().equals(asItWas.state().startedAt());
        if (!now.name().equals(asItWas.name())) {
            touched = true;
            containers.rename(now.id(), asItWas.name());
        }
        for (var attachment : asItWas.wiring().networks()) {
            if (!now.wiring().networks().contains(attachment)) {
                touched = true;
                containers.connect(now.id(), attachment);
            }
        }
        if (!now.wiring().restart().equals(asItWas.wiring().restart())) {
            touched = true;
            containers.restartPolicy(now.id(), asItWas.wiring().restart());
        }
        if (asItWas.isUp() && !now.isUp()) {
            touched = true;
            containers.start(now.id());
            awaitUp(asItWas);
        }
        return touched;
    }

    private void awaitUp(Container asItWas) throws DeployException, InterruptedException {
        for (var look = 0; look < LOOKS; look++) {
            if (containers.find(asItWas.id()).filter(Container::isUp).isPresent()) {
                return;
            }
            time.sleep(BETWEEN_LOOKS);
        }
        throw new DeployException(
                Blame.HOST,
                "container " + asItWas.name() + " was started, but does not stay up",
                "see docker logs " + asItWas.name());
    }
}
