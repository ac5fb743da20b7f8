package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.Check;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Finding;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Where the agent itself runs in a container: whether its paths are the host's. Docker looks for the source of a bind mount on
 * the host, whatever the path means to who names it.
 */
final class MountsCheck implements Check {
    private final DockerEngine engine;
    private final Whereabouts whereabouts;
    private final Path dataDir;
    private final List<App> apps;

    MountsCheck(DockerEngine engine, Whereabouts whereabouts, Path dataDir, List<App> apps) {
        this.engine = engine;
        this.whereabouts = whereabouts;
        this.dataDir = dataDir;
        this.apps = List.copyOf(apps);
    }

    @Override
    public String name() {
        return DockerChecks.sectioned("paths", engine);
    }

    @Override
    public List<Finding> look() throws DeployException {
        return switch (whereabouts.place()) {
            case Place.OnHost ignored -> List.of(Finding.well("this process sees the host's own paths"));
            case Place.AnotherMachine other ->
                List.of(Finding.well("bind mounts mean folders of the other machine, " + other.host()));
            case Place.Elsewhere ignored ->
                List.of(Finding.risk(
                        "this process runs in a container that Docker at " + engine.host() + " does not know",
                        "it cannot ask over the network whether a container is well",
                        "use health.command, or give the agent the engine that runs it"));
            case Place.Inside inside -> of(mounts(inside.container()));
        };
    }

    private JsonNode mounts(String container) throws DeployException {
        return engine.call(
                "inspect container " + container,
                docker -> Raw.get(engine.http(), "/containers/" + container + "/json")
                        .path("Mounts"));
    }

    /** What the mounts of the agent's own container mean. */
    List<Finding> of(JsonNode mounts) {
        var findings = new ArrayList<Finding>();
        var ofData = over(dataDir.toString(), mounts);
        if (ofData.isEmpty()) {
            findings.add(Finding.wrong(
                    "data_dir " + dataDir + " is on no mount of the agent's container",
                    "history and pauses are lost when that container is made anew",
                    "add the volume " + dataDir + ":" + dataDir + " to the agent's container"));
        }
        for (var app : apps) {
            for (var volume : app.run().get(RunKey.VOLUMES).orElse(List.of())) {
                if (volume.kind() == Run.Mount.Kind.BIND && volume.source().isPresent()) {
                    elsewhere(app, volume.source().get(), mounts).ifPresent(findings::add);
                }
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.well("the agent's container sees what the apps mount at the host's own paths"));
        }
        return findings;
    }

    private static Optional<Finding> elsewhere(App app, String path, JsonNode mounts) {
        return over(path, mounts)
                .filter(mount -> mount.path("Type").asText().equals("bind"))
                .filter(mount -> !mount.path("Source")
                        .asText()
                        .equals(mount.path("Destination").asText()))
                .map(mount -> {
                    var destination = mount.path("Destination").asText();
                    var source = mount.path("Source").asText();
                    var real = source + path.substring(destination.length());
                    return Finding.risk(
                            app.name() + ": " + path + " in the agent's container is " + real + " on the host",
                            "Docker mounts the host's " + path + " into the app, which is another folder, and makes an"
                                    + " empty one where there is none",
                            "write " + real + " under apps." + app.name() + ".run.volumes, or mount " + real
                                    + " at the same path into the agent's container");
                });
    }

    /** The innermost mount that a path lies on. */
    static Optional<JsonNode> over(String path, JsonNode mounts) {
        return StreamSupport.stream(mounts.spliterator(), false)
                .filter(mount -> Path.of(path)
                        .startsWith(Path.of(mount.path("Destination").asText())))
                .max(Comparator.comparingInt(
                        mount -> mount.path("Destination").asText().length()));
    }
}
