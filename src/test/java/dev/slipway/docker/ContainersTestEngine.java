package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import dev.slipway.SystemTime;
import dev.slipway.deploy.Containers.Attachment;
import dev.slipway.deploy.Containers.Creation;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.GitSpec;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.Image;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.testkit.BusyboxTar;
import dev.slipway.testkit.SharedEngine;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The machine's real engine with an image that was never pulled. All names hold a token of their own, since others test on the
 * same engine; on closing, whatever bears it is removed.
 */
final class ContainersTestEngine implements AutoCloseable {
    static final Commit COMMIT = new Commit("0123456789abcdef0123456789abcdef01234567");

    final String prefix = "slipway-ct-" + UUID.randomUUID().toString().substring(0, 8);
    final SystemTime time = new SystemTime();
    final DockerEngine engine = engine(Map.of());
    final DockerContainers containers = new DockerContainers(engine, Map.of("FROM_AGENT", "of the agent"));
    private final Image image;

    ContainersTestEngine() throws Exception {
        var request = Request.builder()
                .method(Request.Method.POST)
                .path("/images/create?fromSrc=-&tag=1&repo=" + prefix)
                .putHeader("Content-Type", "application/x-tar")
                .body(new ByteArrayInputStream(BusyboxTar.with(List.of("sh", "true"))))
                .build();
        try (var response = engine.http().execute(request)) {
            var id = Raw.JSON.readTree(response.getBody()).path("status").asText();
            image = new Image(id, prefix + ":1");
        }
    }

    /** The same engine, by an agent in another environment. */
    DockerEngine engine(Map<String, String> env) {
        return new DockerEngine(SharedEngine.url(), env, time);
    }

    /** Of which containers are made. */
    Image image() {
        return image;
    }

    /** A name that no one else uses. */
    String name(String suffix) {
        return prefix + "-" + suffix;
    }

    /** An app whose container sleeps, and ends at once when told to. */
    App app(String suffix) {
        return app(suffix, RunSpec.EMPTY);
    }

    App app(String suffix, RunSpec run) {
        var idle = shell("trap 'exit 0' TERM; while :; do busybox sleep 0.1; done");
        return new App(
                name(suffix),
                new GitSpec("file:///nowhere", "main", GitSpec.DEFAULT_USERNAME, Optional.empty()),
                new BuildSpec(
                        ".",
                        "Dockerfile",
                        Map.of(),
                        Optional.empty(),
                        new BuildSpec.Options(false, Duration.ofMinutes(1), BuildSpec.Builder.AUTO),
                        Optional.empty()),
                run.get(RunKey.COMMAND).isPresent() ? run : run.with(RunKey.COMMAND, idle),
                new HealthSpec(Optional.empty(), Duration.ofSeconds(10), Duration.ofSeconds(1)),
                new DeployPolicy(Optional.empty(), 1, List.of(), false));
    }

    static List<String> shell(String script) {
        return List.of("/bin/sh", "-c", script);
    }

    Container create(App app) throws DeployException {
        return create(app, app.containerName(), Attachment.FULL);
    }

    Container create(App app, String name, Attachment attachment) throws DeployException {
        return containers.create(new Creation(app, COMMIT, 1, image, name, attachment));
    }

    Container createAs(long deployment, App app) throws DeployException {
        return containers.create(new Creation(app, COMMIT, deployment, image, app.name(), Attachment.FULL));
    }

    Container started(App app) throws DeployException {
        var created = create(app);
        containers.start(created.id());
        return now(created);
    }

    /** As it is now. */
    Container now(Container container) throws DeployException {
        return containers.find(container.id()).orElseThrow();
    }

    JsonNode inspect(Container container) throws DeployException {
        return engine.call("inspect", docker -> Raw.get(engine.http(), "/containers/" + container.id() + "/json"));
    }

    /** A network that others can be found on. */
    String network(String suffix) throws DeployException {
        return engine.call("make a network", docker -> {
            docker.createNetworkCmd().withName(name(suffix)).exec();
            return name(suffix);
        });
    }

    /** A network with an IPv4 and an IPv6 subnet. */
    String network(String suffix, String subnet, String subnet6) throws DeployException {
        var ipam = new Network.Ipam()
                .withConfig(
                        new Network.Ipam.Config().withSubnet(subnet), new Network.Ipam.Config().withSubnet(subnet6));
        return engine.call("make a network", docker -> {
            docker.createNetworkCmd()
                    .withName(name(suffix))
                    .withEnableIpv6(true)
                    .withIpam(ipam)
                    .exec();
            return name(suffix);
        });
    }

    boolean hasNetwork(String name) throws DeployException {
        return engine.call(
                "list the networks",
                docker -> docker.listNetworksCmd().exec().stream().anyMatch(network -> name.equals(network.getName())));
    }

    /** Something that becomes so sooner or later. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    void eventually(String what, Condition condition) throws Exception {
        var deadline = time.elapsed().plusSeconds(20);
        while (!condition.holds()) {
            if (deadline.compareTo(time.elapsed()) < 0) {
                throw new AssertionError("not within 20 s: " + what);
            }
            time.sleep(Duration.ofMillis(50));
        }
    }

    /** Removes containers and networks, but not the image. */
    void clear() throws DeployException {
        engine.call("remove what the test made", docker -> {
            for (var each : docker.listContainersCmd()
                    .withShowAll(true)
                    .withNameFilter(List.of(prefix))
                    .exec()) {
                docker.removeContainerCmd(each.getId())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            }
            for (var each : docker.listNetworksCmd().withNameFilter(prefix).exec()) {
                docker.removeNetworkCmd(each.getId()).exec();
            }
            for (var each : docker.listVolumesCmd().exec().getVolumes()) {
                if (each.getName().startsWith(prefix)) {
                    docker.removeVolumeCmd(each.getName()).exec();
                }
            }
            return true;
        });
    }

    @Override
    public void close() throws Exception {
        try (engine) {
            clear();
            engine.call("remove the image", docker -> {
                docker.removeImageCmd(image.id()).withForce(true).exec();
                return true;
            });
        }
    }
}
