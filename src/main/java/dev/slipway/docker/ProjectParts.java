package dev.slipway.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The containers and networks that Compose made for a project, by its labels. */
final class ProjectParts {
    static final String PROJECT = "com.docker.compose.project";
    private static final String SERVICE = "com.docker.compose.service";
    private static final String ONE_OFF = "com.docker.compose.oneoff";

    private final DockerEngine engine;
    private final Removal removal;

    ProjectParts(DockerEngine engine) {
        this.engine = engine;
        this.removal = new Removal(engine);
    }

    /**
     * One container, with what its labels say beyond what all of Slipway's do.
     *
     * @param digest of all that it was made from; empty if Slipway did not have it made
     * @param image by which it names its image
     */
    record Found(Project.Part part, String digest, String image) {}

    /** All of a project but those that somebody runs by {@code docker compose run}. */
    List<Found> of(String project) throws DeployException {
        var found = new ArrayList<Found>();
        for (var id : ids(PROJECT + "=" + project)) {
            inspect(id).ifPresent(found::add);
        }
        return found;
    }

    /** The highest deployment on the label of a container of any project. */
    long highestDeployment() throws DeployException {
        long highest = 0;
        for (var id : ids(ImageLabels.SERVICE)) {
            highest = Math.max(
                    highest,
                    inspect(id)
                            .flatMap(found -> found.part().container().origin())
                            .map(origin -> origin.deployment())
                            .orElse(0L));
        }
        return highest;
    }

    private List<String> ids(String label) throws DeployException {
        return engine.call(
                "list the containers",
                docker -> docker.listContainersCmd().withShowAll(true).withLabelFilter(List.of(label)).exec().stream()
                        .filter(container -> !isOneOff(container.getLabels()))
                        .map(com.github.dockerjava.api.model.Container::getId)
                        .toList());
    }

    private static boolean isOneOff(Map<String, String> labels) {
        return "true".equalsIgnoreCase(labels.get(ONE_OFF));
    }

    private Optional<Found> inspect(String id) throws DeployException {
        return engine.call("inspect container " + id, docker -> {
            try {
                var json = Raw.get(engine.http(), "/containers/" + id + "/json");
                var config = json.path("Config");
                var labels = config.path("Labels");
                var part = new Project.Part(labels.path(SERVICE).asText(), Inspection.read(json));
                return Optional.of(new Found(
                        part,
                        labels.path(ImageLabels.SERVICE).asText(),
                        config.path("Image").asText()));
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** Stops and removes all containers of a project, then its networks. Volumes stay, those without a name as well. */
    void remove(String project, DockerContainers containers) throws DeployException {
        for (var id : ids(PROJECT + "=" + project)) {
            containers.stop(id, Optional.empty());
            removal.keepingVolumes(id);
        }
        var networks = engine.call(
                "list the networks",
                docker -> docker.listNetworksCmd()
                        .withFilter("label", List.of(PROJECT + "=" + project))
                        .exec());
        for (var network : networks) {
            engine.call("remove network " + network.getName(), docker -> {
                try {
                    docker.removeNetworkCmd(network.getId()).exec();
                    return true;
                } catch (NotFoundException e) {
                    return false; // It is gone already.
                }
            });
        }
    }
}
