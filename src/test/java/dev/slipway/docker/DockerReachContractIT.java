package dev.slipway.docker;

import dev.slipway.deploy.Containers;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Reach;
import dev.slipway.deploy.ReachContract;
import dev.slipway.model.App;
import dev.slipway.model.Image;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class DockerReachContractIT extends ReachContract {
    private final ContainersTestEngine docker;
    private final AgentsContainer agent;
    private final Reach reach;
    private final App app;
    private final App neighbour;

    DockerReachContractIT(@TempDir Path root) throws Exception {
        docker = new ContainersTestEngine();
        agent = AgentsContainer.start(docker, root);
        reach = agent.reach();
        var front = new NetworkAttachment(docker.network("front"), List.of(), Optional.empty(), Optional.empty());
        var run = RunSpec.EMPTY.with(RunKey.NETWORKS, List.of(front));
        app = docker.app("app", run);
        neighbour = docker.app("neighbour", run);
    }

    @AfterEach
    void sweep() throws Exception {
        docker.close();
    }

    @Override
    protected Containers containers() {
        return docker.containers;
    }

    @Override
    protected Reach reach() {
        return reach;
    }

    @Override
    protected Reach anew() {
        return agent.reach();
    }

    @Override
    protected Set<String> networksOfAgent() throws DeployException {
        return agent.networks();
    }

    @Override
    protected String idOfAgent() {
        return agent.container().id();
    }

    @Override
    protected void attachAgent(String network) throws DeployException {
        agent.attach(network);
    }

    @Override
    protected App app() {
        return app;
    }

    @Override
    protected App neighbour() {
        return neighbour;
    }

    @Override
    protected Image image() {
        return docker.image();
    }
}
