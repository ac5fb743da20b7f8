package dev.slipway.docker;

import dev.slipway.deploy.Containers;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The containers of a Docker engine. It holds no state: each answer is the engine's of that moment. */
public final class DockerContainers implements Containers {
    private final EnvFiles envFiles;
    private final ContainerReader reader;
    private final ContainerFactory factory;
    private final Lifecycle lifecycle;
    private final Networks networks;
    private final ContainerOutput output;
    private final Preflight preflight;

    /** @param env the agent's environment, from which env files take the values of names that stand alone */
    public DockerContainers(DockerEngine engine, Map<String, String> env) {
        this.envFiles = new EnvFiles(env);
        this.reader = new ContainerReader(engine);
        var holders = new Holders(engine, reader, new HostPorts(Path.of("/proc")));
        this.networks = new Networks(engine, reader, holders);
        this.factory = new ContainerFactory(engine, envFiles, networks, holders);
        this.lifecycle = new Lifecycle(engine, reader, holders);
        this.output = new ContainerOutput(engine);
        this.preflight = new Preflight(engine, factory, reader, networks);
    }

    @Override
    public List<Container> of(App app) throws DeployException {
        return reader.of(app);
    }

    @Override
    public Optional<Container> named(String name) throws DeployException {
        return reader.named(name);
    }

    @Override
    public Optional<Container> find(String id) throws DeployException {
        return reader.find(id);
    }

    @Override
    public long highestDeployment() throws DeployException {
        return reader.highestDeployment();
    }

    @Override
    public String configHash(App app) throws DeployException {
        return ConfigHash.of(app, envFiles.of(app));
    }

    @Override
    public void preflight(App app) throws DeployException {
        preflight.check(app);
    }

    @Override
    public Container create(Creation creation) throws DeployException {
        var id = factory.create(creation);
        return reader.find(id)
                .orElseThrow(() -> new DeployException(
                        Blame.HOST,
                        "container " + creation.name() + " was created, and is gone",
                        "see who removes containers on this host"));
    }

    @Override
    public void start(String id) throws DeployException {
        lifecycle.start(id);
    }

    @Override
    public void stop(String id, Optional<Duration> grace) throws DeployException {
        lifecycle.stop(id, grace);
    }

    @Override
    public void rename(String id, String name) throws DeployException {
        lifecycle.rename(id, name);
    }

    @Override
    public void remove(String id) throws DeployException {
        lifecycle.remove(id);
    }

    @Override
    public void restartPolicy(String id, RestartPolicy policy) throws DeployException {
        lifecycle.restartPolicy(id, policy);
    }

    @Override
    public void connect(String id, NetworkAttachment attachment) throws DeployException {
        networks.connect(id, attachment);
    }

    @Override
    public void disconnect(String id, String network) throws DeployException {
        networks.disconnect(id, network);
    }

    @Override
    public String privateNetwork(App app) throws DeployException {
        return networks.ensurePrivate(app);
    }

    @Override
    public void removePrivateNetwork(App app) throws DeployException {
        networks.removePrivate(app);
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
}
