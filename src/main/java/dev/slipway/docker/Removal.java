package dev.slipway.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.io.IOException;
import java.time.Duration;

/** Removes a container, and is done when its name is free, whoever began the removal. */
final class Removal {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final DockerEngine engine;

    Removal(DockerEngine engine) {
        this.engine = engine;
    }

    /** Whether the engine refused a change because the container is being removed. */
    static boolean isUnderWay(DeployException e) {
        return e.getCause() instanceof DockerException engine
                && String.valueOf(engine.getMessage()).contains("marked for removal");
    }

    /** @throws DeployException HOST if it is still there at the end, or after two minutes */
    void of(String id) throws DeployException {
        remove(id, true);
    }

    /** The same, but the volumes without a name that it has stay. */
    void keepingVolumes(String id) throws DeployException {
        remove(id, false);
    }

    private void remove(String id, boolean withVolumes) throws DeployException {
        engine.call("remove container " + id, LONGEST, docker -> {
            try {
                docker.removeContainerCmd(id)
                        .withForce(true)
                        .withRemoveVolumes(withVolumes)
                        .exec();
                return true;
            } catch (NotFoundException e) {
                return false; // It is gone already.
            } catch (DockerException e) {
                if (!String.valueOf(e.getMessage()).contains("already in progress")) {
                    throw e;
                }
                return awaitEnd(id);
            }
        });
    }

    /** The engine tells when somebody else's removal is over, and if it failed why. */
    private boolean awaitEnd(String id) throws DeployException, IOException {
        try {
            var path = "/containers/" + id + "/wait?condition=removed";
            var end = Raw.post(engine.http(), path, Raw.JSON.createObjectNode());
            var trouble = end.at("/Error/Message").asText();
            if (trouble.isEmpty()) {
                return true;
            }
            throw new DeployException(
                    Blame.HOST, "could not remove container " + id + ": " + trouble, "docker rm --force " + id);
        } catch (NotFoundException e) {
            return false; // It went in between.
        }
    }
}
