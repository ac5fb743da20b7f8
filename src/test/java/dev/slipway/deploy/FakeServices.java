package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** A swarm in memory, which replaces one task whenever it is looked at, and goes back when one fails. */
final class FakeServices implements Services {
    private final Effects effects;
    private final ManualTime time;
    private final Map<String, Running> services = new LinkedHashMap<>();
    private final Predicate<Commit> isUnwell;
    private Optional<Commit> stuck = Optional.empty();
    private boolean pauses;
    private boolean meddling;
    private int nextId;

    FakeServices(Effects effects, ManualTime time, Predicate<Commit> isUnwell) {
        this.effects = effects;
        this.time = time;
        this.isUnwell = isUnwell;
    }

    /** Tasks of this commit find no node. */
    void findNoNode(Commit commit) {
        stuck = Optional.of(commit);
    }

    /** From now on an update that fails is left as it is, as by failure_action: pause. */
    void pauseOnFailure() {
        pauses = true;
    }

    /** Somebody makes a service by hand. */
    void strange(String name) {
        var service = new Running(name);
        service.spec = new Spec(Optional.empty(), "nginx:latest", 1);
        services.put(name, service);
    }

    /** Somebody changes the service by hand, though not its labels, as soon as it gets no further. */
    void isScaledWhileStuck() {
        meddling = true;
    }

    /** One of its tasks ends, as when its node does. */
    void kill(String name) {
        var tasks = services.get(name).tasks;
        var running = tasks.stream().filter(Service.Task::isRunning).findFirst().orElseThrow();
        tasks.set(tasks.indexOf(running), services.get(name).ended(running));
    }

    /** Settings. */
    private record Spec(Optional<Container.Origin> origin, String image, int replicas) {
        OptionalLong deployment() {
            return origin.isPresent() ? OptionalLong.of(origin.get().deployment()) : OptionalLong.empty();
        }
    }

    /** One service, as it is. */
    private final class Running {
        private final String id = "service-" + nextId++;
        private final String name;
        private final List<Service.Task> tasks = new ArrayList<>();
        private Spec spec = new Spec(Optional.empty(), "", 0);
        private Optional<Spec> before = Optional.empty();
        private Service.Update update = Service.Update.NONE;
        private long version = 1;

        Running(String name) {
            this.name = name;
        }

        void change(Spec to) {
            before = Optional.of(spec);
            spec = to;
            update = Service.Update.UPDATING;
            version++;
        }

        Service view() {
            return new Service(id, name, version, spec.origin, spec.image, Optional.of(spec.replicas), update, tasks);
        }

        /** One step of what a swarm does by itself. */
        void step() {
            var old = tasks.stream()
                    .filter(task -> task.isWanted() && !task.deployment().equals(spec.deployment()))
                    .findFirst();
            if (tasks.stream().anyMatch(this::isOnItsWay)) {
                return;
            }
            var wanted = tasks.stream().filter(Service.Task::isWanted).count();
            if (old.isEmpty() && wanted >= spec.replicas) {
                end();
                return;
            }
            old.ifPresent(task -> tasks.set(tasks.indexOf(task), ended(task)));
            start();
        }

        private boolean isOnItsWay(Service.Task task) {
            return task.isWanted() && !task.isRunning() && task.deployment().equals(spec.deployment());
        }

        private void start() {
            var commit = spec.origin.map(Container.Origin::commit);
            if (commit.filter(isUnwell).isPresent()) {
                tasks.add(task(Service.State.FAILED, false, "task: non-zero exit (1)"));
                fail();
            } else if (commit.isPresent() && commit.equals(stuck)) {
                tasks.add(task(Service.State.PENDING, true, "no suitable node"));
                if (meddling) {
                    change(new Spec(spec.origin, spec.image, spec.replicas + 1));
                }
            } else {
                tasks.add(task(Service.State.RUNNING, true, ""));
            }
        }

        private void fail() {
            if (update == Service.Update.UPDATING && before.isPresent()) {
                if (pauses) {
                    update = Service.Update.PAUSED;
                } else {
                    back();
                }
            }
        }

        void back() {
            spec = before.orElseThrow();
            before = Optional.empty();
            update = Service.Update.ROLLING_BACK;
            version++;
        }

        private void end() {
            update = switch (update) {
                case UPDATING -> Service.Update.COMPLETED;
                case ROLLING_BACK -> Service.Update.ROLLED_BACK;
                case NONE, PAUSED, COMPLETED, ROLLBACK_PAUSED, ROLLED_BACK -> update;
            };
        }

        private Service.Task task(Service.State state, boolean wanted, String error) {
            return new Service.Task("task-" + nextId++, spec.deployment(), state, wanted, "node1", error, time.now());
        }

        private Service.Task ended(Service.Task task) {
            return new Service.Task(
                    task.id(), task.deployment(), Service.State.ENDED, false, task.node(), "", Instant.EPOCH);
        }
    }

    @Override
    public Optional<Service> of(App app) {
        effects.requireAlive();
        var service = services.get(app.name());
        if (service == null) {
            return Optional.empty();
        }
        if (service.update != Service.Update.PAUSED) {
            service.step();
        }
        return Optional.of(service.view());
    }

    @Override
    public long highestDeployment() {
        return services.values().stream()
                .flatMap(service -> service.spec.origin.stream())
                .mapToLong(Container.Origin::deployment)
                .max()
                .orElse(0);
    }

    @Override
    public void preflight(App app) throws DeployException {
        effects.about("preflight");
    }

    @Override
    public void put(Order order) throws DeployException {
        effects.about("put " + order.app().name());
        var name = order.app().name();
        var origin = new Container.Origin(name, order.commit(), order.deployment(), "hash-1");
        var now = Optional.ofNullable(services.get(name));
        if (now.flatMap(service -> service.spec.origin).filter(origin::equals).isPresent()) {
            return;
        }
        int replicas = order.app()
                .swarm()
                .replicas()
                .orElse(now.map(it -> it.spec.replicas).orElse(1));
        var spec = new Spec(Optional.of(origin), order.image(), replicas);
        if (now.isPresent()) {
            now.get().change(spec);
        } else {
            var made = new Running(name);
            made.spec = spec;
            services.put(name, made);
        }
    }

    @Override
    public void rollBack(Service service) throws DeployException {
        effects.about("roll back " + service.name());
        var now = services.get(service.name());
        if (!now.spec.origin.equals(service.origin())) {
            throw new DeployException(Blame.HOST, "it was changed meanwhile", "");
        }
        if (now.before
                .map(Spec::deployment)
                .filter(before -> !before.equals(now.spec.deployment()))
                .isEmpty()) {
            throw new DeployException(Blame.HOST, "the swarm does not know what it was before", "");
        }
        now.back();
    }

    @Override
    public void remove(Service service) throws DeployException {
        effects.about("remove " + service.name());
        services.remove(service.name());
    }

    @Override
    public List<String> lastLines(Service.Task task, int count) {
        return List.of("last words of " + task.id());
    }
}
