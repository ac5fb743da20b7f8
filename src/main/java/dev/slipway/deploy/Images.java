package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.Image;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Port: builds images, finds them again, and removes those that nobody needs. */
public interface Images {
    /** The image built earlier from this commit with the build settings of today; found by its labels. */
    Optional<Image> find(App app, Commit commit) throws DeployException;

    /**
     * Builds, labels and tags an image; everything the builder says goes to {@code log}.
     *
     * @throws DeployException YOURS if the Dockerfile fails, with the failing step and its last 20 lines; REMOTE if a base
     *     image's registry does; HOST if the engine or the disk does, or the time is up
     * @throws InterruptedException if interrupted; the engine's build is then cancelled
     */
    Image build(App app, long deployment, Source.Tree tree, Progress log) throws DeployException, InterruptedException;

    /**
     * For an app whose images are built elsewhere: whether the registry has that of this commit now.
     *
     * @throws DeployException REMOTE if the registry cannot be reached, or refuses us
     */
    boolean isPublished(App app, Commit commit) throws DeployException, InterruptedException;

    /**
     * For an app whose images are built elsewhere: brings that of this commit here, and tags it.
     *
     * @throws DeployException YOURS if the image says that it was made from another commit, or there is none for this machine;
     *     REMOTE if its registry fails or refuses; HOST if the engine or the disk does
     * @throws InterruptedException if interrupted; the engine's pull is then cancelled
     */
    Image pull(App app, Commit commit, Progress log) throws DeployException, InterruptedException;

    /**
     * How other engines call an image that was pulled here, so that they get the very same: {@code name:tag@digest}.
     *
     * @throws DeployException REMOTE if that is not known here any more, and its registry cannot be asked
     */
    String pinned(App app, Commit commit, Image image) throws DeployException, InterruptedException;

    /** Moves the tag {@code build.image}, if the app has one, to the image that runs. */
    void release(App app, Image image) throws DeployException;

    /**
     * Brings an image that is here to the registry, under the name that {@code build.push} gives the commit; the name is not left
     * here. One that is there already costs a question.
     *
     * @param image the engine's content id
     * @return its digest there
     * @throws DeployException REMOTE if the registry cannot be reached or refuses; HOST if the engine does, or the time is up
     * @throws InterruptedException if interrupted; the engine's push is then cancelled
     */
    String push(App app, Commit commit, String image, Progress log) throws DeployException, InterruptedException;

    /** What {@link #prune} would remove now, the untagged layers not counted; the order stays. */
    List<Unneeded> unneeded(App app, Set<Commit> keep) throws DeployException;

    /**
     * An image that nobody needs.
     *
     * @param name its tag, or the beginning of its id if it has none
     * @param bytes its size; layers that it shares with others count for each
     */
    record Unneeded(String name, long bytes) {}

    /**
     * Removes this app's images but those of {@code keep}, and the untagged layers of Slipway's own builds. An image that a
     * container uses stays, whoever's container it is.
     *
     * @return how many were removed
     */
    int prune(App app, Set<Commit> keep) throws DeployException;
}
