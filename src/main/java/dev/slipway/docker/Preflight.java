package dev.slipway.docker;

import dev.slipway.deploy.Containers.Attachment;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds out, before anything is touched, what a container will miss that Docker does not make by itself. */
final class Preflight {
    private static final String CONTAINER = "container:";

    private final DockerEngine engine;
    private final ContainerFactory factory;
    private final ContainerReader reader;
    private final Networks networks;

    Preflight(DockerEngine engine, ContainerFactory factory, ContainerReader reader, Networks networks) {
        this.engine = engine;
        this.factory = factory;
        this.reader = reader;
        this.networks = networks;
    }

    void check(App app) throws DeployException {
        factory.plan(app, Attachment.FULL); // reads env files and profiles, and refuses what this engine cannot do
        for (var attachment : app.attachments()) {
            checkNetwork(app, attachment);
        }
        for (var need : containersNeeded(app).entrySet()) {
            if (reader.inspect(need.getKey()).isEmpty()) {
                throw missing(
                        app, need.getValue(), "container " + need.getKey(), "start it, or correct " + need.getValue());
            }
        }
        if (seesHost()) {
            checkPaths(app);
        }
    }

    private void checkNetwork(App app, NetworkAttachment attachment) throws DeployException {
        var network = attachment.network();
        if (Endpoints.isUserDefined(network) && !networks.exists(network)) {
            var key = app.run().get(RunKey.NETWORKS).isPresent() ? RunKey.NETWORKS : RunKey.NETWORK_MODE;
            throw missing(
                    app,
                    key.name(),
                    "network " + network,
                    "create it (docker network create " + network + "), or correct " + key);
        }
    }

    /** Names of containers, each with the key that asks for it. */
    private static Map<String, String> containersNeeded(App app) {
        var needed = new LinkedHashMap<String, String>();
        for (var key : List.of(RunKey.NETWORK_MODE, RunKey.PID, RunKey.IPC)) {
            app.run()
                    .get(key)
                    .filter(mode -> mode.startsWith(CONTAINER))
                    .ifPresent(mode -> needed.put(mode.substring(CONTAINER.length()), key.name()));
        }
        for (var key : List.of(RunKey.VOLUMES_FROM, RunKey.EXTERNAL_LINKS)) {
            app.run().get(key).orElse(List.of()).forEach(text -> needed.put(text.split(":", 2)[0], key.name()));
        }
        return needed;
    }

    /** Paths are the host's; we see the same ones unless the engine is elsewhere, or we are in a container ourselves. */
    private boolean seesHost() {
        return "unix".equals(engine.host().getScheme()) && !Files.exists(Path.of("/.dockerenv"));
    }

    private static void checkPaths(App app) throws DeployException {
        var sources = new ArrayList<Run.Mount>(app.run().get(RunKey.VOLUMES).orElse(List.of()));
        sources.removeIf(mount -> !StorageRows.mustExist(mount));
        for (var mount : sources) {
            requirePath(
                    app,
                    RunKey.VOLUMES,
                    "the source " + mount.source().orElseThrow(),
                    mount.source().orElseThrow());
        }
        for (var device : app.run().get(RunKey.DEVICES).orElse(List.of())) {
            requirePath(app, RunKey.DEVICES, "the device " + device.host(), device.host());
        }
    }

    private static void requirePath(App app, RunKey<?> key, String what, String path) throws DeployException {
        if (!Files.exists(Path.of(path))) {
            throw missing(app, key.name(), what, "create it, or correct " + key);
        }
    }

    private static DeployException missing(App app, String key, String what, String next) {
        return new DeployException(
                Blame.YOURS, what + " of apps." + app.name() + ".run." + key + " does not exist", next);
    }
}
