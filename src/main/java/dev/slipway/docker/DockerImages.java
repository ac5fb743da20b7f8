package dev.slipway.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Images;
import dev.slipway.deploy.Progress;
import dev.slipway.deploy.Source;
import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.Image;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Builds images with either of a Docker engine's builders, or pulls what others have built, by its API alone, and keeps only
 * those that may be needed again.
 */
public final class DockerImages implements Images {
    private final DockerEngine engine;
    private final ImageShelf shelf;
    private final BuildCache cache;
    private final BuildEngine tools;
    private final PulledShelf pulled;
    private final PublishedImages published;
    private final PushedImages pushed;

    /**
     * Builds on this engine.
     *
     * @param env the process's environment, by whose DOCKER_CONFIG or HOME, and PATH, registries' credentials are found as
     *     Docker's own command line finds them
     */
    public DockerImages(DockerEngine engine, Map<String, String> env) {
        this(engine, RegistryCredentials.of(env));
    }

    DockerImages(DockerEngine engine, RegistryCredentials credentials) {
        this.engine = engine;
        this.shelf = new ImageShelf(engine);
        this.cache = new BuildCache(engine);
        this.tools = BuildEngine.of(engine, credentials, shelf, cache);
        this.pulled = new PulledShelf(engine, shelf);
        this.published = new PublishedImages(tools, pulled);
        this.pushed = new PushedImages(tools);
    }

    @Override
    public Optional<Image> find(App app, Commit commit) throws DeployException {
        var found = app.build().pull().isPresent() ? pulled.find(app, commit) : shelf.find(app, commit);
        var tag = ImageLabels.tag(app, commit);
        if (found.isPresent()
                && !shelf.inspect(tag).map(InspectImageResponse::getId).equals(found)) {
            shelf.name(found.get(), ImageShelf.reference(tag)); // somebody took it away
        }
        return found.map(id -> new Image(id, tag));
    }

    @Override
    public Image build(App app, long deployment, Source.Tree tree, Progress log)
            throws DeployException, InterruptedException {
        var context = tree.context(app.build());
        context.remarks().forEach(log::line);
        var labels =
                ImageLabels.of(app, tree.commit(), deployment, engine.time().now());
        var order = new BuildOrder(app, tree.commit(), deployment, context.dockerfilePath(), labels);
        return new BuildJob(tools, order, context, log)
                .run(app.build().options().timeout());
    }

    @Override
    public boolean isPublished(App app, Commit commit) throws DeployException, InterruptedException {
        return published.digest(PublishedImages.reference(app, commit)).isPresent();
    }

    @Override
    public Image pull(App app, Commit commit, Progress log) throws DeployException, InterruptedException {
        return published.pull(app, commit, log);
    }

    @Override
    public String pinned(App app, Commit commit, Image image) throws DeployException, InterruptedException {
        return published.pinned(app, commit, image);
    }

    @Override
    public void release(App app, Image image) throws DeployException {
        if (app.build().image().isPresent()) {
            shelf.name(image.id(), ImageShelf.reference(app.build().image().get()));
        }
    }

    @Override
    public String push(App app, Commit commit, String image, Progress log)
            throws DeployException, InterruptedException {
        return pushed.push(app, commit, image, log);
    }

    @Override
    public List<Unneeded> unneeded(App app, Set<Commit> keep) throws DeployException {
        return Stream.concat(pulled.unneeded(app, keep).stream(), shelf.unneeded(app, keep).stream())
                .map(image -> new Unneeded(
                        ImageShelf.tags(image).stream().findFirst().orElse(image.getId()),
                        Objects.requireNonNullElse(image.getSize(), 0L)))
                .toList();
    }

    @Override
    public int prune(App app, Set<Commit> keep) throws DeployException {
        var removed = pulled.prune(app, keep) + shelf.prune(app, keep);
        cache.prune();
        return removed;
    }
}
