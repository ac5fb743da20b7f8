package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.Image;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An engine's images in memory, built from nothing but a commit and its settings. */
final class FakeImages implements Images {
    private final Effects effects;
    private final List<Built> shelf = new ArrayList<>();
    private final List<Commit> attempts = new ArrayList<>();
    private final Map<Commit, DeployException> broken = new HashMap<>();
    private final Set<Commit> published = new HashSet<>();
    private Optional<DeployException> registry = Optional.empty();
    private final Map<String, String> registered = new HashMap<>();
    private int questions;
    private int pushes;

    FakeImages(Effects effects) {
        this.effects = effects;
    }

    /** From now on a build of this commit fails so. */
    void fail(Commit commit, DeployException how) {
        broken.put(commit, how);
    }

    void mend(Commit commit) {
        broken.remove(commit);
    }

    /** Of every build that was begun, in their order. */
    List<Commit> attempts() {
        return List.copyOf(attempts);
    }

    /** Of which there is an image. */
    List<Commit> commits() {
        return shelf.stream().map(Built::commit).distinct().toList();
    }

    int count() {
        return shelf.size();
    }

    @Override
    public Optional<Image> find(App app, Commit commit) {
        effects.requireAlive();
        return shelf.reversed().stream()
                .filter(built ->
                        built.app().equals(app.name()) && built.commit().equals(commit))
                .filter(built -> built.settings().equals(settings(app)))
                .map(Built::image)
                .findFirst();
    }

    @Override
    public Image build(App app, long deployment, Source.Tree tree, Progress log) throws DeployException {
        effects.about("build");
        var commit = tree.commit();
        attempts.add(commit);
        if (broken.containsKey(commit)) {
            throw broken.get(commit);
        }
        var id = "sha256:" + app.name() + "-" + attempts.size();
        var image = new Image(id, "slipway/" + app.name() + ":" + commit.sha());
        shelf.add(new Built(app.name(), commit, settings(app), image));
        return image;
    }

    /** The registry gets the image of this commit. */
    void publish(Commit commit) {
        published.add(commit);
    }

    /** From now on the registry fails so, or no longer. */
    void registryFails(Optional<DeployException> how) {
        registry = how;
    }

    int questions() {
        return questions;
    }

    @Override
    public boolean isPublished(App app, Commit commit) throws DeployException {
        effects.requireAlive();
        questions++;
        if (registry.isPresent()) {
            throw registry.get();
        }
        return published.contains(commit);
    }

    @Override
    public Image pull(App app, Commit commit, Progress log) throws DeployException {
        effects.about("pull");
        var image = new Image("sha256:pulled-" + commit.sha(), "slipway/" + app.name() + ":" + commit.sha());
        shelf.add(new Built(app.name(), commit, settings(app), image));
        return image;
    }

    @Override
    public String pinned(App app, Commit commit, Image image) throws DeployException {
        effects.requireAlive();
        if (registry.isPresent()) {
            throw registry.get();
        }
        return app.build().pull().orElseThrow().reference(commit) + "@sha256:digest-of-" + image.id();
    }

    @Override
    public void release(App app, Image image) throws DeployException {
        effects.about("release");
    }

    /** What the registry has under this name. */
    Optional<String> registered(String reference) {
        return Optional.ofNullable(registered.get(reference));
    }

    int pushes() {
        return pushes;
    }

    @Override
    public String push(App app, Commit commit, String image, Progress log) throws DeployException {
        effects.about("push");
        pushes++;
        if (registry.isPresent()) {
            throw registry.get();
        }
        var digest = "sha256:digest-of-" + image;
        registered.put(app.build().push().orElseThrow().reference(commit), digest);
        return digest;
    }

    @Override
    public List<Unneeded> unneeded(App app, Set<Commit> keep) {
        return outdated(app, keep).stream()
                .map(built -> new Unneeded(
                        "slipway/" + app.name() + ":" + built.commit().sha(), 1))
                .toList();
    }

    @Override
    public int prune(App app, Set<Commit> keep) throws DeployException {
        effects.about("prune");
        var before = shelf.size();
        shelf.removeAll(outdated(app, keep));
        return before - shelf.size();
    }

    private List<Built> outdated(App app, Set<Commit> keep) {
        return shelf.stream()
                .filter(built -> built.app().equals(app.name()))
                .filter(built ->
                        !keep.contains(built.commit()) || !newestOf(built).equals(built))
                .toList();
    }

    private Built newestOf(Built any) {
        return shelf.reversed().stream()
                .filter(built -> built.app().equals(any.app()) && built.commit().equals(any.commit()))
                .findFirst()
                .orElseThrow();
    }

    /** What of the settings makes another image. */
    private static String settings(App app) {
        var build = app.build();
        return build.context() + " " + build.dockerfile() + " " + build.args() + " " + build.target() + " "
                + build.pull();
    }

    private record Built(String app, Commit commit, String settings, Image image) {}
}
