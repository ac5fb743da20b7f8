package dev.slipway.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An app's network without the outside world, on which nothing is published. */
final class PrivateNetwork {
    private final DockerEngine engine;

    PrivateNetwork(DockerEngine engine) {
        this.engine = engine;
    }

    static String name(App app) {
        return "slipway-" + app.name();
    }

    /**
     * Makes sure that it is there.
     *
     * @throws DeployException YOURS if somebody else's network has its name
     */
    void make(App app) throws DeployException {
        var present = find(app);
        if (present.isPresent()) {
            requireOurs(app, present.get());
            return;
        }
        engine.call(
                "make network " + name(app),
                docker -> docker.createNetworkCmd()
                        .withName(name(app))
                        .withInternal(true)
                        .withLabels(Map.of(ImageLabels.APP, app.name()))
                        .exec()
                        .getId());
    }

    /** Leaves it while any container is on it, and leaves a network of that name that Slipway did not make. */
    void remove(App app) throws DeployException {
        var present = find(app);
        if (present.isEmpty() || !isOurs(app, present.get())) {
            return;
        }
        engine.call("remove network " + name(app), docker -> {
            // The engine itself heeds running containers only; a stopped one could never start again.
            if (isInUse(docker, name(app))) {
                return false;
            }
            try {
                docker.removeNetworkCmd(name(app)).exec();
                return true;
            } catch (NotFoundException e) {
                return false; // It is gone already.
            } catch (ConflictException e) {
                return false; // A container is still attached; the port's promise is to leave it then.
            } catch (DockerException e) {
                if (String.valueOf(e.getMessage()).contains("active endpoints")) {
                    return false; // As above, in the words of older engines.
                }
                throw e;
            }
        });
    }

    private static boolean isInUse(DockerClient docker, String network) {
        return !docker.listContainersCmd()
                .withShowAll(true)
                .withNetworkFilter(List.of(network))
                .exec()
                .isEmpty();
    }

    private Optional<Network> find(App app) throws DeployException {
        return engine.call(
                "look for network " + name(app),
                docker -> docker.listNetworksCmd().withNameFilter(name(app)).exec().stream()
                        .filter(network -> name(app).equals(network.getName()))
                        .findFirst());
    }

    private static boolean isOurs(App app, Network network) {
        return app.name().equals(network.getLabels().get(ImageLabels.APP));
    }

    private static void requireOurs(App app, Network network) throws DeployException {
        if (!isOurs(app, network)) {
            throw new DeployException(
                    Blame.YOURS,
                    "network " + name(app)
                            + " is needed for a warm swap, but Slipway did not make the one of that name",
                    "rename or remove that network, or choose another swap for apps." + app.name());
        }
    }
}
