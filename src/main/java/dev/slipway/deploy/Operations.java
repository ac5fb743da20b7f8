package dev.slipway.deploy;

import dev.slipway.model.Commit;
import dev.slipway.model.Deployment;
import dev.slipway.model.Difference;
import dev.slipway.model.Failure;
import dev.slipway.model.Plan;
import dev.slipway.model.Request;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a person or a schedule can ask of Slipway, whichever process carries it out. An app's name that the configuration
 * does not have is a {@link DeployException} of YOURS, which names those that it has.
 */
public interface Operations {
    /** Takes a request into the app's slot and returns at once; the future ends with the request and never fails. */
    CompletableFuture<Outcome> submit(Request request) throws DeployException;

    /** What {@code submit} would do now, without doing it. */
    Plan plan(Request request) throws DeployException, InterruptedException;

    /**
     * The deployment that a rollback would go back to: the newest that succeeded with another commit than the one that
     * runs, or the newest that succeeded with a commit that begins with {@code sha}.
     *
     * @throws DeployException YOURS if there is none
     */
    Deployment rollbackTarget(String app, Optional<String> sha) throws DeployException;

    /**
     * The full commit for what a person typed: a full id as it is, an abbreviated one if the app's history has exactly one
     * commit that begins so.
     *
     * @throws DeployException YOURS if it is neither
     */
    Commit resolve(String app, String sha) throws DeployException;

    /** Automatic deployments of the app wait from now on; detection goes on. */
    void pause(String app, String reason) throws DeployException;

    /** Lifts a pause and a pin, and gives a BROKEN app back to the automatic. */
    void resume(String app) throws DeployException;

    /** In what the app's running container is not what was deployed; empty if in nothing, or if none runs. */
    List<Difference> differences(String app) throws DeployException;

    /**
     * The images beyond each app's {@code keep}, in the order of the configuration; they are removed, unless it is a dry run. An app
     * with a deployment under way is left out, whose end does the same; so are those of a Docker host that cannot be asked.
     *
     * @throws DeployException HOST if none can
     */
    Pruning prune(boolean dryRun) throws DeployException;

    /** An image that an app does not need. */
    record Pruned(String app, Images.Unneeded image) {}

    /**
     * What a look at all apps' images came to.
     *
     * @param missed why some were not looked at, for each Docker host that could not be asked
     */
    record Pruning(List<Pruned> images, List<Failure> missed) {
        public Pruning {
            images = List.copyOf(images);
            missed = List.copyOf(missed);
        }
    }

    /**
     * In the order of the configuration; of apps whose Docker host cannot be asked, what is known without it.
     *
     * @throws DeployException HOST if none can
     */
    List<AppStatus> status() throws DeployException;

    AppStatus status(String app) throws DeployException;

    History history();
}
