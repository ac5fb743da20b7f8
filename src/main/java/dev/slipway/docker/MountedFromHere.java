package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.nio.file.Path;
import java.util.Optional;

/** Whether the engine sees a folder of this process at the same path: it looks for what is to be mounted on its own host. */
final class MountedFromHere implements ComposePreparation.MountedFiles {
    private final DockerEngine engine;
    private final Whereabouts whereabouts;

    MountedFromHere(DockerEngine engine) {
        this.engine = engine;
        this.whereabouts = new Whereabouts(engine, Path.of("/"));
    }

    @Override
    public void require(Path folder) throws DeployException {
        var why = objection(folder);
        if (why.isPresent()) {
            throw new DeployException(
                    Blame.YOURS,
                    "the Compose files mount files of the repository, which Docker cannot find: " + why.get(),
                    "mount data_dir into the agent's container at the path that it has on the host, or let the app's images"
                            + " have the files in them");
        }
    }

    /** Why it does not; empty if it does. */
    Optional<String> objection(Path folder) throws DeployException {
        if (!engine.host().isSocket()) {
            return Optional.of("the engine at " + engine.host() + " may be on another machine than data_dir");
        }
        if (whereabouts.place() instanceof Place.Inside inside) {
            var mounts = engine.call(
                    "inspect container " + inside.container(),
                    docker -> Raw.get(engine.http(), "/containers/" + inside.container() + "/json")
                            .path("Mounts"));
            var same = MountsCheck.over(folder.toString(), mounts)
                    .filter(mount -> mount.path("Source")
                            .asText()
                            .equals(mount.path("Destination").asText()))
                    .isPresent();
            return same
                    ? Optional.empty()
                    : Optional.of(folder + " in the agent's container is elsewhere on the host, or nowhere");
        }
        return Optional.empty();
    }
}
