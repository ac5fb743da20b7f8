package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.ComposeSpec;
import dev.slipway.model.Container;
import dev.slipway.model.Delivery;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.Forge;
import dev.slipway.model.GitSpec;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.PathFilter;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import dev.slipway.model.Polling;
import dev.slipway.model.Project;
import dev.slipway.model.PullSpec;
import dev.slipway.model.PushSpec;
import dev.slipway.model.Request;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.model.Service;
import dev.slipway.model.SignatureSpec;
import dev.slipway.model.SwapMode;
import dev.slipway.model.SwarmSpec;
import dev.slipway.model.TagFilter;
import dev.slipway.model.Target;
import dev.slipway.model.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A small language in which a test of the engine reads as a story. */
final class Harbor {
    static final String APP = "web";
    private static final HealthSpec.Check BY_NETWORK = new HealthSpec.Check.Tcp(80);

    final ManualTime time = new ManualTime();
    final Effects effects = new Effects();
    final FakeHistory history = new FakeHistory(effects);
    final FakeContainers containers = new FakeContainers(effects, time);
    final FakeGates gates = new FakeGates(effects, containers);
    final FakeDeliveries deliveries = new FakeDeliveries();
    /** Complete once the engine that tells is closed. */
    final List<String> told = new CopyOnWriteArrayList<>();
    /** How each look came out. */
    final List<String> looks = new CopyOnWriteArrayList<>();

    final FakeImages images = new FakeImages(effects);
    final FakeRoom room = new FakeRoom(images);
    final FakeSource source = new FakeSource(effects);
    final Set<String> unwell = new HashSet<>();
    final FakeServices services = new FakeServices(effects, time, commit -> unwell.contains(commit.sha()));
    final FakeLeaseStore leases = new FakeLeaseStore(effects);
    final SwarmLease lease = new SwarmLease(
            leases,
            time,
            new LeaseStore.Holder("here", "this process"),
            Optional.empty(),
            new Polling.Every(Duration.ofMinutes(1)));
    final FakeProjects projects = new FakeProjects(effects, time, commit -> unwell.contains(commit.sha()));
    private App app;
    private Optional<Instant> webhookSince = Optional.empty();
    private boolean inContainer;
    private Duration boots = Duration.ZERO;
    private Outcome last = new Outcome.Interrupted(APP);

    private Harbor(App app) {
        this.app = app;
    }

    static Harbor with(SwapMode mode) {
        return switch (mode) {
            case ROLLING -> inSwarm();
            case COMPOSE -> composed();
            default -> new Harbor(app(Optional.of(mode), List.of(), false, BY_NETWORK));
        };
    }

    /** An app that Compose runs, as three services. */
    static Harbor composed() {
        var app = app(Optional.empty(), List.of(), false, BY_NETWORK);
        return new Harbor(new App(
                        app.name(),
                        app.git(),
                        app.build(),
                        RunSpec.EMPTY,
                        new HealthSpec(Optional.empty(), Duration.ofSeconds(60), Duration.ofSeconds(10)),
                        app.policy())
                .composed(new ComposeSpec(
                        List.of("compose.yaml"), List.of(), Map.of(), List.of(), APP, Duration.ofMinutes(30))));
    }

    /** An app that a swarm runs, in two tasks. */
    static Harbor inSwarm() {
        var app = app(Optional.empty(), List.of(), false, BY_NETWORK);
        var swarm = SwarmSpec.DEFAULT;
        var two = new SwarmSpec(
                swarm.mode(),
                Optional.of(2),
                swarm.endpoint(),
                swarm.labels(),
                swarm.placement(),
                swarm.reservedCpus(),
                swarm.update(),
                swarm.rollback(),
                swarm.restart());
        return new Harbor(new App(
                        app.name(),
                        app.git(),
                        app.build().pushing(new PushSpec("registry.example/web:{sha}")),
                        RunSpec.EMPTY.with(RunKey.DEPLOY, two),
                        new HealthSpec(Optional.empty(), Duration.ofSeconds(60), Duration.ofSeconds(10)),
                        app.policy())
                .on(Target.SWARM));
    }

    static Harbor byDefault() {
        return new Harbor(app(Optional.empty(), List.of(), false, BY_NETWORK));
    }

    Harbor keeping(int images) {
        var policy = app.policy();
        return withPolicy(new DeployPolicy(policy.swap(), images, policy.windows(), policy.adopt(), policy.drift()));
    }

    /** From now on the app is to be swapped so; its commits are those of before. */
    Harbor becoming(SwapMode mode) {
        app = app(Optional.of(mode), List.of(), false, BY_NETWORK);
        containers.configHash("hash of " + mode);
        return this;
    }

    /** From now on it is to be reached at this port of the host. */
    Harbor publishing(int hostPort) {
        var port = new Run.Port(Optional.empty(), Optional.of(hostPort), 80, "tcp");
        app = new App(
                app.name(),
                app.git(),
                app.build(),
                app.run().with(RunKey.PORTS, List.of(port)),
                app.health(),
                app.policy());
        containers.configHash("hash of " + hostPort);
        return this;
    }

    private Harbor withPolicy(DeployPolicy policy) {
        var other = new App(app.name(), app.git(), app.build(), app.run(), app.health(), policy).on(app.target());
        app = app.compose().map(other::composed).orElse(other);
        return this;
    }

    /** Is well once it has run for so long, and then at once for good. */
    Harbor wellAfter(Duration boot) {
        boots = boot;
        var health = new HealthSpec(app.health().check(), app.health().timeout(), Duration.ZERO);
        app = new App(app.name(), app.git(), app.build(), app.run(), health, app.policy()).on(app.target());
        return this;
    }

    Harbor withWindows(DeployPolicy.Window... windows) {
        app = app(Optional.empty(), List.of(windows), false, BY_NETWORK);
        return this;
    }

    Harbor adopting() {
        if (app.inSwarm() || app.isComposed()) {
            var policy = app.policy();
            return withPolicy(new DeployPolicy(policy.swap(), policy.keep(), policy.windows(), true, policy.drift()));
        }
        app = app(Optional.empty(), List.of(), true, BY_NETWORK);
        return this;
    }

    /** Takes the images that CI has pushed, in the place of builds. */
    Harbor pulling(Duration timeout) {
        app = new App(
                        app.name(),
                        app.git(),
                        app.build().pulling(new PullSpec("registry.example/web:{short}", timeout)),
                        app.run(),
                        app.health(),
                        app.policy())
                .on(app.target());
        return this;
    }

    /** Has what ran well pushed. */
    Harbor pushing() {
        app = new App(
                app.name(),
                app.git(),
                app.build().pushing(new PushSpec("registry.example/web:{sha}")),
                app.run(),
                app.health(),
                app.policy());
        return this;
    }

    /** What the registry has been given, by its name there. */
    static String pushedAs(String letters) {
        return "registry.example/web:" + commit(letters).sha();
    }

    Harbor published(String letters) {
        images.publish(commit(letters));
        return this;
    }

    /** Has the container asked by a command, by default over the network. */
    Harbor askingByCommand() {
        app = app(Optional.empty(), List.of(), false, new HealthSpec.Check.Command(List.of("true")));
        return this;
    }

    /** Has the agent itself run in a container of the engine. */
    Harbor inContainer() {
        inContainer = true;
        return this;
    }

    /** Has what a hand changed in the container be put right by itself. */
    Harbor repairing() {
        var policy = app.policy();
        return withPolicy(new DeployPolicy(
                policy.swap(), policy.keep(), policy.windows(), policy.adopt(), DeployPolicy.Drift.REPAIR));
    }

    FakeDrifts drifts() {
        return drifts;
    }

    App app() {
        return app;
    }

    private static App app(
            Optional<SwapMode> mode, List<DeployPolicy.Window> windows, boolean adopt, HealthSpec.Check check) {
        var network = new NetworkAttachment("front", List.of("site"), Optional.empty(), Optional.empty());
        var port = new Run.Port(Optional.empty(), Optional.of(8000), 80, "tcp");
        var run = RunSpec.EMPTY
                .with(RunKey.RESTART, new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0))
                .with(RunKey.NETWORKS, List.of(network));
        return new App(
                APP,
                new GitSpec("https://git.example/web.git", "main", GitSpec.DEFAULT_USERNAME, Optional.empty()),
                new BuildSpec(
                        ".",
                        "Dockerfile",
                        Map.of(),
                        Optional.empty(),
                        new BuildSpec.Options(false, Duration.ofMinutes(30), BuildSpec.Builder.AUTO),
                        Optional.empty()),
                mode.filter(SwapMode.START_FIRST::equals).isPresent() ? run : run.with(RunKey.PORTS, List.of(port)),
                new HealthSpec(Optional.of(check), Duration.ofSeconds(60), Duration.ofSeconds(10)),
                new DeployPolicy(mode, 2, windows, adopt));
    }

    /** A full commit id from its first letters, such as {@code a1}. */
    static Commit commit(String letters) {
        return new Commit((letters + "0".repeat(40)).substring(0, 40));
    }

    /** From now on only these paths are a reason to deploy. */
    Harbor ofPaths(String... patterns) {
        var git = app.git();
        app = new App(
                app.name(),
                git.watching(new PathFilter(List.of(patterns))),
                app.build(),
                app.run(),
                app.health(),
                app.policy());
        return this;
    }

    /** From now on the newest of these tags is followed, and no branch. */
    Harbor following(String... patterns) {
        app = app.with(app.git().with(new TagFilter(List.of(patterns))));
        return this;
    }

    /** From now on only what is signed is deployed. */
    Harbor requiringSignatures() {
        var keys = new SignatureSpec(Optional.empty(), Optional.of(Path.of("/etc/slipway/allowed_signers")));
        app = app.with(app.git().with(keys));
        return this;
    }

    /** A good signature on a commit. */
    Harbor signed(String letters) {
        source.sign(commit(letters).sha());
        return this;
    }

    /** A good signature on a tag. */
    Harbor signedTag(String name) {
        source.sign(name);
        return this;
    }

    /** Sets or moves a tag. */
    Harbor tag(String name, String letters) {
        source.tag(name, commit(letters));
        return this;
    }

    Harbor untag(String name) {
        source.deleteTag(name);
        return this;
    }

    Harbor push(String letters, String message, Map<String, String> files) {
        source.put("main", commit(letters), message, files);
        return this;
    }

    Harbor push(String letters) {
        source.put("main", commit(letters), "Commit " + letters);
        return this;
    }

    /** The branch goes, and another has the commit. */
    Harbor branchBecomes(String other, String letters) {
        source.delete("main");
        source.put(other, commit(letters), "Commit " + letters);
        return this;
    }

    /** Has the commit deployed, and begins a new trace. */
    Harbor running(String letters) {
        push(letters).poll();
        assertRunning(letters);
        effects.restart();
        return this;
    }

    Harbor unhealthy(String letters) {
        unwell.add(commit(letters).sha());
        return this;
    }

    /** Ends as soon as it has started. */
    Harbor dying(String letters) {
        containers.dieOnStart(commit(letters));
        projects.dieOnStart(commit(letters));
        return app.inSwarm() ? unhealthy(letters) : this;
    }

    Harbor healthyAgain(String letters) {
        unwell.remove(commit(letters).sha());
        return this;
    }

    Harbor buildFails(String letters, Blame blame) {
        images.fail(commit(letters), new DeployException(blame, "build failed at step 2/3", "fix it and push"));
        return this;
    }

    Harbor buildWorks(String letters) {
        images.mend(commit(letters));
        return this;
    }

    Harbor gitFails(String what) {
        source.fail(new DeployException(Blame.REMOTE, what, ""));
        return this;
    }

    Harbor gitWorks() {
        source.recover();
        return this;
    }

    /** From now on a webhook is configured. */
    Harbor withWebhook() {
        webhookSince = Optional.of(time.now());
        return this;
    }

    /** A good delivery comes in that names these apps; it wakes nobody yet. */
    Harbor delivery(String... apps) {
        deliveries.add(new Delivery(
                time.now(),
                Forge.GITHUB,
                "192.0.2.1",
                Optional.empty(),
                Optional.empty(),
                "push",
                Delivery.Verdict.ACCEPTED,
                202,
                "push to main",
                List.of(apps),
                Optional.of("0a1b2c3d")));
        return this;
    }

    Request nudge() {
        return new Request(APP, Trigger.WEBHOOK, Optional.empty(), false, time.now());
    }

    Harbor poll() {
        return request(Request.poll(APP, time.now()));
    }

    Harbor deploy(boolean retry) {
        return request(new Request(APP, Trigger.MANUAL, Optional.empty(), retry, time.now()));
    }

    Harbor deploy(String letters) {
        return request(new Request(APP, Trigger.MANUAL, Optional.of(commit(letters)), false, time.now()));
    }

    Harbor rollback(String letters) {
        return request(new Request(APP, Trigger.ROLLBACK, Optional.of(commit(letters)), false, time.now()));
    }

    /** Every request is carried out by an object graph of its own: nothing may depend on memory. */
    Harbor request(Request request) {
        last = handle(request, new Cancellation(Thread.currentThread()));
        return this;
    }

    Outcome handle(Request request, Cancellation cancellation) {
        var ports = ports();
        var verdicts = new Verdicts(ports, new SilenceWatch(ports));
        var outcome = verdicts.note(new Deployer(
                        ports, new Survey(ports, new RemotePatience(time, RandomGenerator.getDefault())), verdicts)
                .handle(app, request, cancellation));
        ImagePush.within(ports).consider(app, request, cancellation);
        return outcome;
    }

    Harbor passes(Duration duration) {
        time.pass(duration);
        return this;
    }

    Engine engine() {
        return new Engine(new AppCatalog(List.of(app)), ports());
    }

    Ports ports() {
        return new Ports(
                source,
                images,
                containers,
                services,
                lease,
                projects,
                gates,
                new FakeProbe(),
                inContainer ? new FakeReach(effects, containers) : new OnHost(),
                room,
                drifts,
                history,
                new FakeNotifier(),
                new FakeWebhook(),
                deployment -> new SilentLog(),
                time);
    }

    Deployment lastDeployment() {
        return history.newest(1).getFirst();
    }

    Outcome outcome() {
        return last;
    }

    <T extends Plan> T plan(Class<T> type) {
        return assertInstanceOf(
                type, assertInstanceOf(Outcome.Nothing.class, last).plan());
    }

    Harbor assertRunning(String letters) {
        assertEquals(
                List.of(commit(letters)),
                up().stream().map(c -> c.origin().orElseThrow().commit()).toList());
        return this;
    }

    /** What serves: containers, and services in the form of one. */
    List<Container> up() {
        return Stream.of(
                        containers.all().stream(),
                        services.of(app).map(Service::asContainer).stream(),
                        projects.of(app).map(Project::asContainer).stream())
                .flatMap(each -> each)
                .filter(Container::isUp)
                .toList();
    }

    Harbor assertLast(Phase phase) {
        assertEquals(phase, lastDeployment().phase(), () -> lastDeployment().toString());
        return this;
    }

    /** What holds whenever nothing is under way: one container, in its place, and nothing else. */
    Harbor assertTidy() {
        assertEquals(List.of(), history.unfinished(APP));
        if (app.inSwarm()) {
            assertTidyService();
            return this;
        }
        if (app.isComposed()) {
            assertTidyProject();
            return this;
        }
        assertEquals(
                List.of(APP), containers.all().stream().map(Container::name).toList());
        var container = containers.all().getFirst();
        assertEquals(RestartPolicy.Kind.ALWAYS, container.wiring().restart().kind());
        assertEquals(
                Set.copyOf(app.attachments()), Set.copyOf(container.wiring().networks()));
        assertTrue(!containers.hasPrivateNetworks(), "a private network was left");
        assertGateTidy(container);
        assertEquals(Set.of(), containers.joinedByAgent());
        return this;
    }

    private void assertTidyProject() {
        assertEquals(List.of(), containers.all());
        var project = projects.of(app).orElseThrow();
        assertTrue(project.isWell(), project.inWords());
        var web = project.parts().stream()
                .filter(part -> part.service().equals("web"))
                .toList();
        assertEquals(1, web.size());
        assertEquals(
                project.origin().orElseThrow().commit(),
                web.getFirst().container().origin().orElseThrow().commit(),
                "what is said to run is what runs");
    }

    private void assertTidyService() {
        assertEquals(List.of(), containers.all());
        var service = services.of(app).orElseThrow();
        assertTrue(!service.update().isUnderWay(), service.toString());
        assertEquals(2, service.running(service.origin().orElseThrow().deployment()), service.toString());
        assertEquals(2, service.tasks().stream().filter(Service.Task::isWanted).count(), service.toString());
    }

    /** As before a change of the configuration that did not go well: one container, and one gate at most, which leads to it. */
    void assertServedAsBefore(String where) {
        var container =
                containers.all().stream().filter(Container::isUp).findFirst().orElseThrow();
        assertEquals(List.of(container), containers.all(), where);
        assertEquals(APP, container.name(), where);
        assertEquals(RestartPolicy.Kind.ALWAYS, container.wiring().restart().kind(), where);
        assertEquals(
                app.isBehindGate(container) ? List.of(app.gateName()) : List.of(),
                containers.gates(APP).stream()
                        .map(gate -> gate.container().name())
                        .toList(),
                where);
        if (containers.published(container.id())) {
            assertEquals(Optional.of(container.id()), containers.reached().map(Container::id), where);
        }
    }

    private void assertGateTidy(Container container) {
        assertEquals(
                app.gate().isPresent() ? List.of(app.gateName()) : List.of(),
                containers.gates(APP).stream()
                        .map(gate -> gate.container().name())
                        .toList());
        assertEquals(app.gate().isPresent(), containers.hasGateNetworks());
        if (app.run().get(RunKey.PORTS).isPresent()) {
            assertEquals(Optional.of(container.id()), containers.reached().map(Container::id));
        }
    }

    private final FakeDrifts drifts = new FakeDrifts();

    private final class FakeProbe implements Probe {
        @Override
        public Answer run(HealthSpec.Check.Command command, Container container) {
            effects.requireAlive();
            return answer(command, container);
        }

        @Override
        public Answer inside(HealthSpec.Check.Networked check, Reach.Way way) {
            effects.requireAlive();
            var container = containers.at(way.address().orElseThrow());
            if (inContainer && networks(container).stream().noneMatch(containers::agentIsOn)) {
                return new Answer(false, check + " cannot be reached: no route to it");
            }
            return answer(check, container);
        }

        @Override
        public Answer outside(HealthSpec.Check.Networked check, Run.Port port, Reach.Way way) {
            assertEquals(inContainer, !way.isFromTheHost());
            return new Answer(true, "well from outside");
        }

        private Answer answer(HealthSpec.Check check, Container container) {
            var boot = Harbor.this.boots;
            var booting =
                    !boot.isZero() && container.state().startedAt().plus(boot).isAfter(time.now());
            var sick = booting
                    || container
                            .origin()
                            .filter(o -> unwell.contains(o.commit().sha()))
                            .isPresent();
            return new Answer(!sick, check + (sick ? " answered 503" : " is well"));
        }

        private static List<String> networks(Container container) {
            return container.wiring().networks().stream()
                    .map(NetworkAttachment::network)
                    .toList();
        }
    }

    /** An agent on the host has nothing to join. */
    private final class OnHost implements Reach {
        @Override
        public void preflight(App of) {
            effects.requireAlive();
        }

        @Override
        public Way to(App of, Container container) {
            effects.requireAlive();
            return Way.fromTheHost(container.address());
        }

        @Override
        public void leave(App of) {
            effects.requireAlive();
        }

        @Override
        public Set<String> ownContainers() {
            return Set.of();
        }
    }

    private final class FakeWebhook implements Webhook {
        @Override
        public Optional<Instant> expectedSince() {
            return webhookSince;
        }

        @Override
        public List<Delivery> deliveries() {
            return deliveries.newest(Integer.MAX_VALUE);
        }
    }

    private final class FakeNotifier implements Notifier {
        @Override
        public void changed(Deployment deployment) {
            told.add(deployment.commit() + " " + deployment.phase());
        }

        @Override
        public void checkFailed(String name, Failure failure) {
            told.add("check failed: " + failure.what());
        }

        @Override
        public void checkRecovered(String name) {
            told.add("check recovered");
        }

        @Override
        public void notWritten(String name, String decided, Failure why) {
            told.add("not written: " + decided + ": " + why.what());
        }

        @Override
        public void pushed(History.Push push) {
            told.add("pushed " + push.reference());
        }

        @Override
        public void pushFailed(String name, Failure failure) {
            told.add("push failed: " + failure.what());
        }

        @Override
        public void webhookSilent(String name, Silence silence) {
            told.add(silence.words());
        }

        @Override
        public void webhookHeard(String name) {
            told.add("webhook heard");
        }

        @Override
        public void looked(String name, Optional<Failure> failure) {
            looks.add(failure.map(Failure::what).orElse("well"));
        }

        @Override
        public void drifted(String name, String words) {
            told.add(words);
        }

        @Override
        public void driftGone(String name) {
            told.add("drift gone");
        }
    }

    private static final class SilentLog implements Progress {
        @Override
        public void line(String text) {}

        @Override
        public void close() {}
    }
}
