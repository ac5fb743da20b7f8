package dev.slipway.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.Image;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.Inclusions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The images that others built and Slipway pulled. They cannot be given labels, so they are known by tags of Slipway's: that of
 * every image, and one more that says what the configuration called the image then.
 */
final class PulledShelf {
    private static final String PULLED = "-pulled-";
    private static final int HASH_DIGITS = 12;

    private final DockerEngine engine;
    private final ImageShelf shelf;

    PulledShelf(DockerEngine engine, ImageShelf shelf) {
        this.engine = engine;
        this.shelf = shelf;
    }

    /** The image that was pulled for this commit by the name that it has in the configuration of today. */
    Optional<String> find(App app, Commit commit) throws DeployException {
        return shelf.inspect(mark(app, commit)).map(InspectImageResponse::getId);
    }

    /** Names it; the name by which it is found comes last, so that one who is cut short pulls again. */
    void keep(App app, Commit commit, String id) throws DeployException {
        shelf.name(id, ImageShelf.reference(ImageLabels.tag(app, commit)));
        shelf.name(id, ImageShelf.reference(mark(app, commit)));
    }

    /**
     * Lets go of the app's pulled images but those of {@code keep}, and never of one that a container is made from.
     *
     * @return how many were removed
     */
    int prune(App app, Set<Commit> keep) throws DeployException {
        var removed = 0;
        for (var image : unused(app)) {
            if (prune(app, image, keep)) {
                removed++;
            }
        }
        return removed;
    }

    /** What {@link #prune} removes. */
    List<Image> unneeded(App app, Set<Commit> keep) throws DeployException {
        return unused(app).stream()
                .filter(image -> outdated(app, ImageShelf.tags(image), keep).size()
                        == ImageShelf.tags(image).size())
                .toList();
    }

    private List<Image> unused(App app) throws DeployException {
        var used = shelf.usedByContainers();
        return all(app).stream().filter(image -> !used.contains(image.getId())).toList();
    }

    private static List<String> outdated(App app, List<String> tags, Set<Commit> keep) {
        // Pulled again for the same commit, another image has its tag, and this one only the mark of an older name.
        var kept = keep.stream()
                .map(commit -> ImageLabels.tag(app, commit))
                .filter(tags::contains)
                .toList();
        return tags.stream()
                .filter(tag -> isOurs(app, tag) && kept.stream().noneMatch(tag::startsWith))
                .toList();
    }

    /** Removes one that was pulled and is not wanted after all, unless somebody has named it. */
    void drop(InspectImageResponse image) throws DeployException {
        if (Optional.ofNullable(image.getRepoTags()).orElse(List.of()).isEmpty()) {
            for (var digest : Optional.ofNullable(image.getRepoDigests()).orElse(List.of())) {
                shelf.removed(digest);
            }
        }
    }

    static boolean isPulled(App app, List<String> tags) {
        return tags.stream().anyMatch(tag -> isOurs(app, tag) && tag.contains(PULLED));
    }

    private boolean prune(App app, Image image, Set<Commit> keep) throws DeployException {
        var tags = ImageShelf.tags(image);
        var outdated = outdated(app, tags, keep);
        var last = outdated.size() == tags.size();
        if (last) {
            // First the digests, by which it would stay without any name: the last tag takes the image along.
            for (var digest : Optional.ofNullable(image.getRepoDigests()).orElse(new String[0])) {
                shelf.removed(digest);
            }
        }
        for (var tag : outdated) {
            shelf.removed(tag);
        }
        return last;
    }

    /** Asked for by a filter, the engine would tell of no other tags that an image has. */
    private List<Image> all(App app) throws DeployException {
        return engine.call("list the images", docker -> docker.listImagesCmd().exec()).stream()
                .filter(image -> isPulled(app, ImageShelf.tags(image)))
                .toList();
    }

    private static boolean isOurs(App app, String tag) {
        return tag.startsWith(ImageLabels.repository(app) + ":");
    }

    private static String mark(App app, Commit commit) {
        var hash = ImageLabels.buildHash(app.build(), Inclusions.NONE).substring(0, HASH_DIGITS);
        return ImageLabels.tag(app, commit) + PULLED + hash;
    }
}
