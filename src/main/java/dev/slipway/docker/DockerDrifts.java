package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.api.command.InspectImageResponse;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Drifts;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Compares a container with a picture of it that was taken right after its deployment, kept in a file for each app: Docker
 * itself does not tell a default from a setting, nor a mount point that it made from a file that somebody put there.
 */
public final class DockerDrifts implements Drifts {
    private static final String SETTINGS = "HostConfig";
    private static final String NETWORKS = "Networks";

    private final DockerEngine engine;
    private final EnvFiles envFiles;
    private final ImageShelf shelf;
    private final Path folder;
    private final DockerProjects projects;

    /**
     * Makes nothing yet.
     *
     * @param env of the process, from which env files take names without a value
     * @param folder where the pictures are kept
     */
    public DockerDrifts(DockerEngine engine, DockerProjects projects, Map<String, String> env, Path folder) {
        this.engine = engine;
        this.envFiles = new EnvFiles(env);
        this.shelf = new ImageShelf(engine);
        this.folder = folder;
        this.projects = projects;
    }

    @Override
    public void remember(App app, Container container) throws DeployException {
        if (app.isComposed()) {
            projects.rememberDone(app);
            return;
        }
        if (app.inSwarm()) {
            return; // The swarm keeps what it was told.
        }
        try {
            Files.createDirectories(folder);
            var fresh = Files.createTempFile(folder, app.name(), ".new");
            Files.writeString(fresh, picture(container.id()).toString());
            Files.move(fresh, file(app), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "how " + app.name() + " was deployed could not be kept in " + folder + ": " + e,
                    "look at the disk of data_dir",
                    e);
        }
    }

    @Override
    public boolean remembers(App app, Container container) {
        return app.inSwarm() || app.isComposed() || remembered(app, container).isPresent();
    }

    @Override
    public List<Difference> of(App app, Container container) throws DeployException {
        var differences = new ArrayList<Difference>();
        config(app, container).ifPresent(differences::add);
        if (app.isComposed()) {
            differences.addAll(new ProjectDrifts(projects).of(app));
            return differences;
        }
        if (app.inSwarm()) {
            differences.addAll(new ServiceDrifts(engine).of(app));
            return differences;
        }
        differences.addAll(image(app, container));
        var before = remembered(app, container);
        if (before.isPresent()) {
            var now = picture(container.id());
            differences.addAll(settings(before.get().path(SETTINGS), now.path(SETTINGS)));
            differences.addAll(networks(before.get().path(NETWORKS), now.path(NETWORKS)));
            differences.addAll(FileChanges.between(
                    FileChanges.read(before.get().path("Changes")), FileChanges.read(now.path("Changes"))));
        }
        return differences;
    }

    private Optional<Difference> config(App app, Container container) throws DeployException {
        var now = ConfigHash.of(app, envFiles.environment(app));
        return container
                .origin()
                .filter(origin -> !origin.configHash().equals(now))
                .map(ignored -> new Difference(
                        Difference.Kind.CONFIG,
                        "the configuration or an env file was changed since; the next poll deploys it"));
    }

    private List<Difference> image(App app, Container container) throws DeployException {
        var names = new ArrayList<String>();
        container.origin().ifPresent(origin -> names.add(ImageLabels.tag(app, origin.commit())));
        app.build().image().ifPresent(names::add);
        var differences = new ArrayList<Difference>();
        for (var name : names) {
            var leadsTo = shelf.inspect(name).map(InspectImageResponse::getId);
            if (leadsTo.filter(id -> !id.equals(container.wiring().image())).isPresent()) {
                differences.add(new Difference(
                        Difference.Kind.IMAGE, "image " + name + " is another one than the container was made from"));
            }
        }
        return differences;
    }

    private static List<Difference> settings(JsonNode before, JsonNode now) {
        var names = new TreeSet<String>();
        before.fieldNames().forEachRemaining(names::add);
        now.fieldNames().forEachRemaining(names::add);
        return names.stream()
                .filter(name -> !before.path(name).equals(now.path(name)))
                .map(name -> new Difference(
                        Difference.Kind.SETTING,
                        name + " was changed from " + shown(before.path(name)) + " to " + shown(now.path(name))))
                .toList();
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "nothing" : value.toString();
    }

    private static List<Difference> networks(JsonNode before, JsonNode now) {
        var differences = new ArrayList<Difference>();
        now.forEach(name -> {
            if (!contains(before, name)) {
                differences.add(new Difference(Difference.Kind.SETTING, "network " + name.asText() + " was connected"));
            }
        });
        before.forEach(name -> {
            if (!contains(now, name)) {
                differences.add(
                        new Difference(Difference.Kind.SETTING, "network " + name.asText() + " was disconnected"));
            }
        });
        return differences;
    }

    private static boolean contains(JsonNode list, JsonNode wanted) {
        for (var each : list) {
            if (each.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** All that can change while it lives; what log drivers are told may be secret, and cannot change. */
    private JsonNode picture(String id) throws DeployException {
        return engine.call("compare container " + id + " with what was deployed", docker -> {
            var inspected = Raw.get(engine.http(), "/containers/" + id + "/json");
            var picture =
                    Raw.JSON.createObjectNode().put("Id", inspected.path("Id").asText());
            var settings = picture.putObject(SETTINGS);
            inspected.path(SETTINGS).properties().stream()
                    .filter(each -> !each.getKey().equals("LogConfig"))
                    .forEach(each -> settings.set(each.getKey(), each.getValue()));
            var networks = picture.putArray(NETWORKS);
            var names = new TreeSet<String>();
            inspected.path("NetworkSettings").path(NETWORKS).fieldNames().forEachRemaining(names::add);
            names.forEach(networks::add);
            var changes = Raw.get(engine.http(), "/containers/" + id + "/changes");
            picture.set("Changes", changes.isArray() ? changes : Raw.JSON.createArrayNode());
            return picture;
        });
    }

    private Optional<JsonNode> remembered(App app, Container container) {
        try {
            JsonNode kept =
                    Files.exists(file(app)) ? Raw.JSON.readTree(file(app).toFile()) : MissingNode.getInstance();
            return Optional.of(kept).filter(it -> it.path("Id").asText().equals(container.id()));
        } catch (IOException e) {
            return Optional.empty(); // A picture that cannot be read is none; the next look takes another.
        }
    }

    private Path file(App app) {
        return folder.resolve(app.name() + ".json");
    }
}
