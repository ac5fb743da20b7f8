package dev.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The image that the tests' apps build on: busybox and nothing else, made here, so that nothing is pulled. */
public final class BaseImage {
    public static final String TAG = "slipway-test/base:1";

    private BaseImage() {}

    /** Makes it unless it is there. It stays: the next run needs it too, and it holds one file. */
    public static String make() {
        return make(Machine.HERE);
    }

    /** Makes it on that machine's engine. */
    public static synchronized String make(Machine machine) {
        if (machine.docker("image", "ls", "--quiet", TAG).isEmpty()) {
            try {
                build(machine, Files.createTempDirectory("slipway-base"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return TAG;
    }

    private static void build(Machine machine, Path folder) throws IOException {
        var dockerfile = folder.resolve("Dockerfile");
        var busybox = folder.resolve("busybox");
        try {
            Files.copy(Path.of("/bin/busybox"), busybox);
            Files.writeString(dockerfile, """
                    FROM scratch
                    COPY busybox /bin/busybox
                    RUN ["/bin/busybox", "--install", "/bin"]
                    """);
            Command.run(
                            List.of("docker", "build", "--quiet", "--tag", TAG, folder.toString()),
                            Map.of("DOCKER_BUILDKIT", "0", "DOCKER_HOST", machine.engineUrl()))
                    .expecting(0);
        } finally {
            Files.deleteIfExists(busybox);
            Files.deleteIfExists(dockerfile);
            Files.delete(folder);
        }
    }
}
