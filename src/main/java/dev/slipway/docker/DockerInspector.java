package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Inspector;
import dev.slipway.model.Blame;
import dev.slipway.model.ExistingContainer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Asks the engine how a container was set up, and leaves out what it would be without being asked for. */
public final class DockerInspector implements Inspector {
    private static final String SOURCE = "org.opencontainers.image.source";

    private final DockerEngine engine;

    public DockerInspector(DockerEngine engine) {
        this.engine = engine;
    }

    @Override
    public ExistingContainer inspect(String name) throws DeployException {
        var container = container(name);
        var found = new FoundSettings();
        var image = image(container, found);
        var process = new FoundProcess(container, image, found);
        process.read();
        new FoundHost(container, info(), this::nameOf, found).read();
        new FoundStorage(container, found).read();
        process.exposed();
        FoundElsewhere.read(container, found);
        return new ExistingContainer(
                container.path("Name").asText().replaceFirst("^/", ""),
                container.path("Config").path("Image").asText(),
                FoundSettings.find(image.path("Labels").path(SOURCE)).filter(url -> url.startsWith("https://")),
                found.run(),
                found.notes());
    }

    private JsonNode container(String name) throws DeployException {
        try {
            return get("inspect the container " + name, "/containers/" + encoded(name) + "/json");
        } catch (DeployException e) {
            if (e.getCause() instanceof NotFoundException) {
                throw new DeployException(
                        Blame.YOURS,
                        "there is no container " + name + " at " + engine.host(),
                        "docker ps --all lists those that are there",
                        e);
            }
            throw e;
        }
    }

    /** The image's settings; missing if it is gone, which a container outlives. */
    private JsonNode image(JsonNode container, FoundSettings found) throws DeployException {
        try {
            return get(
                            "inspect the image of the container",
                            "/images/" + encoded(container.path("Image").asText()) + "/json")
                    .path("Config");
        } catch (DeployException e) {
            if (e.getCause() instanceof NotFoundException) {
                found.note(
                        "its image is gone, so that what the image set cannot be told from what was set for the container:"
                                + " take out of run what the Dockerfile says");
                return Raw.JSON.missingNode();
            }
            throw e;
        }
    }

    private JsonNode info() throws DeployException {
        return get("ask Docker about itself", "/info");
    }

    /** As it is, if it cannot be found out. */
    private String nameOf(String id) {
        try {
            return FoundSettings.find(container(id).path("Name")).orElse(id).replaceFirst("^/", "");
        } catch (DeployException e) {
            return id; // That container is gone, and with it whatever name it had.
        }
    }

    private JsonNode get(String what, String path) throws DeployException {
        return engine.call(what, docker -> Raw.get(engine.http(), path));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }
}
