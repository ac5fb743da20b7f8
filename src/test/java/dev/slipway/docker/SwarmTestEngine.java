package dev.slipway.docker;

import dev.slipway.SystemTime;
import dev.slipway.deploy.Services;
import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.PushSpec;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.model.SwarmSpec;
import dev.slipway.model.Target;
import dev.slipway.testkit.Apps;
import dev.slipway.testkit.BaseImage;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.PrivateEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An engine of the test's own that is a swarm by itself. Its images bear the name of a registry that nobody has, so that its tasks
 * are made from what is there.
 */
final class SwarmTestEngine implements AutoCloseable {
    private static final String REGISTRY = "127.0.0.1:1/";

    final PrivateEngine machine;
    final DockerEngine engine;
    final DockerServices services;
    final SystemTime time = new SystemTime();

    SwarmTestEngine(Path folder) throws IOException {
        machine = PrivateEngine.start(folder);
        machine.docker("swarm", "init", "--advertise-addr", "127.0.0.1");
        engine = new DockerEngine(URI.create(machine.engineUrl()), Map.of(), time);
        services = new DockerServices(engine, new DockerContainers(engine, Map.of()), Map.of());
        BaseImage.make(machine);
        build(folder, "well", "trap 'exit 0' TERM; while :; do sleep 0.1; done");
        build(folder, "bad", "echo cannot find its database; exit 1");
    }

    private void build(Path folder, String name, String script) throws IOException {
        var context = Files.createDirectories(folder.resolve("image-" + name));
        Files.writeString(
                context.resolve("Dockerfile"),
                "FROM " + BaseImage.TAG + "\nCMD [\"sh\", \"-c\", \"" + script + "\"]\n");
        Command.run(
                        List.of("docker", "build", "--quiet", "--tag", REGISTRY + name + ":1", context.toString()),
                        Map.of("DOCKER_BUILDKIT", "0", "DOCKER_HOST", machine.engineUrl()))
                .expecting(0);
    }

    /** Two tasks of it, which are watched for a second, and replaced two at a time. */
    App app(RunSpec run) {
        var app = Apps.app("web", run);
        return new App(
                        app.name(),
                        app.git(),
                        app.build().pushing(new PushSpec(REGISTRY + "web:{sha}")),
                        run.get(RunKey.DEPLOY).isPresent() ? run : run.with(RunKey.DEPLOY, two()),
                        new HealthSpec(Optional.empty(), Duration.ofSeconds(30), Duration.ofSeconds(1)),
                        new DeployPolicy(Optional.empty(), 2, List.of(), false))
                .on(Target.SWARM);
    }

    private static SwarmSpec two() {
        var none = SwarmSpec.DEFAULT;
        var update = new SwarmSpec.Rollout(
                Optional.of(2),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new SwarmSpec(
                none.mode(),
                Optional.of(2),
                none.endpoint(),
                none.labels(),
                none.placement(),
                none.reservedCpus(),
                update,
                none.rollback(),
                none.restart());
    }

    Services.Order order(App app, Commit commit, long deployment, boolean well) {
        return new Services.Order(app, commit, deployment, REGISTRY + (well ? "well" : "bad") + ":1");
    }

    /** Takes away what a test has made. */
    void clear() {
        machine.docker("service", "ls", "--quiet").lines().forEach(id -> machine.docker("service", "rm", id));
    }

    @Override
    public void close() throws IOException {
        clear();
        engine.close();
        machine.docker("swarm", "leave", "--force");
        machine.close();
    }
}
