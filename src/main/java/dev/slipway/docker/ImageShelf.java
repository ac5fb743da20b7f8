package dev.slipway.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.PushSpec;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images of Slipway's apps that the engine holds, known by their labels and named by Slipway's tags. */
final class ImageShelf {
    private static final Logger LOG = LoggerFactory.getLogger(ImageShelf.class);
    private static final String STAGE = "-stage-";
    private static final Comparator<Image> NEWEST_FIRST =
            Comparator.comparing(Image::getCreated).reversed();

    private final DockerEngine engine;

    ImageShelf(DockerEngine engine) {
        this.engine = engine;
    }

    /** The image of that name, whoever made it. */
    Optional<InspectImageResponse> inspect(String name) throws DeployException {
        return engine.call("look for the image " + name, docker -> {
            try {
                return Optional.of(docker.inspectImageCmd(name).exec());
            } catch (NotFoundException ignored) {
                return Optional.empty();
            }
        });
    }

    /**
     * The image that a build of this commit made with the build settings of today. Images that others built upon it inherit its
     * labels: those bear names of their own.
     */
    Optional<String> find(App app, Commit commit) throws DeployException {
        var tag = ImageLabels.tag(app, commit);
        var possible = labelled(ImageLabels.identity(app, commit)).stream()
                .filter(image -> isOurs(app, tag, tags(image)))
                .sorted(NEWEST_FIRST)
                .toList();
        return possible.stream()
                .filter(image -> tags(image).contains(tag))
                .findFirst()
                .or(() -> possible.stream().findFirst())
                .map(Image::getId);
    }

    private static boolean isOurs(App app, String tag, List<String> tags) {
        return tags.isEmpty()
                || tags.contains(tag)
                || app.build().image().stream()
                        .anyMatch(extra -> tags.contains(extra) || tags.contains(extra + ":latest"));
    }

    /**
     * Makes sure that the image bears this name; another one that did loses it.
     *
     * @param name with its tag
     */
    void name(String id, ImageReference name) throws DeployException {
        engine.call("tag the image as " + name, docker -> {
            docker.tagImageCmd(id, name.name(), name.version()).exec();
            return true;
        });
    }

    /**
     * Names the images that the classic builder leaves of a build's other stages: without names they would be everybody's
     * dangling images, of which nobody could tell later that they are this app's to remove.
     *
     * @param images in the order of the stages; the last one is the result, unless the build failed
     */
    void nameStages(App app, Commit commit, List<String> images) {
        try {
            for (var i = 0; i < images.size() - 1; i++) {
                var name = ImageLabels.tag(app, commit) + STAGE + (i + 1);
                name(images.get(i), reference(name));
            }
        } catch (DeployException e) {
            // The build counts, not its scraps: at worst an image without a name stays until 'docker image prune'.
            LOG.debug("cannot name the stages of {} {}", app.name(), commit, e);
        }
    }

    /**
     * Removes the app's images but those of {@code keep}, and never one that a container is made from.
     *
     * @return how many were removed, the images of their other stages not counted
     */
    int prune(App app, Set<Commit> keep) throws DeployException {
        var removed = 0;
        for (var image : unneeded(app, keep)) {
            if (remove(app, image)) {
                removed++;
            }
        }
        for (var stage : stages(app, keep)) {
            removed(stage);
        }
        return removed;
    }

    /** What {@link #prune} tries to remove. */
    List<Image> unneeded(App app, Set<Commit> keep) throws DeployException {
        var used = usedByContainers();
        // Another machine's Slipway may have built, and labelled, what was pulled here.
        var images = labelled(Map.of(ImageLabels.APP, app.name())).stream()
                .filter(image -> !PulledShelf.isPulled(app, tags(image)))
                .toList();
        var kept = kept(app, images, keep);
        return images.stream()
                .filter(image -> !kept.contains(image.getId()) && !used.contains(image.getId()))
                .toList();
    }

    /** Of each kept commit the image that bears its tag or, if somebody took the tag away, the newest. */
    private static Set<String> kept(App app, List<Image> images, Set<Commit> keep) {
        var kept = new HashSet<String>();
        for (var commit : keep) {
            var tag = ImageLabels.tag(app, commit);
            var ofCommit = images.stream()
                    .filter(image -> commit.sha().equals(image.getLabels().get(ImageLabels.COMMIT)))
                    .toList();
            ofCommit.stream()
                    .filter(image -> tags(image).contains(tag))
                    .findFirst()
                    .or(() -> ofCommit.stream().min(NEWEST_FIRST))
                    .ifPresent(image -> kept.add(image.getId()));
        }
        return kept;
    }

    /** @return whether the image is gone: a tag of somebody else's keeps it, then only Slipway's go */
    private boolean remove(App app, Image image) throws DeployException {
        var tags = tags(image);
        var ours = tags.stream()
                .filter(tag -> tag.startsWith(ImageLabels.repository(app) + ":") || isOfPush(app, tag))
                .toList();
        if (tags.isEmpty()) {
            return removed(image.getId());
        }
        var all = true;
        for (var tag : ours) {
            all &= removed(tag);
        }
        return all && ours.size() == tags.size();
    }

    /** A push that was cut short leaves the name that it needed. */
    private static boolean isOfPush(App app, String tag) {
        return app.build().push().map(PushSpec::prefix).filter(tag::startsWith).isPresent();
    }

    boolean removed(String nameOrId) throws DeployException {
        return engine.call("remove the image " + nameOrId, docker -> {
            try {
                docker.removeImageCmd(nameOrId).exec();
                return true;
            } catch (NotFoundException ignored) {
                return false; // somebody was faster
            } catch (ConflictException ignored) {
                return false; // a container was made from it meanwhile, or another image stands upon it: it is needed
            }
        });
    }

    private List<String> stages(App app, Set<Commit> keep) throws DeployException {
        var kept = keep.stream()
                .map(commit -> ImageLabels.tag(app, commit) + STAGE)
                .toList();
        return engine
                .call(
                        "list the images",
                        docker -> docker.listImagesCmd()
                                .withReferenceFilter(ImageLabels.repository(app) + ":*" + STAGE + "*")
                                .exec())
                .stream()
                .flatMap(image -> tags(image).stream())
                .filter(tag -> tag.startsWith(ImageLabels.repository(app) + ":") && tag.contains(STAGE))
                .filter(tag -> kept.stream().noneMatch(tag::startsWith))
                .toList();
    }

    private List<Image> labelled(Map<String, String> labels) throws DeployException {
        return engine.call(
                "list the images",
                docker -> docker.listImagesCmd().withLabelFilter(labels).exec());
    }

    Set<String> usedByContainers() throws DeployException {
        return engine
                .call(
                        "list the containers",
                        docker -> docker.listContainersCmd().withShowAll(true).exec())
                .stream()
                .map(Container::getImageId)
                .collect(Collectors.toSet());
    }

    static ImageReference reference(String name) throws DeployException {
        return ImageReference.parse(name)
                .filter(parsed -> parsed.digest().isEmpty())
                .orElseThrow(() -> new DeployException(
                        Blame.YOURS,
                        "'" + name + "' is no name for an image",
                        "write it like registry.example.com/team/name:tag, in lower case"));
    }

    static List<String> tags(Image image) {
        return Stream.of(Optional.ofNullable(image.getRepoTags()).orElse(new String[0]))
                .filter(tag -> !tag.equals("<none>:<none>"))
                .toList();
    }
}
