package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.RunKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An engine in memory: names and published ports are held by one container at a time. */
final class FakeContainers implements Containers {
    private final Effects effects;
    private final ManualTime time;
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final Set<String> privateNetworks = new HashSet<>();
    private final Set<String> gateNetworks = new HashSet<>();
    private final Set<Commit> dying = new HashSet<>();
    private final Set<Commit> crashing = new HashSet<>();
    /** Where the agent's own container is by its configuration. */
    private final Set<String> networksOfAgent = new HashSet<>(Set.of("agents"));

    private final Set<String> joinedByAgent = new HashSet<>();
    private final Set<String> closedToAgent = new HashSet<>();
    private Optional<String> agentsOwn = Optional.empty();
    private String configHash = "hash-1";
    private int nextId;

    FakeContainers(Effects effects, ManualTime time) {
        this.effects = effects;
        this.time = time;
    }

    /** One container, as it is. */
    private static final class Box {
        String id = "";
        String name = "";
        String image = "";
        Optional<Container.Origin> origin = Optional.empty();
        Container.Status status = Container.Status.CREATED;
        int exitCode;
        int restarts;
        Instant startedAt = Instant.EPOCH;
        RestartPolicy restart = RestartPolicy.NO;
        List<NetworkAttachment> networks = new ArrayList<>();
        boolean publishes;
        Optional<Led> led = Optional.empty();

        Container view() {
            return new Container(
                    id,
                    name,
                    origin,
                    new Container.State(status, exitCode, restarts, startedAt, Container.Health.NONE, ""),
                    new Container.Wiring(image, restart, networks),
                    networks.isEmpty() ? Optional.empty() : Optional.of("172.17.0." + id.substring(1)));
        }

        boolean isOf(Set<Commit> commits) {
            return origin.map(Container.Origin::commit)
                    .filter(commits::contains)
                    .isPresent();
        }

        boolean holdsPort() {
            return publishes && view().isUp() && networks.stream().anyMatch(n -> !isPrivate(n.network()));
        }
    }

    /** What makes a container a gate. */
    private record Led(String app, String madeOf, long deployment, String to) {}

    private static boolean isPrivate(String network) {
        return network.startsWith("slipway-") || network.startsWith("slipway.gate-");
    }

    /** Every gate of an app. */
    List<Gates.Gate> gates(String app) {
        return boxes.values().stream()
                .filter(box -> box.led.filter(led -> led.app().equals(app)).isPresent())
                .map(box -> new Gates.Gate(
                        box.view(),
                        box.led.orElseThrow().madeOf(),
                        box.led.orElseThrow().deployment()))
                .toList();
    }

    Gates.Gate createGate(App app, String madeOf, long deployment, String to) throws DeployException {
        removeByHand(app.nextGateName());
        var box = add(app.nextGateName(), "gate", Optional.empty());
        box.led = Optional.of(new Led(app.name(), madeOf, deployment, to));
        box.restart = new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0);
        box.networks.add(plain(app.gateNetwork()));
        box.publishes = true;
        gateNetworks.add(app.gateNetwork());
        return gates(app.name()).stream()
                .filter(gate -> gate.container().id().equals(box.id))
                .findFirst()
                .orElseThrow();
    }

    void lead(String id, String to) throws DeployException {
        var box = box(id);
        box.led = box.led.map(led -> new Led(led.app(), led.madeOf(), led.deployment(), to));
    }

    void removeGateNetwork(App app) {
        if (boxes.values().stream()
                .flatMap(box -> box.networks.stream())
                .noneMatch(on -> on.network().equals(app.gateNetwork()))) {
            gateNetworks.remove(app.gateNetwork());
        }
    }

    boolean hasGateNetworks() {
        return !gateNetworks.isEmpty();
    }

    /** Whether it is to be reached by a published port, its own or a gate's. */
    boolean published(String id) {
        return Optional.ofNullable(boxes.get(id))
                .filter(box -> box.publishes
                        || box.networks.stream().anyMatch(on -> on.network().startsWith("slipway.gate-")))
                .isPresent();
    }

    /** The container at which visitors of the published port arrive; empty if they get nowhere. */
    Optional<Container> reached() {
        return boxes.values().stream()
                .filter(Box::holdsPort)
                .findFirst()
                .flatMap(box -> box.led.isEmpty()
                        ? Optional.of(box)
                        : Optional.ofNullable(boxes.get(box.led.get().to())))
                .map(Box::view)
                .filter(Container::isUp);
    }

    /** Containers of this commit end as soon as they start. */
    void dieOnStart(Commit commit) {
        dying.add(commit);
    }

    /** Containers of this commit restart each time they are looked at. */
    void crashLoop(Commit commit) {
        crashing.add(commit);
    }

    void configHash(String hash) {
        configHash = hash;
    }

    /** A container that Slipway did not make. */
    String stranger(String name, App app) {
        var box = add(name, "stranger", Optional.empty());
        app.attachments().stream().filter(each -> !isPrivate(each.network())).forEach(box.networks::add);
        box.restart = app.run().get(RunKey.RESTART).orElse(RestartPolicy.NO);
        box.status = Container.Status.RUNNING;
        box.publishes = app.run().get(RunKey.PORTS).isPresent();
        return box.id;
    }

    void stopByHand(String name) {
        boxes.values().stream().filter(b -> b.name.equals(name)).forEach(b -> b.status = Container.Status.EXITED);
    }

    void removeByHand(String name) {
        boxes.values().removeIf(b -> b.name.equals(name));
    }

    /** The one that has the address. */
    Container at(String address) {
        return all().stream()
                .filter(container -> container.address().filter(address::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    /** All but the gates. */
    List<Container> all() {
        return boxes.values().stream()
                .filter(box -> box.led.isEmpty())
                .map(Box::view)
                .toList();
    }

    boolean agentIsOn(String network) {
        return networksOfAgent.contains(network) || joinedByAgent.contains(network);
    }

    /** As a person does, by the configuration of the agent's own container. */
    void attachAgent(String network) {
        networksOfAgent.add(network);
    }

    /** From now on the agent's own container is none of this engine's. */
    void forgetAgent() {
        networksOfAgent.clear();
    }

    boolean knowsAgent() {
        return !networksOfAgent.isEmpty();
    }

    /** From now on this is the container that the agent runs in. */
    void agentRunsIn(String id) {
        agentsOwn = Optional.of(id);
    }

    Optional<String> agentsOwn() {
        return agentsOwn;
    }

    /** From now on the agent's own container is not let onto this network. */
    void closeToAgent(String network) {
        closedToAgent.add(network);
    }

    void agentJoins(String network) throws DeployException {
        if (closedToAgent.contains(network)) {
            throw new DeployException(Blame.HOST, "could not connect to network " + network, "");
        }
        joinedByAgent.add(network);
    }

    void agentLeaves(String network) {
        joinedByAgent.remove(network);
    }

    Set<String> joinedByAgent() {
        return Set.copyOf(joinedByAgent);
    }

    /** Every network that the agent's own container is on. */
    Set<String> networksOfAgent() {
        var all = new HashSet<>(networksOfAgent);
        all.addAll(joinedByAgent);
        return all;
    }

    /** The host, as the agent's own container sees it. */
    Optional<String> gateway() {
        return Optional.of("172.18.0.1");
    }

    boolean hasPrivateNetworks() {
        return !privateNetworks.isEmpty();
    }

    private Box add(String name, String image, Optional<Container.Origin> origin) {
        var box = new Box();
        nextId++;
        box.id = "c" + nextId;
        box.name = name;
        box.image = image;
        box.origin = origin;
        boxes.put(box.id, box);
        return box;
    }

    @Override
    public List<Container> of(App app) {
        effects.requireAlive();
        return all().stream()
                .filter(c -> c.origin().filter(o -> o.app().equals(app.name())).isPresent())
                .toList();
    }

    @Override
    public Optional<Container> named(String name) {
        return boxes.values().stream()
                .map(Box::view)
                .filter(c -> c.name().equals(name))
                .findFirst();
    }

    @Override
    public Optional<Container> find(String id) {
        effects.requireAlive();
        var box = boxes.get(id);
        if (box != null && box.isOf(crashing) && box.status == Container.Status.RUNNING) {
            box.restarts++;
            box.exitCode = 1;
            box.startedAt = time.now();
        }
        return Optional.ofNullable(box).map(Box::view);
    }

    @Override
    public long highestDeployment() {
        return all().stream()
                .flatMap(c -> c.origin().stream())
                .mapToLong(Container.Origin::deployment)
                .max()
                .orElse(0);
    }

    @Override
    public String configHash(App app) {
        return configHash;
    }

    @Override
    public void preflight(App app) throws DeployException {
        effects.about("preflight");
    }

    @Override
    public Container create(Creation creation) throws DeployException {
        effects.about("create " + creation.name() + " " + creation.attachment());
        requireFree(creation.name());
        var app = creation.app();
        var box = add(
                creation.name(),
                creation.image().id(),
                Optional.of(new Container.Origin(app.name(), creation.commit(), creation.deployment(), configHash)));
        box.restart = app.run().get(RunKey.RESTART).orElse(RestartPolicy.NO);
        var hasPorts = app.gate().isEmpty() && app.run().get(RunKey.PORTS).isPresent();
        if (app.gate().isPresent()) {
            gateNetworks.add(app.gateNetwork());
        }
        switch (creation.attachment()) {
            case FULL -> {
                box.networks.addAll(app.attachments());
                box.publishes = hasPorts;
            }
            case UNSEEN, TRIAL -> app.attachments().forEach(a -> box.networks.add(plain(a.network())));
            case PRIVATE -> {
                box.networks.add(plain(makePrivate(app)));
                box.publishes = hasPorts;
            }
        }
        return box.view();
    }

    private static NetworkAttachment plain(String network) {
        return new NetworkAttachment(network, List.of(), Optional.empty(), Optional.empty());
    }

    private void requireFree(String name) throws DeployException {
        if (named(name).isPresent()) {
            throw new DeployException(Blame.HOST, "the name " + name + " is taken", "");
        }
    }

    @Override
    public void start(String id) throws DeployException {
        effects.about("start " + name(id));
        var box = box(id);
        if (box.view().isUp()) {
            return;
        }
        box.status = box.isOf(dying) ? Container.Status.EXITED : Container.Status.RUNNING;
        box.exitCode = box.isOf(dying) ? 3 : 0;
        box.startedAt = time.now();
        requireOneHolder();
    }

    private void requireOneHolder() throws DeployException {
        var holders = boxes.values().stream().filter(Box::holdsPort).toList();
        if (holders.size() > 1) {
            holders.getLast().status = Container.Status.CREATED;
            throw new DeployException(Blame.HOST, "port is already allocated", "");
        }
    }

    @Override
    public void stop(String id, Optional<Duration> grace) throws DeployException {
        effects.about("stop " + name(id));
        var box = box(id);
        if (box.view().isUp()) {
            box.status = Container.Status.EXITED;
            box.exitCode = 143;
        }
    }

    @Override
    public void rename(String id, String name) throws DeployException {
        effects.about("rename " + name(id) + " to " + name);
        if (!box(id).name.equals(name)) {
            requireFree(name);
            box(id).name = name;
        }
    }

    @Override
    public void remove(String id) throws DeployException {
        effects.about("remove " + name(id));
        boxes.remove(id);
    }

    @Override
    public void restartPolicy(String id, RestartPolicy policy) throws DeployException {
        effects.about("restart policy of " + name(id) + " to " + policy.kind());
        box(id).restart = policy;
    }

    @Override
    public void connect(String id, NetworkAttachment attachment) throws DeployException {
        effects.about("connect " + name(id) + " to " + attachment.network());
        var box = box(id);
        if (box.networks.stream().noneMatch(n -> n.network().equals(attachment.network()))) {
            box.networks.add(attachment);
            requireOneHolder();
        }
    }

    @Override
    public void disconnect(String id, String network) throws DeployException {
        effects.about("disconnect " + name(id) + " from " + network);
        box(id).networks.removeIf(n -> n.network().equals(network));
    }

    @Override
    public String privateNetwork(App app) {
        effects.requireAlive();
        return makePrivate(app);
    }

    private String makePrivate(App app) {
        privateNetworks.add("slipway-" + app.name());
        return "slipway-" + app.name();
    }

    @Override
    public void removePrivateNetwork(App app) throws DeployException {
        effects.about("remove private network");
        var name = "slipway-" + app.name();
        if (!agentIsOn(name)
                && all().stream()
                        .flatMap(c -> c.wiring().networks().stream())
                        .noneMatch(n -> n.network().equals(name))) {
            privateNetworks.remove(name);
        }
    }

    @Override
    public List<String> lastLines(String id, int count) {
        return List.of("last words of " + name(id));
    }

    @Override
    public ExecResult exec(String id, List<String> argv, Duration timeout) {
        return new ExecResult(0, "");
    }

    private String name(String id) {
        return boxes.containsKey(id) ? boxes.get(id).name : id;
    }

    private Box box(String id) throws DeployException {
        if (!boxes.containsKey(id)) {
            throw new DeployException(Blame.HOST, "no such container: " + id, "");
        }
        return boxes.get(id);
    }
}
