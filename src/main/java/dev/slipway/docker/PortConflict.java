package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says who holds a port that could not be published; the engine names the port alone. */
final class PortConflict {
    /** The engine's words for a port that another container publishes, and the kernel's for any other holder. */
    private static final Pattern TAKEN =
            Pattern.compile(":(\\d{1,5})(?: failed: port is already allocated|: bind: address already in use)");

    private final DockerEngine engine;

    PortConflict(DockerEngine engine) {
        this.engine = engine;
    }

    /** Something that may publish a port. */
    @FunctionalInterface
    interface Change {
        void make() throws DeployException;
    }

    void explained(Change change) throws DeployException {
        try {
            change.make();
        } catch (DeployException e) {
            var match = TAKEN.matcher(String.valueOf(e.getMessage()));
            if (!match.find()) {
                throw e;
            }
            throw explain(e, Integer.parseInt(match.group(1)));
        }
    }

    private DeployException explain(DeployException e, int port) throws DeployException {
        var holder = holder(port);
        if (holder.isEmpty()) {
            return new DeployException(
                    Blame.HOST,
                    e.getMessage() + " (no container publishes port " + port + ", so another program listens there)",
                    "see who listens with 'ss -lntup', and stop it or change run.ports",
                    e);
        }
        return new DeployException(
                Blame.HOST,
                e.getMessage() + " (container " + holder.get() + " publishes port " + port + ")",
                "stop container " + holder.get() + ", or change run.ports",
                e);
    }

    private Optional<String> holder(int port) throws DeployException {
        return engine.call("list the containers", docker -> {
            for (var container : docker.listContainersCmd().exec()) {
                for (var each : container.getPorts()) {
                    if (Integer.valueOf(port).equals(each.getPublicPort()) && container.getNames().length > 0) {
                        return Optional.of(container.getNames()[0].replaceFirst("^/", ""));
                    }
                }
            }
            return Optional.empty();
        });
    }
}
