package dev.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The image of the tests' gates: this machine's HAProxy with the libraries that it needs, so that nothing is pulled. */
public final class GateImage {
    public static final String TAG = "slipway-test/haproxy:1";

    private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

    private GateImage() {}

    /** Makes it unless it is there; it stays, as the base image does. */
    public static String make() {
        return make(Machine.HERE);
    }

    /** Makes it on that machine's engine. */
    public static synchronized String make(Machine machine) {
        if (machine.docker("image", "ls", "--quiet", TAG).isEmpty()) {
            var base = BaseImage.make(machine);
            try {
                build(machine, base, Files.createTempDirectory("slipway-haproxy"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return TAG;
    }

    private static void build(Machine machine, String base, Path folder) throws IOException {
        copy(HAPROXY, folder);
        var libraries = LIBRARY.matcher(Command.run(List.of("ldd", HAPROXY.toString()), Map.of())
                .expecting(0)
                .out());
        while (libraries.find()) {
            copy(Path.of(libraries.group(1)), folder);
        }
        Files.writeString(folder.resolve("Dockerfile"), "FROM " + base + "\nCOPY root/ /\n");
        Command.run(
                        List.of("docker", "build", "--quiet", "--tag", TAG, folder.toString()),
                        Map.of("DOCKER_BUILDKIT", "0", "DOCKER_HOST", machine.engineUrl()))
                .expecting(0);
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void copy(Path file, Path folder) throws IOException {
        var copy = folder.resolve("root" + file);
        Files.createDirectories(copy.getParent());
        Files.copy(file.toRealPath(), copy);
    }
}
