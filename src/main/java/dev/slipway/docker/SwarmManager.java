package dev.slipway.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;

/** What the manager of a swarm answers that other engines do not. */
final class SwarmManager {
    /** Of an engine that is in no swarm, or no manager of it. */
    private static final int NO_MANAGER = 503;

    /** Of a change to something that has another version by now. */
    private static final String STALE = "update out of sequence";

    private SwarmManager() {}

    /** One call or several. */
    @FunctionalInterface
    interface Asking<T> {
        T ask() throws DeployException;
    }

    /** Asks, and says plainly of an engine that manages no swarm that it does not. */
    static <T> T explaining(DockerEngine engine, Asking<T> asking) throws DeployException {
        try {
            return asking.ask();
        } catch (DeployException e) {
            throw explained(engine, e);
        }
    }

    /** YOURS: it is the configuration that names this engine, and other apps have nothing to do with it. */
    static DeployException explained(DockerEngine engine, DeployException e) {
        return e.getCause() instanceof DockerException engineSaid && engineSaid.getHttpStatus() == NO_MANAGER
                ? new DeployException(
                        Blame.YOURS,
                        "target: swarm, but the engine at " + engine.host() + " manages none: "
                                + EngineErrors.message(engineSaid),
                        "docker swarm init on this machine, or set docker.host to a manager of the swarm",
                        e)
                : e;
    }

    static boolean isStale(DeployException e) {
        return e.failure().what().contains(STALE);
    }
}
