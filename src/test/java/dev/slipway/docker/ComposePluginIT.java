package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.slipway.deploy.DeployException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Docker Compose is looked for, and which is taken; programs of the test's own stand for it. */
class ComposePluginIT {
    @TempDir
    Path folder;

    @Test
    void theUsersOwnPluginGoesBeforeTheSystemsAndBothBeforeThePath() throws Exception {
        var home = program("home/.docker/cli-plugins", "echo 2.30.1");
        var system = program("system", "echo v5.0.0");
        var path = program("bin", "echo 2.1.0");
        assertEquals(home, find().program());
        Files.delete(home);
        assertEquals(system, find().program());
        assertEquals("v5.0.0", find().version());
        Files.delete(system);
        assertEquals(path, find().program());
    }

    @Test
    void theFirstGenerationIsPassedOverAndNamed() throws Exception {
        var old = program("bin", "echo 1.29.2");
        var e = assertThrows(DeployException.class, this::find);
        assertEquals(
                "Docker Compose 2 or newer is needed, and not here: " + old + " is 1.29.2",
                e.failure().what());
    }

    @Test
    void aProgramThatFailsIsNone() throws Exception {
        var odd = program("bin", "echo 2.0.0; exit 1");
        var e = assertThrows(DeployException.class, this::find);
        assertEquals(
                "Docker Compose 2 or newer is needed, and not here: " + odd + " does not tell its version",
                e.failure().what());
    }

    @Test
    void onePluginThatIsInstalledLaterIsFoundByTheNextLook() throws Exception {
        var plugin = plugin();
        assertThrows(DeployException.class, plugin::find);
        var program = program("system", "echo 2.26.1");
        assertEquals(program, plugin.find().program());
    }

    private ComposePlugin.Found find() throws Exception {
        return plugin().find();
    }

    private ComposePlugin plugin() {
        return new ComposePlugin(
                Map.of("HOME", folder.resolve("home").toString(), "PATH", folder.resolve("bin") + ":/bin"),
                List.of(folder.resolve("system")));
    }

    private Path program(String in, String script) throws IOException {
        var file = Files.createDirectories(folder.resolve(in)).resolve("docker-compose");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }
}
