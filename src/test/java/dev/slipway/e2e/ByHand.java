package dev.slipway.e2e;

import dev.slipway.testkit.Command;
import dev.slipway.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What people do before there is Slipway. */
record ByHand(TestHost host, String image) implements AutoCloseable {

    /** Builds the files in a folder. */
    static ByHand build(TestHost host, Map<String, String> files, Path folder) throws IOException {
        for (var file : files.entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        var image = host.name() + ":prod";
        Command.run(
                        List.of("docker", "build", "--quiet", "--tag", image, folder.toString()),
                        Map.of("DOCKER_BUILDKIT", "0"))
                .expecting(0);
        return new ByHand(host, image);
    }

    /** Removes the image, the container if it is still there, and the volume that it may have. */
    @Override
    public void close() {
        var unused = Command.run(List.of("docker", "rm", "--force", "--volumes", host.name()), Map.of());
        Command.docker("image", "rm", "--force", image);
        Command.docker("volume", "rm", "--force", host.name() + "-data");
    }

    /** Makes an imported entry the whole of the host's apps. */
    static void takeUp(TestHost host, String entry, String poll) throws IOException {
        Files.writeString(
                host.envFile().resolveSibling("slipway.yaml"),
                "data_dir: %s\npoll: %s\nmin_free_disk: 0\n%s".formatted(host.data(), poll, entry));
    }
}
