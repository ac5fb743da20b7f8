package dev.slipway.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.Image;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Images;
import dev.slipway.model.App;
import dev.slipway.model.Commit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The images that were built for the services of projects. A commit is in an image's names, and not on its labels: what did not
 * change from one commit to the next is one image with two names, and its container is left as it is.
 */
final class ProjectImages {
    /** A part of a repository's name, by the distribution's reference grammar. */
    private static final Pattern NAME_PART = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");

    private static final int DIGITS = 12;

    private final DockerEngine engine;
    private final ImageShelf shelf;

    ProjectImages(DockerEngine engine) {
        this.engine = engine;
        this.shelf = new ImageShelf(engine);
    }

    /** {@code slipway/APP/SERVICE:FULLSHA}: no app's name has a slash in it, so none is another app's. */
    static String tag(App app, String service, Commit commit) {
        var part = NAME_PART.matcher(service).matches()
                ? service
                : "service-" + Sha256.hex(service).substring(0, DIGITS);
        return prefix(app) + part + ":" + commit.sha();
    }

    private static String prefix(App app) {
        return "slipway/" + app.name() + "/";
    }

    /** The engine's id of what bears this name; empty if nothing does. */
    Optional<String> id(String name) throws DeployException {
        return shelf.inspect(name).map(InspectImageResponse::getId);
    }

    /** Whether it is there, and was built so. */
    boolean isBuilt(String tag, String buildHash) throws DeployException {
        return shelf.inspect(tag)
                .map(InspectImageResponse::getConfig)
                .map(config -> config.getLabels())
                .filter(labels -> buildHash.equals(labels.get(ImageLabels.CONFIG_HASH)))
                .isPresent();
    }

    /** @param named names that are needed, whichever commit they are of */
    List<Images.Unneeded> unneeded(App app, Set<Commit> keep, Set<String> named) throws DeployException {
        var used = shelf.usedByContainers();
        return all(app).stream()
                .filter(image -> !used.contains(image.getId()))
                .filter(image -> ImageShelf.tags(image).stream().allMatch(tag -> isUnneeded(app, tag, keep, named)))
                .map(image -> new Images.Unneeded(
                        ImageShelf.tags(image).stream().findFirst().orElse(image.getId()),
                        Objects.requireNonNullElse(image.getSize(), 0L)))
                .toList();
    }

    int prune(App app, Set<Commit> keep, Set<String> named) throws DeployException {
        var removed = 0;
        var used = shelf.usedByContainers();
        for (var image : all(app)) {
            var tags = ImageShelf.tags(image);
            var names = tags.stream()
                    .filter(tag -> isUnneeded(app, tag, keep, named))
                    .toList();
            var isUsed = used.contains(image.getId());
            // The last name of one that is used stays, so that people see what it is.
            if (isUsed && names.size() == tags.size()) {
                continue;
            }
            var gone = new HashSet<String>();
            for (var name : names) {
                if (shelf.removed(name)) {
                    gone.add(name);
                }
            }
            if (tags.isEmpty() ? shelf.removed(image.getId()) : gone.size() == tags.size()) {
                removed++;
            }
        }
        return removed;
    }

    private static boolean isUnneeded(App app, String tag, Set<Commit> keep, Set<String> named) {
        var shas = keep.stream().map(Commit::sha).collect(Collectors.toSet());
        return tag.startsWith(prefix(app))
                && !named.contains(tag)
                && !shas.contains(tag.substring(tag.lastIndexOf(':') + 1));
    }

    private List<Image> all(App app) throws DeployException {
        return engine
                .call(
                        "list the images",
                        docker -> docker.listImagesCmd()
                                .withLabelFilter(Map.of(ImageLabels.APP, app.name()))
                                .exec())
                .stream()
                .filter(image -> {
                    var tags = ImageShelf.tags(image);
                    return tags.isEmpty() || tags.stream().anyMatch(tag -> tag.startsWith(prefix(app)));
                })
                .toList();
    }
}
