package dev.slipway.testkit;

import static dev.slipway.testkit.Command.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.testkit.WebApp.Trait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end-to-end tests' apps are as well or as unwell as they say. */
class WebAppIT {
    private static final String NAME = "slipway-testkit-app";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @AfterEach
    void remove() {
        docker("rm", "--force", NAME);
        docker("image", "ls", "--quiet", NAME).lines().distinct().forEach(id -> docker("rmi", "--force", id));
    }

    @Test
    void aWellOneServesVisitorsAndEndsAtOnce() throws Exception {
        int port = run(app().startingFor(Duration.ofSeconds(1)));
        Await.until("it answers", PATIENCE, () -> Hammer.get(port, "/"), "one"::equals);
        assertEquals("well", Hammer.get(port, "/health"));
        try (var visitors = Hammer.on(port)) {
            Await.until("many visitors were there", PATIENCE, visitors::answered, count -> count > 100);
            assertEquals(Set.of("one"), visitors.pages());
            visitors.assertNotOneRequestFailed();
        }
        docker("stop", "--time", "60", NAME);
        assertEquals("0", docker("inspect", "--format", "{{.State.ExitCode}}", NAME), "it was not killed");
    }

    @Test
    void aHammerNoticesAnOutage() throws Exception {
        int port = run(app());
        Await.until("it answers", PATIENCE, () -> Hammer.get(port, "/"), "one"::equals);
        try (var visitors = Hammer.on(port)) {
            docker("restart", NAME);
            Await.until("it answers", PATIENCE, () -> Hammer.get(port, "/"), "one"::equals);
            assertThrows(AssertionError.class, visitors::assertNotOneRequestFailed);
        }
    }

    @Test
    void anUnhealthyOneServesItsPageButNotItsHealth() throws Exception {
        int port = run(app().but(Trait.UNHEALTHY));
        Await.until("it answers", PATIENCE, () -> Hammer.get(port, "/"), "one"::equals);
        var e = assertThrows(IOException.class, () -> Hammer.get(port, "/health"));
        assertTrue(e.getMessage().contains("404"), e.getMessage());
    }

    @Test
    void aStubbornOneIsOnlyEndedByForce() throws Exception {
        int port = run(app().but(Trait.STUBBORN));
        Await.until("it answers", PATIENCE, () -> Hammer.get(port, "/"), "one"::equals);
        docker("stop", "--time", "2", NAME);
        assertEquals("137", docker("inspect", "--format", "{{.State.ExitCode}}", NAME));
    }

    @Test
    void oneThatCrashesEndsWithThree() throws Exception {
        run(app().but(Trait.CRASHES));
        assertEquals("3", docker("wait", NAME));
        assertTrue(Command.run(List.of("docker", "logs", NAME), Map.of()).said().contains("cannot find its database"));
    }

    @Test
    void oneThatDoesNotBuildSaysWhy() throws Exception {
        var build = build(app().but(Trait.DOES_NOT_BUILD));
        assertTrue(build.exit() != 0 && build.said().contains("no such module: left-pad"), build.said());
    }

    private static WebApp app() {
        return WebApp.version(BaseImage.make(), "one");
    }

    private int run(WebApp app) throws IOException {
        build(app).expecting(0);
        int port = FreePort.find();
        docker("run", "--detach", "--name", NAME, "--publish", "127.0.0.1:" + port + ":" + WebApp.PORT, NAME);
        return port;
    }

    private Command.Result build(WebApp app) throws IOException {
        for (var file : app.files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        return Command.run(
                List.of("docker", "build", "--quiet", "--force-rm", "--tag", NAME, folder.toString()),
                Map.of("DOCKER_BUILDKIT", "0"));
    }
}
