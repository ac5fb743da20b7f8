package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Image;
import dev.slipway.model.Project;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Port: the projects of Compose on one engine. Each method that changes something is one effect, and safe to repeat: what is
 * already so is no error. Every failure to reach the engine is a {@link DeployException} of HOST.
 */
public interface Projects {
    /** The project that bears the name that the app's has, whoever made it; empty if it has no container. */
    Optional<Project> of(App app) throws DeployException;

    /** The highest deployment id on any label of a project's containers, of any app; 0 if there is none. */
    long highestDeployment() throws DeployException;

    /**
     * Checks that Compose is there, and the env files, so that it fails before anything is touched.
     *
     * @throws DeployException HOST if Compose is not there, or too old; YOURS, naming what is missing or not possible
     */
    void preflight(App app) throws DeployException, InterruptedException;

    /** Whether the commit's files are here already. */
    boolean hasFiles(App app, Commit commit) throws DeployException;

    /**
     * Writes the commit's files to where Compose reads them.
     *
     * @throws DeployException HOST if the disk refuses
     */
    void write(App app, Source.Tree tree) throws DeployException;

    /**
     * Has all ready to be put up: the Compose files read and found good, images built, or pulled where they are not here. Touches
     * nothing that runs. What Compose says goes to {@code log}.
     *
     * @param anew whether images of this commit that are here are built all the same
     * @return what stands for the images of all services together
     * @throws DeployException YOURS if the Compose files, or a build, fail; REMOTE if a registry does; HOST if the time is up
     * @throws InterruptedException if interrupted; Compose is ended then
     */
    Image prepare(Order order, boolean anew, Progress log) throws DeployException, InterruptedException;

    /**
     * Puts the project up as it was prepared: Compose recreates the containers of those services that changed, and removes those of
     * services that are no more. Returns when they have started.
     *
     * @param start false where none of its containers is to run
     * @throws DeployException with Compose's last words; YOURS unless they are about the host
     */
    void up(Order order, boolean start, Progress log) throws DeployException, InterruptedException;

    /** Removes the project's containers and networks; its volumes stay. */
    void remove(App app, Progress log) throws DeployException, InterruptedException;

    /** What {@link #prune} would remove of images now; the order stays. */
    List<Images.Unneeded> unneeded(App app, Set<Commit> keep) throws DeployException;

    /**
     * Removes the images and files of all commits but those of {@code keep}. What a container uses stays.
     *
     * @return how many images were removed
     */
    int prune(App app, Set<Commit> keep) throws DeployException;

    /**
     * What is put up.
     *
     * @param configHash of the configuration that it was prepared with
     */
    record Order(App app, Commit commit, long deployment, String configHash) {
        public Order {
            Objects.requireNonNull(app);
            Objects.requireNonNull(commit);
            Objects.requireNonNull(configHash);
        }

        /** What a deployment is to put up. */
        static Order of(App app, Deployment deployment) {
            return new Order(
                    app,
                    deployment.commit(),
                    deployment.id(),
                    deployment.intent().configHash());
        }

        /** What a project was put up from. */
        static Order of(App app, Container.Origin origin) {
            return new Order(app, origin.commit(), origin.deployment(), origin.configHash());
        }
    }
}
