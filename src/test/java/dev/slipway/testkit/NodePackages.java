package dev.slipway.testkit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** The packages that tests take from npm: pinned in src/test/node, and fetched into target/node. */
public final class NodePackages {
    /** Where scripts of the tests lie, beside what pins their packages. */
    public static final Path SCRIPTS = Path.of("src/test/node");

    private static final Path FETCHED = Path.of("target/node");

    private NodePackages() {}

    /** Fetches them unless they are there, and returns the folder {@code node_modules}. Two processes of tests may ask at once. */
    public static synchronized Path fetch() throws IOException {
        Files.createDirectories(FETCHED);
        try (var lock =
                FileChannel.open(FETCHED.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            return fetchAlone();
        }
    }

    private static Path fetchAlone() throws IOException {
        var modules = FETCHED.resolve("node_modules").toAbsolutePath();
        var fetched = FETCHED.resolve("package-lock.json");
        if (Files.exists(fetched)
                && Files.exists(modules.resolve(".package-lock.json"))
                && Files.mismatch(fetched, SCRIPTS.resolve("package-lock.json")) < 0) {
            return modules;
        }
        for (var file : List.of("package.json", "package-lock.json")) {
            Files.copy(SCRIPTS.resolve(file), FETCHED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Command.run(
                        List.of(
                                "npm",
                                "ci",
                                "--prefix",
                                FETCHED.toString(),
                                "--ignore-scripts",
                                "--no-audit",
                                "--no-fund"),
                        Map.of())
                .expecting(0);
        return modules;
    }
}
