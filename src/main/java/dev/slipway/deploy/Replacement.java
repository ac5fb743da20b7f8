package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Image;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import java.util.Optional;

/** The steps of which every swap is made; each is one effect on the engine, or a few that may be repeated. */
final class Replacement {
    private final Ports ports;
    private final Verification verification;
    private final Journal journal;
    private final App app;
    private final Image image;
    private final GateKeeper gate;

    Replacement(Ports ports, Verification verification, Journal journal, App app, Image image) {
        this.ports = ports;
        this.verification = verification;
        this.journal = journal;
        this.app = app;
        this.image = image;
        this.gate = new GateKeeper(ports);
    }

    /** Creates the new container under the name that it has until it takes over. */
    Container create(Containers.Attachment attachment) throws DeployException {
        var deployment = deployment();
        journal.say("create " + app.nextName());
        return ports.containers()
                .create(new Containers.Creation(
                        app, deployment.commit(), deployment.id(), image, app.nextName(), attachment));
    }

    void start(Container container) throws DeployException {
        journal.say("start " + container.shortId());
        ports.containers().start(container.id());
    }

    /** Waits until it is well while the old one serves. */
    void prove(Container container) throws DeployException, InterruptedException {
        journal.say("well before the old one goes: "
                + verification.await(app, container.id(), app.health().timeout(), false));
    }

    void remove(Container container) throws DeployException {
        ports.containers().remove(container.id());
    }

    /** From now on the engine does not start the old one by itself: `always` would bring it back after a reboot. */
    void disarmPrevious() throws DeployException {
        if (previous().isPresent()) {
            ports.containers().restartPolicy(previous().get().id(), RestartPolicy.NO);
        }
    }

    /** Takes the old one off its networks, so that its addresses, aliases and published ports are free. */
    void detachPrevious() throws DeployException {
        gate.standDown(app);
        if (previous().isEmpty()) {
            return;
        }
        for (var attachment : previous().get().wiring().networks()) {
            ports.containers().disconnect(previous().get().id(), attachment.network());
        }
    }

    /** Puts the new one on the app's networks under all its names; where it is there unseen, it leaves for a moment. */
    void attach(Container container) throws DeployException {
        var now = ports.containers().find(container.id()).orElse(container);
        for (var attachment : app.attachments()) {
            if (now.wiring().networks().contains(attachment)) {
                continue;
            }
            if (isOn(now, attachment)) {
                ports.containers().disconnect(container.id(), attachment.network());
            }
            journal.say("connect to " + attachment.network() + " " + attachment.aliases());
            ports.containers().connect(container.id(), attachment);
        }
    }

    private static boolean isOn(Container container, NetworkAttachment attachment) {
        return container.wiring().networks().stream()
                .anyMatch(on -> on.network().equals(attachment.network()));
    }

    void leavePrivateNetwork(Container container) throws DeployException {
        ports.containers().disconnect(container.id(), ports.containers().privateNetwork(app));
    }

    /** Whether the old one publishes nothing itself. */
    boolean isPreviousBehindGate() {
        return previous().filter(app::isBehindGate).isPresent();
    }

    /** Has a gate ready that fits the configuration; nothing where the app is to have none. */
    void prepareGate(Container container) throws DeployException, InterruptedException {
        gate.prepare(app, deployment().id(), container);
    }

    /** Leads the app's ports to the container; nothing where it publishes them itself. */
    void leadGate(Container container) throws DeployException, InterruptedException {
        gate.lead(app, container).ifPresent(journal::say);
    }

    /** Stops the old one for good, and a gate that the app does not have any more. */
    void standDownPrevious() throws DeployException {
        gate.standDown(app);
        if (previous().isEmpty()) {
            return;
        }
        disarmPrevious();
        journal.say("stop " + previous().get().name());
        ports.containers().stop(previous().get().id(), Optional.empty());
    }

    /** The old one steps aside, and the new one bears the app's name. */
    void takeOverName(Container container) throws DeployException {
        if (previous().isPresent()) {
            ports.containers().rename(previous().get().id(), app.previousName());
        }
        ports.containers().rename(container.id(), app.containerName());
    }

    /** Hands the new version to the swarm, which does the rest. */
    Container rollOut() throws DeployException, InterruptedException {
        // The build and the push took their time.
        ports.lease().require();
        journal.say((previous().isPresent() ? "update" : "create") + " service " + app.name() + " with " + image.id());
        ports.services()
                .put(new Services.Order(app, deployment().commit(), deployment().id(), image.id()));
        return Lineup.of(app, ports).current().orElseThrow(() -> Rollout.removed(app));
    }

    /** Has Compose put up what was prepared. */
    Container putUp() throws DeployException, InterruptedException {
        journal.say("docker compose up for project " + app.projectName());
        try {
            ports.projects().up(Projects.Order.of(app, deployment()), true, journal.log());
        } catch (DeployException e) {
            throw new ProjectProof(ports).explained(app, e);
        }
        return Lineup.of(app, ports).current().orElseThrow(() -> ProjectProof.removed(app));
    }

    private Optional<Container> previous() {
        return deployment().previous();
    }

    private Deployment deployment() {
        return journal.deployment();
    }
}
