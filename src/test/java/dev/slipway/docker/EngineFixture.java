package dev.slipway.docker;

import dev.slipway.SystemTime;
import dev.slipway.model.App;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.GitSpec;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.Image;
import dev.slipway.model.RunSpec;
import dev.slipway.testkit.BaseImage;
import dev.slipway.testkit.Command;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A corner of the real engine under a name of its own, swept when it is closed. */
final class EngineFixture implements AutoCloseable {
    static final URI HOST = URI.create("unix:///var/run/docker.sock");

    /** Says hello on both streams, and ends soon after SIGTERM. */
    static final List<String> LONG_LIVED =
            List.of("sh", "-c", "trap 'exit 0' TERM; echo out; echo err >&2; while :; do sleep 0.1; done");

    private static final int NAME_DIGITS = 8;

    final String name = "slipway-containers-" + UUID.randomUUID().toString().substring(0, NAME_DIGITS);
    final DockerEngine engine;
    final DockerContainers containers;
    final Image image;

    EngineFixture() {
        this(HOST);
    }

    EngineFixture(URI host) {
        engine = new DockerEngine(host, Map.of(), new SystemTime());
        containers = new DockerContainers(engine, Map.of("FROM_AGENT", "agent's own"));
        var tag = BaseImage.make();
        image = new Image(Command.docker("image", "inspect", "--format", "{{.Id}}", tag), tag);
    }

    App app(RunSpec run) {
        return app(name, run);
    }

    static App app(String name, RunSpec run) {
        return new App(
                name,
                new GitSpec("https://git.example/web.git", "main", GitSpec.DEFAULT_USERNAME, Optional.empty()),
                new BuildSpec(
                        ".",
                        "Dockerfile",
                        Map.of("B", "2", "A", "1"),
                        Optional.empty(),
                        new BuildSpec.Options(false, Duration.ofMinutes(30), BuildSpec.Builder.AUTO),
                        Optional.empty()),
                run,
                new HealthSpec(Optional.empty(), Duration.ofSeconds(60), Duration.ofSeconds(10)),
                new DeployPolicy(Optional.empty(), 2, List.of(), false));
    }

    /** Makes a network that is swept with everything else. */
    String network(String suffix) {
        var network = name + "-" + suffix;
        Command.docker("network", "create", network);
        return network;
    }

    @Override
    public void close() throws IOException {
        engine.close();
        sweep(Stream.of("container", "ls", "--all"), "name=" + name, "container", "rm", "--force", "--volumes");
        sweep(Stream.of("network", "ls"), "name=" + name, "network", "rm");
        sweep(Stream.of("volume", "ls"), "name=" + name, "volume", "rm");
    }

    private static void sweep(Stream<String> list, String filter, String... remove) {
        var found = Command.docker(
                Stream.concat(list, Stream.of("--quiet", "--filter", filter)).toArray(String[]::new));
        if (!found.isEmpty()) {
            Command.docker(Stream.concat(Stream.of(remove), found.lines()).toArray(String[]::new));
        }
    }
}
