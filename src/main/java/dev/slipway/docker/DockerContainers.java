package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import dev.slipway.deploy.Containers;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The containers of one Docker engine. */
public final class DockerContainers implements Containers {
    /** An app may take as long as its grace period says; an hour is more than any sensible one. */
    private static final Duration LONGEST_STOP = Duration.ofHours(1);

    /** The swarm's own label on what it runs, whose image may bear Slipway's. */
    private static final String TASK = "com.docker.swarm.task.id";

    private static final Logger LOG = LoggerFactory.getLogger(DockerContainers.class);

    private final DockerEngine engine;
    private final EnvFiles envFiles;
    private final Preflight preflight;
    private final PrivateNetwork privateNetwork;
    private final PrivateNetwork gateNetwork;
    private final ContainerOutput output;
    private final PortConflict portConflict;
    private final Removal removal;

    /** @param env the process's environment, from which env files take names without a value */
    public DockerContainers(DockerEngine engine, Map<String, String> env) {
        this.engine = engine;
        this.envFiles = new EnvFiles(env);
        this.preflight = new Preflight(engine);
        this.privateNetwork = PrivateNetwork.forProof(engine);
        this.gateNetwork = PrivateNetwork.behindGates(engine);
        this.output = new ContainerOutput(engine);
        this.portConflict = new PortConflict(engine);
        this.removal = new Removal(engine);
    }

    @Override
    public List<Container> of(App app) throws DeployException {
        return labelled(ImageLabels.APP + "=" + app.name());
    }

    private List<Container> labelled(String label) throws DeployException {
        var ids = engine.call(
                "list the containers",
                docker -> docker.listContainersCmd().withShowAll(true).withLabelFilter(List.of(label)).exec().stream()
                        .filter(container -> !container.getLabels().containsKey(TASK)
                                && !container.getLabels().containsKey(ImageLabels.SERVICE))
                        .map(com.github.dockerjava.api.model.Container::getId)
                        .toList());
        var containers = new ArrayList<Container>();
        for (var id : ids) {
            find(id).ifPresent(containers::add);
        }
        return containers;
    }

    @Override
    public Optional<Container> named(String name) throws DeployException {
        return find(name).filter(container -> container.name().equals(name));
    }

    @Override
    public Optional<Container> find(String id) throws DeployException {
        return engine.call("inspect container " + id, docker -> {
            try {
                return Optional.of(Inspection.read(Raw.get(engine.http(), "/containers/" + id + "/json")));
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public long highestDeployment() throws DeployException {
        return labelled(ImageLabels.DEPLOYMENT).stream()
                .flatMap(container -> container.origin().stream())
                .mapToLong(Container.Origin::deployment)
                .max()
                .orElse(0);
    }

    @Override
    public String configHash(App app) throws DeployException {
        return ConfigHash.of(app, envFiles.environment(app));
    }

    @Override
    public void preflight(App app) throws DeployException {
        envFiles.environment(app);
        preflight.check(app);
    }

    @Override
    public Container create(Creation creation) throws DeployException {
        if (creation.attachment() == Attachment.PRIVATE) {
            privateNetwork.make(creation.app());
        }
        if (creation.app().gate().isPresent()) {
            gateNetwork.make(creation.app());
        }
        var body = new CreateBody(creation, envFiles.environment(creation.app()));
        var name = URLEncoder.encode(creation.name(), StandardCharsets.UTF_8);
        var id = post(creation, "/containers/create?name=" + name, body.json());
        // Before API 1.44 only one network may be named at creation.
        for (var attachment : body.networks().stream().skip(1).toList()) {
            connect(id, attachment);
        }
        return find(id).orElseThrow(() -> gone(id));
    }

    private String post(Creation creation, String path, JsonNode body) throws DeployException {
        try {
            var made = engine.post("create container " + creation.name(), path, body);
            // Such as a limit that this kernel does not know, and that the engine therefore leaves out.
            made.path("Warnings")
                    .forEach(warning -> LOG.warn("{}: Docker says: {}", creation.name(), warning.asText()));
            return made.path("Id").asText();
        } catch (DeployException e) {
            throw Refusal.explained(creation.app(), e);
        }
    }

    @Override
    public void start(String id) throws DeployException {
        portConflict.explained(() -> change(
                "start container " + id, docker -> docker.startContainerCmd(id).exec()));
    }

    /** Raw, since docker-java always sends a grace period, 10 s unless told otherwise, and so overrules the container's own. */
    @Override
    public void stop(String id, Optional<Duration> grace) throws DeployException {
        var path = "/containers/" + id + "/stop"
                + grace.map(each -> "?t=" + Math.max(1, each.toSeconds())).orElse("");
        engine.call(
                "stop container " + id,
                grace.map(DockerEngine.ORDINARY::plus).orElse(LONGEST_STOP),
                docker -> Raw.post(engine.http(), path, Raw.JSON.createObjectNode()));
    }

    @Override
    public void rename(String id, String name) throws DeployException {
        if (named(name).filter(container -> container.id().equals(id)).isPresent()) {
            return;
        }
        change(
                "rename container " + id + " to " + name,
                docker -> docker.renameContainerCmd(id).withName(name).exec());
    }

    @Override
    public void remove(String id) throws DeployException {
        removal.of(id);
    }

    /** Raw, since docker-java's "no" is sent as an empty name, which changes nothing. */
    @Override
    public void restartPolicy(String id, RestartPolicy policy) throws DeployException {
        var body = Raw.JSON.createObjectNode();
        body.putObject("RestartPolicy")
                .put("Name", policy.kind().key())
                .put("MaximumRetryCount", policy.maximumRetries());
        try {
            engine.post("change the restart policy of " + id, "/containers/" + id + "/update", body);
        } catch (DeployException e) {
            // One that is going, by an earlier process's removal or somebody else's, is not brought up again either.
            if (!policy.equals(RestartPolicy.NO) || !Removal.isUnderWay(e)) {
                throw e;
            }
        }
    }

    @Override
    public void connect(String id, NetworkAttachment attachment) throws DeployException {
        if (isOn(id, attachment.network())) {
            return;
        }
        var body = Raw.JSON.createObjectNode().put("Container", id);
        RunBody.endpoint(body.putObject("EndpointConfig"), attachment);
        var path = "/networks/" + attachment.network() + "/connect";
        portConflict.explained(() -> engine.post("connect " + id + " to network " + attachment.network(), path, body));
    }

    @Override
    public void disconnect(String id, String network) throws DeployException {
        if (isOn(id, network)) {
            JsonNode body = Raw.JSON.createObjectNode().put("Container", id).put("Force", true);
            engine.post("disconnect " + id + " from network " + network, "/networks/" + network + "/disconnect", body);
        }
    }

    private boolean isOn(String id, String network) throws DeployException {
        return find(id).orElseThrow(() -> gone(id)).wiring().networks().stream()
                .anyMatch(on -> on.network().equals(network));
    }

    @Override
    public String privateNetwork(App app) throws DeployException {
        privateNetwork.make(app);
        return PrivateNetwork.name(app);
    }

    @Override
    public void removePrivateNetwork(App app) throws DeployException {
        privateNetwork.remove(app);
    }

    @Override
    public List<String> lastLines(String id, int count) throws DeployException {
        return output.lastLines(id, count);
    }

    @Override
    public ExecResult exec(String id, List<String> argv, Duration timeout)
            throws DeployException, InterruptedException {
        return output.exec(id, argv, timeout);
    }

    /** A change that may have been made already. */
    private void change(String what, DockerEngine.Call<?> call) throws DeployException {
        engine.call(what, docker -> {
            try {
                return Optional.ofNullable(call.on(docker)).isPresent();
            } catch (NotModifiedException e) {
                return false;
            }
        });
    }

    private static DeployException gone(String id) {
        return new DeployException(Blame.HOST, "container " + id + " is gone", "");
    }
}
