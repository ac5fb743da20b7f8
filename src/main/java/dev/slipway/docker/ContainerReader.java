package dev.slipway.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Container;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds containers and describes them. */
final class ContainerReader {
    private static final String LOOPBACK = "127.0.0.1";

    private final DockerEngine engine;

    ContainerReader(DockerEngine engine) {
        this.engine = engine;
    }

    /** Newest deployment first. */
    List<Container> of(App app) throws DeployException {
        var ids = engine.call(
                "list the containers of " + app.name(),
                docker -> docker.listContainersCmd().withShowAll(true).withLabelFilter(Labels.of(app)).exec().stream()
                        .map(each -> each.getId())
                        .toList());
        var containers = new ArrayList<Container>();
        for (var id : ids) {
            find(id).ifPresent(containers::add); // one may have gone since it was listed
        }
        containers.sort(Comparator.comparingLong((Container each) ->
                        each.origin().map(Container.Origin::deployment).orElse(0L))
                .reversed());
        return containers;
    }

    Optional<Container> named(String name) throws DeployException {
        // The engine also takes an id, or its beginning, for a name.
        var inspected = inspect(name).filter(each -> each.name().equals(name));
        return inspected.isPresent() ? Optional.of(describe(inspected.get())) : Optional.empty();
    }

    Optional<Container> find(String id) throws DeployException {
        var inspected = inspect(id);
        return inspected.isPresent() ? Optional.of(describe(inspected.get())) : Optional.empty();
    }

    long highestDeployment() throws DeployException {
        return engine.call(
                "list Slipway's containers",
                docker ->
                        docker
                                .listContainersCmd()
                                .withShowAll(true)
                                .withLabelFilter(List.of(Labels.DEPLOYMENT))
                                .exec()
                                .stream()
                                .map(each ->
                                        Optional.ofNullable(each.getLabels()).orElse(Map.of()))
                                .flatMap(labels -> Labels.number(labels.getOrDefault(Labels.DEPLOYMENT, "")).stream())
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0));
    }

    /** @param container name or id */
    Optional<InspectedContainer> inspect(String container) throws DeployException {
        return engine.call("inspect container " + container, docker -> {
            try {
                var path = "/containers/" + Raw.segment(container) + "/json";
                return Optional.of(new InspectedContainer(Raw.get(engine.http(), path)));
            } catch (NotFoundException absent) {
                return Optional.empty();
            }
        });
    }

    private Container describe(InspectedContainer inspected) throws DeployException {
        return inspected.toModel(address(inspected));
    }

    private Optional<String> address(InspectedContainer inspected) throws DeployException {
        var shared = inspected.networkOf();
        if (shared.isEmpty()) {
            return addressOfOwn(inspected);
        }
        var other = inspect(shared.get());
        return other.isPresent() ? addressOfOwn(other.get()) : Optional.empty();
    }

    private static Optional<String> addressOfOwn(InspectedContainer inspected) {
        return inspected.networkMode().equals("host") ? Optional.of(LOOPBACK) : inspected.ownAddress();
    }
}
