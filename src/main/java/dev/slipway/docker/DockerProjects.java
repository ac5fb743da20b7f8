package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Images;
import dev.slipway.deploy.Progress;
import dev.slipway.deploy.Projects;
import dev.slipway.deploy.Source;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Image;
import dev.slipway.model.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Projects of Compose on one Docker engine, put up by Compose itself and looked at by the engine's API. */
public final class DockerProjects implements Projects {
    /** Beyond the time that the services have to get well, and to stop. */
    private static final Duration UP = Duration.ofMinutes(1);

    private final DockerEngine engine;
    private final DockerContainers containers;
    private final EnvFiles envFiles;
    private final ComposePlugin plugin;
    private final ProjectStore store;
    private final ProjectParts parts;
    private final ProjectImages images;
    private final Map<String, String> env;
    private final MountedFromHere mounted;
    /** By app and deployment: what was given to Compose, of which nothing is written to a disk. */
    private final Map<String, Map<Long, Map<String, String>>> given = new ConcurrentHashMap<>();

    /**
     * Asks nothing yet.
     *
     * @param env of this process, by which Compose is found, and of which it is given what Docker's programs need
     * @param home where the files of projects are kept; only this process may write there
     */
    public DockerProjects(DockerEngine engine, DockerContainers containers, Map<String, String> env, Path home) {
        this(engine, containers, env, home, new ComposePlugin(env, ComposePlugin.SYSTEM_FOLDERS));
    }

    DockerProjects(
            DockerEngine engine,
            DockerContainers containers,
            Map<String, String> env,
            Path home,
            ComposePlugin plugin) {
        this.engine = engine;
        this.containers = containers;
        this.env = Map.copyOf(env);
        this.envFiles = new EnvFiles(env);
        this.plugin = plugin;
        this.store = new ProjectStore(home);
        this.parts = new ProjectParts(engine);
        this.images = new ProjectImages(engine);
        this.mounted = new MountedFromHere(engine);
    }

    @Override
    public Optional<Project> of(App app) throws DeployException {
        var found = parts.of(app.projectName());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var manifest = manifest(app, found);
        manifest.ifPresent(it -> remember(app, it));
        var origin = manifest.map(ProjectManifest::origin)
                .or(() -> found.stream()
                        .flatMap(each -> each.part().container().origin().stream())
                        .max(Comparator.comparingLong(Container.Origin::deployment)));
        return Optional.of(new Project(
                app.projectName(),
                origin,
                manifest.map(ProjectManifest::expected).orElse(Set.of()),
                found.stream().map(ProjectParts.Found::part).toList()));
    }

    /** What was put up last, as long as the containers do not say otherwise. */
    private Optional<ProjectManifest> manifest(App app, List<ProjectParts.Found> found) throws DeployException {
        var own = found.stream()
                .flatMap(each -> each.part().container().origin().stream())
                .filter(origin -> origin.app().equals(app.name()))
                .mapToLong(Container.Origin::deployment)
                .max();
        return own.isEmpty()
                ? Optional.empty()
                : store.current(app)
                        .filter(it -> it.project().equals(app.projectName())
                                && it.origin().deployment() >= own.getAsLong());
    }

    /** While the configuration is what it was then, so is the environment. */
    private void remember(App app, ProjectManifest manifest) {
        try {
            var environment = envFiles.environment(app);
            if (ConfigHash.of(app, environment).equals(manifest.origin().configHash())) {
                given.computeIfAbsent(app.name(), ignored -> new ConcurrentHashMap<>())
                        .putIfAbsent(manifest.origin().deployment(), environment);
            }
        } catch (DeployException e) {
            // An env file that cannot be read is said where it is needed.
        }
    }

    @Override
    public long highestDeployment() throws DeployException {
        return Math.max(parts.highestDeployment(), store.highestDeployment());
    }

    @Override
    public void preflight(App app) throws DeployException, InterruptedException {
        envFiles.environment(app);
        plugin.find();
        var before = store.current(app).map(ProjectManifest::project);
        if (before.isPresent()
                && !before.get().equals(app.projectName())
                && !parts.of(before.get()).isEmpty()) {
            throw new DeployException(
                    Blame.YOURS,
                    "project " + before.get() + " of " + app.name()
                            + " is still here, from before compose.project was changed",
                    "docker compose --project-name " + before.get() + " down, then slipway deploy " + app.name()
                            + " --retry;" + " its volumes stay, but bear that name");
        }
        var left = containers.of(app).stream()
                .filter(container -> container.origin().isPresent())
                .findFirst();
        if (left.isPresent()) {
            throw new DeployException(
                    Blame.YOURS,
                    "container " + left.get().name() + " of " + app.name()
                            + " is still here, from when Compose did not run it",
                    "docker rm --force " + left.get().name() + ", then slipway deploy " + app.name() + " --retry");
        }
    }

    /** Where and what Compose is, in words. */
    String describe() throws DeployException, InterruptedException {
        var found = plugin.find();
        return "Docker Compose " + found.version() + " (" + found.program() + ")";
    }

    @Override
    public boolean hasFiles(App app, Commit commit) {
        return Files.isDirectory(store.files(app, ProjectStore.tree(app, commit)));
    }

    @Override
    public void write(App app, Source.Tree tree) throws DeployException {
        store.write(app, tree);
    }

    @Override
    public Image prepare(Order order, boolean anew, Progress log) throws DeployException, InterruptedException {
        ComposeCommand.endStrays(store.folder(order.app()));
        var spec = order.app().compose().orElseThrow();
        var tree = store.files(order.app(), ProjectStore.tree(order.app(), order.commit()));
        var calls = calls(tree, spec.project(), spec.files(), spec.profiles(), envFiles.environment(order.app()));
        return new ComposePreparation(order, calls, store, images, parts, log).run(anew, mounted);
    }

    @Override
    public void up(Order order, boolean start, Progress log) throws DeployException, InterruptedException {
        var app = order.app();
        ComposeCommand.endStrays(store.folder(app));
        var manifest = store.manifest(app, order.deployment())
                .orElseThrow(() -> new DeployException(
                        Blame.HOST,
                        "what deployment " + order.deployment() + " of " + app.name() + " was put up from is gone from "
                                + store.folder(app),
                        "deploy a commit by hand: slipway deploy " + app.name() + " --retry"));
        var now = envFiles.environment(app);
        var environment = given.getOrDefault(app.name(), Map.of()).getOrDefault(order.deployment(), now);
        var tree = store.files(app, manifest.tree());
        var calls = calls(tree, manifest.project(), manifest.files(), manifest.profiles(), environment)
                .with(store.override(app, order.deployment()));
        // Nothing is built or pulled any more, by pull_policy of the override, which older versions know as well.
        var arguments = List.of("up", start ? "--detach" : "--no-start", "--no-build", "--remove-orphans");
        var limit = app.health().timeout().plus(manifest.grace()).plus(UP);
        var result = calls.run(arguments, limit, log::line);
        if (!result.isWell()) {
            throw ComposeFailure.ofUp(result);
        }
        keep(app, order.deployment(), environment);
        store.isCurrent(app, order.deployment());
    }

    /** Of what is put up now and of what was before: a way back needs no older one. */
    private void keep(App app, long deployment, Map<String, String> environment) throws DeployException {
        var before = store.current(app).map(it -> it.origin().deployment());
        var all = given.computeIfAbsent(app.name(), ignored -> new ConcurrentHashMap<>());
        all.put(deployment, environment);
        all.keySet()
                .removeIf(id -> id != deployment && before.filter(id::equals).isEmpty());
    }

    private ComposeCalls calls(
            Path tree, String project, List<String> files, List<String> profiles, Map<String, String> environment)
            throws DeployException, InterruptedException {
        var all = new HashMap<String, String>();
        ComposeCommand.clean(all, env);
        all.putAll(environment);
        all.put("DOCKER_HOST", engine.address().toString());
        // As flags, only newer versions know them.
        all.put("BUILDKIT_PROGRESS", "plain");
        all.put("COMPOSE_PROGRESS", "plain");
        // Otherwise in the home of a user who may have none.
        all.put("BUILDX_CONFIG", store.home().resolve(".buildx").toString());
        var secrets = SpokenSecrets.of(environment);
        var command = new ComposeCommand(plugin.find().program(), ComposeCalls.folder(tree, files), all, secrets);
        return new ComposeCalls(command, project, tree, files, List.of(), profiles);
    }

    @Override
    public void remove(App app, Progress log) throws DeployException, InterruptedException {
        ComposeCommand.endStrays(store.folder(app));
        log.line("slipway: remove the containers and networks of project " + app.projectName() + "; volumes stay");
        parts.remove(app.projectName(), containers);
        store.hasNone(app);
    }

    @Override
    public List<Images.Unneeded> unneeded(App app, Set<Commit> keep) throws DeployException {
        return images.unneeded(app, keep, named(app));
    }

    @Override
    public int prune(App app, Set<Commit> keep) throws DeployException {
        var removed = images.prune(app, keep, named(app));
        store.keepOnly(app, keep);
        return removed;
    }

    /** Names that what is put up would be put up with again. */
    private Set<String> named(App app) throws DeployException {
        var named = new HashSet<String>();
        store.current(app).ifPresent(it -> it.services().values().forEach(service -> named.add(service.image())));
        return named;
    }

    /** Remembers which services have ended in good order: who tidies up removes their containers, and that is no change by hand. */
    void rememberDone(App app) throws DeployException {
        var manifest = store.current(app);
        if (manifest.isPresent()) {
            var done = parts(app).stream()
                    .map(ProjectParts.Found::part)
                    .filter(part -> part.standing() == Project.Standing.DONE)
                    .map(Project.Part::service)
                    .collect(Collectors.toSet());
            store.save(app, manifest.get().done(done));
        }
    }

    /** What is kept of what is put up; for who compares it with what there is. */
    Optional<ProjectManifest> manifest(App app) throws DeployException {
        return store.current(app);
    }

    List<ProjectParts.Found> parts(App app) throws DeployException {
        return parts.of(app.projectName());
    }

    Optional<String> imageId(String name) throws DeployException {
        return images.id(name);
    }

    Path home() {
        return store.home();
    }
}
