package dev.slipway.docker;

import dev.slipway.deploy.Check;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Ownership;
import dev.slipway.model.App;
import dev.slipway.model.ByteSize;
import dev.slipway.model.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What can be found out about the engine, and about what the apps need of it. */
public final class DockerChecks {
    private DockerChecks() {}

    /** Of the engine alone, where no app is known. */
    public static Check engine(DockerEngine engine) {
        return new EngineCheck(engine, List.of());
    }

    /** Of the room on the disks that can be seen. */
    public static Check room(DockerRoom room) {
        return Check.of("disk", () -> disk(room));
    }

    /**
     * Of a Docker host that no app runs on any more, or not yet: whether anything was left there.
     *
     * @param others the apps of the configuration
     */
    public static Check unused(DockerEngine engine, List<App> others) {
        return Check.of(sectioned("docker", engine), () -> {
            var findings = new ArrayList<Finding>();
            findings.add(Finding.well("no app runs at " + engine.host()));
            try {
                findings.addAll(LeftBehind.on(engine, others));
            } catch (DeployException e) {
                findings.add(Finding.note(
                        e.failure().what(), "no app needs it", e.failure().next()));
            }
            return findings;
        });
    }

    /** What a section of one engine's findings is called: that of docker.host needs no name. */
    static String sectioned(String what, DockerEngine engine) {
        return what + engine.host().name().map(" "::concat).orElse("");
    }

    /**
     * All of what runs on one engine.
     *
     * @param apps those that run there
     * @param others those that do not
     * @param env of the process, from which env files take names without a value
     */
    public static List<Check> of(
            DockerEngine engine, List<App> apps, List<App> others, Path dataDir, Map<String, String> env) {
        var whereabouts = new Whereabouts(engine, Path.of("/"));
        var checks = new ArrayList<Check>();
        checks.add(new EngineCheck(
                engine,
                apps.stream().filter(app -> !app.inSwarm() && !app.isComposed()).toList()));
        if (!others.isEmpty()) {
            checks.add(Check.of(sectioned("left", engine), () -> LeftBehind.orWell(engine, others)));
        }
        var here =
                apps.stream().filter(app -> !app.inSwarm() && !app.isComposed()).toList();
        checks.add(new MountsCheck(engine, whereabouts, dataDir, here));
        checks.add(new PortsCheck(engine, whereabouts, new Listeners(Path.of("/proc")), here));
        var containers = new DockerContainers(engine, env);
        var reach = new DockerReach(engine);
        var services = new DockerServices(engine, containers, env);
        var projects = new DockerProjects(engine, containers, env, dataDir.resolve("compose"));
        for (var app : apps) {
            if (app.isComposed()) {
                checks.add(new ComposeCheck(app, projects, reach, engine));
                continue;
            }
            if (app.inSwarm()) {
                checks.add(new SwarmCheck(app, services, engine, Path.of("/proc")));
                continue;
            }
            checks.add(Check.of("run " + app.name(), () -> {
                Ownership.check(app, containers, reach);
                containers.preflight(app);
                reach.preflight(app);
                return List.of(Finding.well("Docker takes the settings, and what they name is there"));
            }));
        }
        var gates = new DockerGates(engine, containers, env);
        apps.stream()
                .filter(app -> app.gate().isPresent())
                .forEach(app -> checks.add(Check.of("gate " + app.name(), () -> gates.look(app))));
        return checks;
    }

    private static List<Finding> disk(DockerRoom room) throws DeployException {
        var shortages = room.shortages();
        return shortages.isEmpty()
                ? List.of(Finding.well("as much is free as min_free_disk wants"))
                : shortages.stream()
                        .map(
                                each -> Finding.wrong(
                                        "the disk of " + each.user() + " (" + each.folder() + ") has "
                                                + ByteSize.inWords(each.free()) + " free, and min_free_disk wants "
                                                + ByteSize.inWords(each.wanted()),
                                        "no build begins with less",
                                        "docker system df shows what Docker holds; docker builder prune frees what builds left"))
                        .toList();
    }
}
