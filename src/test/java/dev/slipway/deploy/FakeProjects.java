package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Image;
import dev.slipway.model.Project;
import dev.slipway.model.RestartPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compose in memory. A project has a service {@code web} that every commit changes, a service {@code db} that none does, and
 * {@code migrate}, which ends in good order each time.
 */
final class FakeProjects implements Projects {
    private final Effects effects;
    private final ManualTime time;
    private final Unwell unwell;
    private final Set<Commit> written = new HashSet<>();
    private final Map<Commit, String> images = new HashMap<>();
    private final Map<Commit, DeployException> broken = new HashMap<>();
    private final Map<Long, Order> prepared = new HashMap<>();
    private final Map<String, Up> projects = new LinkedHashMap<>();
    private final Set<Commit> dying = new HashSet<>();
    private int nextId;

    FakeProjects(Effects effects, ManualTime time, Unwell unwell) {
        this.effects = effects;
        this.time = time;
        this.unwell = unwell;
    }

    /** Which commits' service web never becomes well. */
    @FunctionalInterface
    interface Unwell {
        boolean is(Commit commit);
    }

    /** From now on nothing of this commit can be prepared. */
    void refuse(Commit commit, DeployException how) {
        broken.put(commit, how);
    }

    /** The service web of this commit ends as soon as it has started, so that Compose gives up. */
    void dieOnStart(Commit commit) {
        dying.add(commit);
    }

    /** Somebody puts up a project by hand. */
    void strange(String name) {
        var up = new Up();
        up.parts.add(part("web", Optional.empty(), Container.Status.RUNNING, 0, "strange"));
        projects.put(name, up);
    }

    /** Somebody stops it by hand. */
    void stop(String name) {
        var parts = projects.get(name).parts;
        parts.replaceAll(part -> part(
                part.service(),
                part.container().origin(),
                Container.Status.EXITED,
                part.container().wiring().restart().equals(RestartPolicy.NO) ? 0 : 137,
                part.container().wiring().image(),
                part.container().id()));
    }

    /** One project, as it is. */
    private static final class Up {
        private final List<Project.Part> parts = new ArrayList<>();
        private Optional<Container.Origin> origin = Optional.empty();
    }

    private Project.Part part(
            String service, Optional<Container.Origin> origin, Container.Status status, int exit, String image) {
        return part(service, origin, status, exit, image, "container-" + nextId++);
    }

    private Project.Part part(
            String service,
            Optional<Container.Origin> origin,
            Container.Status status,
            int exit,
            String image,
            String id) {
        var always = new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0);
        var sick = service.equals("web")
                && origin.map(Container.Origin::commit).filter(unwell::is).isPresent();
        return new Project.Part(
                service,
                new Container(
                        id,
                        "web-" + service + "-1",
                        origin,
                        new Container.State(
                                status,
                                exit,
                                0,
                                status == Container.Status.CREATED ? Instant.EPOCH : time.now(),
                                sick ? Container.Health.UNHEALTHY : Container.Health.NONE,
                                sick ? "503" : ""),
                        new Container.Wiring(image, service.equals("migrate") ? RestartPolicy.NO : always, List.of()),
                        Optional.empty()));
    }

    @Override
    public Optional<Project> of(App app) {
        effects.requireAlive();
        return Optional.ofNullable(projects.get(app.projectName()))
                .map(up -> new Project(
                        app.projectName(),
                        up.origin,
                        up.origin.isPresent() ? Set.of("web", "db", "migrate") : Set.of(),
                        up.parts));
    }

    @Override
    public long highestDeployment() {
        return prepared.keySet().stream().mapToLong(id -> id).max().orElse(0);
    }

    @Override
    public void preflight(App app) throws DeployException {
        effects.about("preflight");
    }

    @Override
    public boolean hasFiles(App app, Commit commit) {
        effects.requireAlive();
        return written.contains(commit);
    }

    @Override
    public void write(App app, Source.Tree tree) throws DeployException {
        effects.about("write");
        written.add(tree.commit());
    }

    @Override
    public Image prepare(Order order, boolean anew, Progress log) throws DeployException {
        effects.about("prepare");
        if (!written.contains(order.commit())) {
            throw new DeployException(Blame.OURS, "its files are not here", "");
        }
        if (broken.containsKey(order.commit())) {
            throw broken.get(order.commit());
        }
        if (anew || !images.containsKey(order.commit())) {
            images.put(order.commit(), "sha256:web-" + nextId++);
        }
        prepared.put(order.deployment(), order);
        return new Image(
                images.get(order.commit()), "slipway/web:" + order.commit().sha());
    }

    /** Commits that there are images of. */
    Set<Commit> commits() {
        return Set.copyOf(images.keySet());
    }

    /** Commits that there are files of. */
    Set<Commit> written() {
        return Set.copyOf(written);
    }

    @Override
    public void up(Order order, boolean start, Progress log) throws DeployException {
        effects.about("up " + order.app().projectName());
        if (!prepared.containsKey(order.deployment())) {
            throw new DeployException(Blame.HOST, "what it was put up from is gone", "");
        }
        var up = projects.computeIfAbsent(order.app().projectName(), ignored -> new Up());
        var running = start ? Container.Status.RUNNING : Container.Status.CREATED;
        var origin = Optional.of(
                new Container.Origin(order.app().name(), order.commit(), order.deployment(), order.configHash()));
        var image = images.get(order.commit());
        var before = List.copyOf(up.parts);
        up.parts.clear();
        for (var service : List.of("db", "migrate", "web")) {
            var made = service.equals("web") ? image : "postgres";
            var same = before.stream()
                    .filter(part -> part.service().equals(service)
                            && part.container().wiring().image().equals(made)
                            && part.container().origin().isPresent()
                            && part.container().state().status() == running)
                    .findFirst();
            var status = service.equals("migrate") && start ? Container.Status.EXITED : running;
            up.parts.add(same.orElseGet(() -> part(service, origin, status, 0, made)));
        }
        if (start && dying.contains(order.commit())) {
            up.parts.removeLast();
            up.parts.add(part("web", origin, Container.Status.RESTARTING, 3, image));
            throw new DeployException(Blame.YOURS, "docker compose up failed: container web-web-1 exited (3)", "");
        }
        // Between this and the end of the process: the containers are there, and what was put up last is not written
        // down.
        effects.about("put up " + order.app().projectName());
        up.origin = origin;
    }

    @Override
    public void remove(App app, Progress log) throws DeployException {
        effects.about("remove " + app.projectName());
        projects.remove(app.projectName());
    }

    @Override
    public List<Images.Unneeded> unneeded(App app, Set<Commit> keep) {
        return unneeded(keep).stream()
                .map(commit -> new Images.Unneeded("slipway/web/web:" + commit.sha(), 1))
                .toList();
    }

    private List<Commit> unneeded(Set<Commit> keep) {
        var used = new TreeSet<String>();
        projects.values()
                .forEach(up -> up.parts.forEach(
                        part -> used.add(part.container().wiring().image())));
        return images.keySet().stream()
                .filter(commit -> !keep.contains(commit) && !used.contains(images.get(commit)))
                .toList();
    }

    @Override
    public int prune(App app, Set<Commit> keep) throws DeployException {
        effects.about("prune");
        var gone = unneeded(keep);
        gone.forEach(images::remove);
        written.retainAll(keep);
        return gone.size();
    }
}
