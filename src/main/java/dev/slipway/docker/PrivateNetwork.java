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
import java.util.function.Function;

/** An app's network without the outside world, on which nothing is published. */
final class PrivateNetwork {
    private final DockerEngine engine;
    private final Function<App, String> name;
    private final String use;

    private PrivateNetwork(DockerEngine engine, Function<App, String> name, String use) {
        this.engine = engine;
        this.name = name;
        this.use = use;
    }

    /** On which a new container is proven. */
    static PrivateNetwork forProof(DockerEngine engine) {
        return new PrivateNetwork(engine, PrivateNetwork::name, "a warm swap");
    }

    /** Over which gates lead to containers. */
    static PrivateNetwork behindGates(DockerEngine engine) {
        return new PrivateNetwork(engine, App::gateNetwork, "the gate");
    }

    /** Of that on which a new container is proven. */
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
                "make network " + name.apply(app),
                docker -> docker.createNetworkCmd()
                        .withName(name.apply(app))
                        .withInternal(true)
                        .withLabels(Map.of(ImageLabels.APP, app.name()))
                        .exec()
                        .getId());
    }

    /** @throws DeployException YOURS if somebody else's network has its name */
    void requireNoneOfOthers(App app) throws DeployException {
        var present = find(app);
        if (present.isPresent()) {
            requireOurs(app, present.get());
        }
    }

    /** Leaves it while any container is on it, and leaves a network of that name that Slipway did not make. */
    void remove(App app) throws DeployException {
        var present = find(app);
        if (present.isEmpty() || !isOurs(app, present.get())) {
            return;
        }
        engine.call("remove network " + name.apply(app), docker -> {
            // The engine itself heeds running containers only; a stopped one could never start again.
            if (isInUse(docker, name.apply(app))) {
                return false;
            }
            try {
                docker.removeNetworkCmd(name.apply(app)).exec();
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
                "look for network " + name.apply(app),
                docker -> docker.listNetworksCmd().withNameFilter(name.apply(app)).exec().stream()
                        .filter(network -> name.apply(app).equals(network.getName()))
                        .findFirst());
    }

    private static boolean isOurs(App app, Network network) {
        return app.name().equals(network.getLabels().get(ImageLabels.APP));
    }

    private void requireOurs(App app, Network network) throws DeployException {
        if (!isOurs(app, network)) {
            throw new DeployException(
                    Blame.YOURS,
                    "network " + name.apply(app) + " is needed for " + use
                            + ", but Slipway did not make the one of that name",
                    "rename or remove that network, or choose another swap for apps." + app.name());
        }
    }
}
