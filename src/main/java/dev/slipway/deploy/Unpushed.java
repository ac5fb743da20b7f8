package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Phase;
import dev.slipway.model.PushSpec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which image is to be pushed: that of what runs, if its deployment succeeded and the journal has no push of it. */
final class Unpushed {
    /** One push a deployment, and few deployments lie between one that succeeded and the newest. */
    private static final int PUSHES_READ = 200;

    private final History history;
    private final Containers containers;
    /** Where nothing is left to be pushed: else each quiet poll would ask the engine. */
    private final Map<String, Stand> settled = new ConcurrentHashMap<>();

    Unpushed(Ports ports) {
        this.history = ports.history();
        this.containers = ports.containers();
    }

    /** What is to be done. */
    record Due(App app, Deployment deployment, Name name) {}

    /**
     * An image and its name at the registry.
     *
     * @param image the engine's content id
     */
    record Name(String reference, String image) {}

    /** The newest deployment there was, and where to push. */
    private record Stand(long latest, PushSpec push) {}

    /** Empty if nothing is to be pushed, or something is under way. */
    Optional<Due> of(App app) throws DeployException {
        var latest = history.of(app.name(), 1).stream().findFirst();
        if (latest.isEmpty() || !latest.get().phase().isTerminal()) {
            return Optional.empty();
        }
        var stand = new Stand(latest.get().id(), app.build().push().orElseThrow());
        if (stand.equals(settled.get(app.name()))) {
            return Optional.empty();
        }
        var current = Lineup.of(app, containers).current().filter(Container::isUp);
        var due = due(app, current);
        // What is down may come up again without a deployment.
        if (due.isEmpty() && current.isPresent()) {
            settled.put(app.name(), stand);
        }
        return due;
    }

    private Optional<Due> due(App app, Optional<Container> current) throws DeployException {
        var name = name(app, current);
        var deployment = succeeded(current);
        return name.isEmpty() || deployment.isEmpty() || done(app, name.get()).isPresent()
                ? Optional.empty()
                : Optional.of(new Due(app, deployment.get(), name.get()));
    }

    private Optional<Deployment> succeeded(Optional<Container> current) throws DeployException {
        var origin = current.flatMap(Container::origin);
        return origin.isEmpty()
                ? Optional.empty()
                : history.find(origin.get().deployment())
                        .filter(d -> d.phase() == Phase.SUCCEEDED)
                        .filter(d -> d.commit().equals(origin.get().commit()));
    }

    /** The image that the container was made from; empty if it is to be pushed nowhere, or Slipway did not make it. */
    static Optional<Name> name(App app, Optional<Container> current) {
        var commit = current.flatMap(Container::origin).map(Container.Origin::commit);
        return app.build()
                .push()
                .filter(ignored -> !app.inSwarm())
                .flatMap(push -> commit.map(push::reference))
                .map(reference ->
                        new Name(reference, current.orElseThrow().wiring().image()));
    }

    /** An earlier deployment may have been of the same image; a registry may refuse to be given a name twice. */
    Optional<History.Push> done(App app, Name name) throws DeployException {
        return history.pushes(app.name(), PUSHES_READ).stream()
                .filter(push -> push.reference().equals(name.reference())
                        && push.image().equals(name.image()))
                .findFirst();
    }
}
