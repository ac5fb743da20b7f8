package dev.slipway.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import java.util.Map;

/** An app's network without the outside world, on which nothing is published. */
final class PrivateNetwork {
    private final DockerEngine engine;

    PrivateNetwork(DockerEngine engine) {
        this.engine = engine;
    }

    static String name(App app) {
        return "slipway-" + app.name();
    }

    void make(App app) throws DeployException {
        engine.call("make network " + name(app), docker -> {
            var exists = docker.listNetworksCmd().withNameFilter(name(app)).exec().stream()
                    .anyMatch(network -> name(app).equals(network.getName()));
            return exists
                    ? ""
                    : docker.createNetworkCmd()
                            .withName(name(app))
                            .withInternal(true)
                            .withLabels(Map.of(ImageLabels.APP, app.name()))
                            .exec()
                            .getId();
        });
    }

    void remove(App app) throws DeployException {
        engine.call("remove network " + name(app), docker -> {
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
}
