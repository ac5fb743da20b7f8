package dev.slipway.docker;

import com.github.dockerjava.api.model.Network;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks for what a container will need, while the old one still serves. */
final class Preflight {
    private final DockerEngine engine;

    Preflight(DockerEngine engine) {
        this.engine = engine;
    }

    void check(App app) throws DeployException {
        ApiNeeds.check(app.run(), engine.api());
        var networks = engine.call(
                "list the networks",
                docker -> docker.listNetworksCmd().exec().stream()
                        .map(Network::getName)
                        .toList());
        for (var attachment : app.attachments()) {
            require(attachment, networks);
        }
        for (var mount : app.run().get(RunKey.VOLUMES).orElse(List.of())) {
            require(mount);
        }
    }

    private static void require(NetworkAttachment attachment, List<String> networks) throws DeployException {
        if (!networks.contains(attachment.network())) {
            throw new DeployException(
                    Blame.YOURS,
                    "run.networks: there is no network " + attachment.network(),
                    "docker network create " + attachment.network());
        }
    }

    /** Docker makes a missing folder by itself, unless it is told not to. */
    private static void require(Run.Mount mount) throws DeployException {
        var mayBeMade = Boolean.parseBoolean(mount.options().getOrDefault("create_host_path", "true"));
        if (mount.kind() == Run.Mount.Kind.BIND
                && !mayBeMade
                && !Files.exists(Path.of(mount.source().orElseThrow()))) {
            throw new DeployException(
                    Blame.YOURS,
                    "run.volumes: " + mount.source().orElseThrow() + " is not there",
                    "make it, or let Docker make it with create_host_path: true");
        }
    }
}
