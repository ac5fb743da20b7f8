package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.Service;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Port: the services of a swarm, spoken to by one of its managers. Each method that changes something is one effect, and safe to
 * repeat: what is already so is no error. Every failure to reach the engine, or an engine that manages no swarm, is a {@link
 * DeployException} of HOST.
 */
public interface Services {
    /** The service that bears the app's name, whoever made it. */
    Optional<Service> of(App app) throws DeployException;

    /** The highest deployment id on any service's label, of any app; 0 if there is none. */
    long highestDeployment() throws DeployException;

    /**
     * Checks that the networks, secrets, configs and env files are there that the service will need, and that the engine knows its
     * settings, so that it fails before anything is touched.
     *
     * @throws DeployException HOST if the engine manages no swarm; YOURS, naming what is missing or not possible
     */
    void preflight(App app) throws DeployException;

    /**
     * Makes the service, or has the swarm update it, and does not wait for its tasks. A service that is of this deployment already
     * is left as it is, whatever became of it since.
     *
     * @throws DeployException YOURS if the swarm refuses the settings; HOST if somebody else changes the service at the same time
     */
    void put(Order order) throws DeployException, InterruptedException;

    /**
     * Has the swarm go back to the settings of before the last change, and does not wait for its tasks.
     *
     * @param service as it was last seen: one that is of another deployment by now is left alone
     * @throws DeployException HOST if it is of another, or if the swarm knows no settings of before, or others of the same
     *     deployment
     */
    void rollBack(Service service) throws DeployException;

    /** Removes it, with its tasks. */
    void remove(Service service) throws DeployException;

    /** The last lines that a task said, on whichever node, oldest first; empty where its log driver cannot be read. */
    List<String> lastLines(Service.Task task, int count) throws DeployException;

    /**
     * What a service is made from.
     *
     * @param image by name and digest, so that every node runs the same
     */
    record Order(App app, Commit commit, long deployment, String image) {
        public Order {
            Objects.requireNonNull(app);
            Objects.requireNonNull(commit);
            Objects.requireNonNull(image);
        }
    }
}
