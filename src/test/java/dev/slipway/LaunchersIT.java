package dev.slipway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell around the program: how a checkout and a tarball start it, and scripts that the gate itself does not run. */
class LaunchersIT {
    private static final Path OPTIONS = Path.of("src", "main", "dist", "jvm.options");

    @TempDir
    Path folder;

    @Test
    void jvmKnowsEveryOptionThatBothLaunchersGiveIt() {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var started =
                Command.run(List.of(java, "@" + OPTIONS, "-version"), Map.of()).expecting(0);
        assertFalse(started.err().contains("warning"), started.err());
    }

    @Test
    void tarballsLauncherRunsItsOwnJavaFromAnyLink() throws IOException {
        var home = Files.createDirectories(folder.resolve("a folder"));
        copy(Path.of("src", "main", "dist", "slipway"), home.resolve("bin/slipway"));
        standInForJava(home.resolve("runtime"));
        var link = Files.createSymbolicLink(folder.resolve("slipway"), home.resolve("bin/slipway"));

        var said = Command.run(
                        List.of(link.toString(), "logs", "two words"),
                        Map.of("SLIPWAY_JAVA_OPTS", "-Da=1 -Db=2", "LC_ALL", "C"))
                .expecting(0);

        assertEquals(
                "@" + home + "/jvm.options|-XX:SharedArchiveFile=" + home + "/app/classes.jsa|-Da=1|-Db=2|-jar|" + home
                        + "/app/slipway.jar|logs|two words|C.UTF-8\n",
                said.out());
    }

    @Test
    void checkoutsLauncherGivesTheSameOptions() throws IOException {
        var home = Files.createDirectories(folder.resolve("checkout"));
        copy(Path.of("script", "slipway"), home.resolve("script/slipway"));
        copy(OPTIONS, home.resolve("src/main/dist/jvm.options"));
        copy(Path.of("pom.xml"), home.resolve("pom.xml"));
        standInForJava(home.resolve("jdk"));
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
        Files.createDirectories(home.resolve("target"));
        var jar = Files.createFile(home.resolve("target/slipway-" + version() + ".jar"));
        Files.createFile(home.resolve("target/.built"));

        var said = Command.run(
                        List.of(home.resolve("script/slipway").toString(), "status"),
                        Map.of("JAVA_HOME", home.resolve("jdk").toString(), "SLIPWAY_JAVA_OPTS", "", "LC_ALL", "C"))
                .expecting(0);

        assertEquals("@" + home + "/src/main/dist/jvm.options|-jar|" + jar + "|status|C.UTF-8\n", said.out());
    }

    @Test
    void everyScriptIsOneForTheShellThatItNames() throws IOException {
        var scripts = Files.list(Path.of("script"));
        try (scripts) {
            for (var script : scripts.filter(Files::isRegularFile).toList()) {
                var bash = !Files.readString(script).startsWith("#!/bin/sh\n");
                Command.run(List.of(bash ? "bash" : "sh", "-n", script.toString()), Map.of())
                        .expecting(0);
            }
        }
        // A NAS has busybox for its shell.
        for (var script : List.of(Path.of("script", "install"), Path.of("src", "main", "dist", "slipway"))) {
            assertTrue(Files.readString(script).startsWith("#!/bin/sh\n"), script.toString());
            Command.run(List.of("busybox", "sh", "-n", script.toString()), Map.of())
                    .expecting(0);
        }
    }

    /** A program that prints what it was called with, and the locale. */
    private static void standInForJava(Path home) throws IOException {
        var java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s|' \"$@\"\nprintf '%s\\n' \"$LC_ALL\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static String version() throws IOException {
        return Files.readString(Path.of("pom.xml"))
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("<version>"))
                .findFirst()
                .orElseThrow()
                .replaceAll("</?version>", "");
    }
}
