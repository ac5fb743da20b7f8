package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.Failure;
import dev.slipway.model.Project;
import dev.slipway.model.Service;
import java.util.List;
import java.util.Optional;

/**
 * An app's containers, told apart.
 *
 * @param current the one that serves, or should; one that Slipway did not make only if the app adopts it
 * @param leftovers others that bear the app's label: what an interrupted swap left behind
 */
record Lineup(Optional<Container> current, List<Container> leftovers) {

    /** Looks at what runs the app: the engine's containers, the swarm's service, or the project of Compose. */
    static Lineup of(App app, Ports ports) throws DeployException {
        if (app.isComposed()) {
            return ofProject(app, ports.projects(), ports.reach());
        }
        return app.inSwarm() ? ofService(app, ports.services()) : of(app, ports.containers());
    }

    /**
     * Looks at a project of Compose, which is one and leaves nothing over.
     *
     * @throws DeployException YOURS if the project's name belongs to one that Slipway did not make for the app, or that this
     *     process runs in
     */
    static Lineup ofProject(App app, Projects projects, Reach reach) throws DeployException {
        var project = projects.of(app);
        var own = reach.ownContainers();
        if (project.isPresent()
                && project.get().parts().stream()
                        .anyMatch(part -> own.contains(part.container().id()))) {
            throw new DeployException(
                    Blame.YOURS,
                    "project " + app.projectName()
                            + " has Slipway's own container in it: by replacing it, Slipway would end"
                            + " itself half-way",
                    "give the app another compose.project; Slipway is updated from outside");
        }
        var container = project.map(Project::asContainer);
        var stranger = container.filter(found -> !belongsTo(app, found)
                && !(app.policy().adopt() && found.origin().isEmpty()));
        if (stranger.isPresent()) {
            throw refusal(app, stranger.get(), "project of Compose");
        }
        return new Lineup(container, List.of());
    }

    /**
     * Looks at the swarm.
     *
     * @throws DeployException YOURS if the app's name belongs to a service that Slipway did not make for it
     */
    static Lineup ofService(App app, Services services) throws DeployException {
        var service = services.of(app).map(Service::asContainer);
        var stranger = service.filter(found -> !belongsTo(app, found)
                && !(app.policy().adopt() && found.origin().isEmpty()));
        if (stranger.isPresent()) {
            throw refusal(app, stranger.get(), "service");
        }
        return new Lineup(service, List.of());
    }

    /**
     * Looks at the engine.
     *
     * @throws DeployException YOURS if a name that a swap needs belongs to a container that Slipway did not make for this app
     */
    static Lineup of(App app, Containers containers) throws DeployException {
        var own = containers.of(app);
        var adopted = refuseStrangers(app, own, containers);
        var current = withName(own, app.containerName())
                .or(() -> adopted)
                .or(() -> own.stream().filter(c -> !isSwapName(app, c)).findFirst())
                .or(() -> withName(own, app.previousName()));
        var leftovers = own.stream()
                .filter(c -> current.filter(it -> it.id().equals(c.id())).isEmpty())
                .toList();
        return new Lineup(current, leftovers);
    }

    /**
     * Either an app's containers or, where it needs a name that another's container bears, or is the agent's own, the refusal in
     * words: one app's conflict hides no other's state.
     */
    record Standing(Optional<Lineup> lineup, Optional<Failure> conflict) {}

    /** Looks at the engine, to tell and not to act. */
    static Standing standing(App app, Ports ports) throws DeployException {
        try {
            OwnContainer.refuse(app, ports.containers(), ports.reach());
            return new Standing(Optional.of(of(app, ports)), Optional.empty());
        } catch (DeployException e) {
            if (e.failure().blame() != Blame.YOURS) {
                throw e;
            }
            return new Standing(Optional.empty(), Optional.of(e.failure()));
        }
    }

    private static Optional<Container> withName(List<Container> own, String name) {
        return own.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    private static boolean isSwapName(App app, Container container) {
        return container.name().equals(app.nextName()) || container.name().equals(app.previousName());
    }

    /** Returns the container to adopt, if there is one and the app adopts it. */
    private static Optional<Container> refuseStrangers(App app, List<Container> own, Containers containers)
            throws DeployException {
        Optional<Container> adopted = Optional.empty();
        for (var name : List.of(app.containerName(), app.nextName(), app.previousName())) {
            // A name has one holder: where that is one of ours, nobody else needs to be asked for.
            var holder = withName(own, name).isPresent() ? Optional.<Container>empty() : containers.named(name);
            if (holder.filter(c -> !belongsTo(app, c)).isEmpty()) {
                continue;
            }
            // A predecessor that was adopted bears no label; its name tells that a swap was under way.
            if (app.policy().adopt() && holder.get().origin().isEmpty()) {
                adopted = name.equals(app.containerName()) ? holder : adopted;
                continue;
            }
            throw refusal(app, holder.get(), "container");
        }
        return adopted;
    }

    private static boolean belongsTo(App app, Container container) {
        return container.origin().filter(o -> o.app().equals(app.name())).isPresent();
    }

    private static DeployException refusal(App app, Container holder, String kind) {
        var owner = holder.origin().map(o -> "Slipway made for app " + o.app()).orElse("Slipway did not make");
        return new DeployException(
                Blame.YOURS,
                "the name " + holder.name() + " belongs to a " + kind + " that " + owner + " (id "
                        + holder.shortId() + ", image "
                        + holder.wiring().image() + ")",
                "remove or rename that " + kind + ", or let Slipway take it over with adopt: true under apps."
                        + app.name());
    }
}
