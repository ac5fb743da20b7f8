package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Container;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A container that takes the part of the agent's own: the traces under {@link #root} are those of a process in it. */
final class AgentsContainer {
    private final ContainersTestEngine docker;
    private final Path root;
    private final Container container;

    private AgentsContainer(ContainersTestEngine docker, Path root, RunSpec run) throws DeployException, IOException {
        this.docker = docker;
        this.root = root;
        this.container = docker.started(docker.app("agent", run));
        leaveTraces(root, container.id());
    }

    /** On a network of its own. */
    static AgentsContainer start(ContainersTestEngine docker, Path root) throws DeployException, IOException {
        var network = new NetworkAttachment(docker.network("agents"), List.of(), Optional.empty(), Optional.empty());
        return start(docker, root, RunSpec.EMPTY.with(RunKey.NETWORKS, List.of(network)));
    }

    static AgentsContainer start(ContainersTestEngine docker, Path root, RunSpec run)
            throws DeployException, IOException {
        return new AgentsContainer(docker, root, run);
    }

    /** What a process sees that runs in the container with this id. */
    static void leaveTraces(Path root, String id) throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(
                root.resolve("proc/self/mountinfo"),
                "176 159 254:0 /var/lib/docker/containers/" + id + "/hostname /etc/hostname rw - ext4 /dev/vda rw\n");
    }

    /** Of a new process in it. */
    DockerReach reach() {
        return new DockerReach(docker.engine, root);
    }

    Container container() {
        return container;
    }

    Set<String> networks() throws DeployException {
        return networks(docker.inspect(container));
    }

    private static Set<String> networks(JsonNode json) {
        var names = new HashSet<String>();
        json.at("/NetworkSettings/Networks").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** As a person does. */
    void attach(String network) throws DeployException {
        docker.containers.connect(
                container.id(), new NetworkAttachment(network, List.of(), Optional.empty(), Optional.empty()));
    }

    void restart() throws DeployException {
        docker.containers.stop(container.id(), Optional.empty());
        docker.containers.start(container.id());
    }
}
