package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Difference;
import java.util.ArrayList;
import java.util.List;

/** Compares a service with what was ordered: its image by a label, the number of its tasks where the configuration gives one. */
final class ServiceDrifts {
    private final DockerEngine engine;

    ServiceDrifts(DockerEngine engine) {
        this.engine = engine;
    }

    List<Difference> of(App app) throws DeployException {
        var spec = engine.<JsonNode>call("inspect service " + app.name(), docker -> {
                    try {
                        return Raw.get(engine.http(), "/services/" + app.name());
                    } catch (NotFoundException e) {
                        return MissingNode.getInstance();
                    }
                })
                .path("Spec");
        var differences = new ArrayList<Difference>();
        var ordered = spec.path("Labels").path(ServiceBody.IMAGE).asText();
        var image = ServiceInspection.image(spec);
        if (!ordered.isEmpty() && !ordered.equals(image)) {
            differences.add(new Difference(
                    Difference.Kind.IMAGE, "the service's image was changed from " + ordered + " to " + image));
        }
        var replicas = ServiceInspection.replicas(spec);
        var wanted = app.swarm().replicas();
        if (replicas.isPresent() && wanted.isPresent() && !wanted.equals(replicas)) {
            differences.add(new Difference(
                    Difference.Kind.SETTING,
                    "the service was scaled from " + wanted.get() + " to " + replicas.get() + " tasks"));
        }
        return differences;
    }
}
