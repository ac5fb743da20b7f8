package dev.slipway.docker;

import dev.slipway.deploy.Containers;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Gates;
import dev.slipway.deploy.Progress;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.Finding;
import dev.slipway.model.GateSpec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Gates of HAProxy on one Docker engine. */
public final class DockerGates implements Gates {
    private static final Duration LONGEST_PULL = Duration.ofMinutes(10);
    private static final int HASH_DIGITS = 16;

    private final DockerEngine engine;
    private final Containers containers;
    private final GateImage image;
    private final PrivateNetwork network;
    private final ContainerOutput output;

    /** @param env the process's environment, by which registries' credentials are found */
    public DockerGates(DockerEngine engine, Containers containers, Map<String, String> env) {
        this.engine = engine;
        this.containers = containers;
        this.image = new GateImage(engine, RegistryCredentials.of(env));
        this.network = PrivateNetwork.behindGates(engine);
        this.output = new ContainerOutput(engine);
    }

    @Override
    public List<Gate> of(App app) throws DeployException {
        var label = ImageLabels.GATE + "=" + app.name();
        var found = engine.call(
                "list the gates of " + app.name(),
                docker -> docker.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(List.of(label))
                        .exec());
        var gates = new ArrayList<Gate>();
        for (var each : found) {
            var labels = each.getLabels();
            // One that went in between is not there.
            containers
                    .find(each.getId())
                    .ifPresent(container -> gates.add(new Gate(
                            container,
                            labels.getOrDefault(ImageLabels.CONFIG_HASH, ""),
                            Long.parseLong(labels.getOrDefault(ImageLabels.DEPLOYMENT, "0")))));
        }
        return gates;
    }

    @Override
    public String madeOf(App app) {
        var text = app.gate().map(GateSpec::image).orElse("") + " " + GateConfig.published(app);
        return Sha256.hex(text).substring(0, HASH_DIGITS);
    }

    @Override
    public void prepare(App app, Progress log) throws DeployException, InterruptedException {
        requireOwnNames(app);
        try {
            Cancellation.within(LONGEST_PULL, cancellation -> {
                image.bring(spec(app).image(), log, cancellation);
                return true;
            });
        } catch (TimeoutException e) {
            throw new DeployException(
                    Blame.REMOTE,
                    "the pull of " + spec(app).image() + " took longer than " + LONGEST_PULL.toMinutes()
                            + " min, and was called off",
                    "docker pull " + spec(app).image(),
                    e);
        }
    }

    private void requireOwnNames(App app) throws DeployException {
        var own = of(app).stream().map(gate -> gate.container().id()).toList();
        for (var name : List.of(app.gateName(), app.nextGateName(), app.previousGateName())) {
            var holder = containers.named(name).filter(container -> !own.contains(container.id()));
            if (holder.isPresent()) {
                throw new DeployException(
                        Blame.YOURS,
                        "the name " + name + " belongs to a container that is no gate of " + app.name() + " (id "
                                + holder.get().shortId() + ")",
                        "remove or rename that container, or choose another swap for apps." + app.name());
            }
        }
        network.requireNoneOfOthers(app);
    }

    /** What is to be said of an app's gate. */
    List<Finding> look(App app) throws DeployException {
        requireOwnNames(app);
        var gate = of(app).stream()
                .filter(each -> each.container().name().equals(app.gateName()))
                .findFirst();
        if (gate.isPresent() && !gate.get().container().isRunning()) {
            return List.of(Finding.wrong(
                    app.name() + ": its gate " + app.gateName() + " does not run",
                    "nobody reaches the app's ports but through it",
                    "docker start " + app.gateName()));
        }
        var name = spec(app).image();
        if (!image.isHere(name)) {
            return List.of(Finding.note(
                    app.name() + ": " + name + ", the image of its gate, is not on this machine",
                    "it is pulled before the next deployment touches anything, which needs its registry",
                    "docker pull " + name));
        }
        return List.of(Finding.well(
                gate.isPresent()
                        ? app.gateName() + " runs"
                        : "the image " + name + " is here; the next deployment opens it"));
    }

    @Override
    public Gate create(App app, long deployment, Container to) throws DeployException {
        network.make(app);
        var name = app.nextGateName();
        var left = containers.named(name);
        if (left.isPresent()) {
            containers.remove(left.get().id()); // Whatever an earlier process had begun with it.
        }
        var body = GateBody.json(app, spec(app), deployment, madeOf(app));
        var path = "/containers/create?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        var id = engine.post("create container " + name, path, body).path("Id").asText();
        new GateFiles(engine, id).target(to).ports(app, spec(app)).write();
        var made = containers.find(id).orElseThrow(() -> gone(name));
        return new Gate(made, madeOf(app), deployment);
    }

    @Override
    public void await(App app, Gate gate) throws DeployException, InterruptedException {
        processes(gate).await();
    }

    @Override
    public void lead(App app, Gate gate, Container to) throws DeployException, InterruptedException {
        var files = new GateFiles(engine, gate.container().id()).target(to);
        if (app.gate().isPresent() && gate.madeOf().equals(madeOf(app))) {
            files.ports(app, spec(app));
        }
        files.write();
        var now = containers
                .find(gate.container().id())
                .orElseThrow(() -> gone(gate.container().name()));
        if (now.isUp()) {
            processes(gate).readAgain(app.gate().map(GateSpec::drain).orElse(GateSpec.DEFAULT_DRAIN));
        }
    }

    @Override
    public void removeNetwork(App app) throws DeployException {
        network.remove(app);
    }

    private GateProcesses processes(Gate gate) {
        return new GateProcesses(engine, output, gate.container().id());
    }

    private static GateSpec spec(App app) {
        return app.gate().orElseThrow(() -> new IllegalStateException(app.name() + " has no gate"));
    }

    private static DeployException gone(String name) {
        return new DeployException(Blame.HOST, "container " + name + " is gone", "the next poll makes it anew");
    }
}
