package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.BuildSpec;
import dev.slipway.model.Commit;
import dev.slipway.model.PushSpec;
import dev.slipway.testkit.Apps;
import dev.slipway.testkit.FreePort;
import dev.slipway.testkit.PrivateRegistry;
import dev.slipway.testkit.RecordedProgress;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that a real engine brings to a real registry, beyond what the contract of images asks for. */
class PushedImageIT {
    private static final Commit A = new Commit("a".repeat(40));
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    static Path lockedFolder;

    @TempDir
    static Path openFolder;

    @TempDir
    Path home;

    private static ImagesTestEngine docker;
    private static PrivateRegistry locked;
    private static PrivateRegistry open;
    private final RecordedProgress log = new RecordedProgress();

    @BeforeAll
    static void startRegistries() throws Exception {
        docker = new ImagesTestEngine();
        locked = PrivateRegistry.locked(lockedFolder);
        open = PrivateRegistry.open(openFolder);
    }

    @AfterAll
    static void stopRegistries() throws Exception {
        locked.close();
        open.close();
        docker.close();
    }

    @BeforeEach
    void logIn() throws Exception {
        Files.writeString(home.resolve("config.json"), locked.loginWith(PrivateRegistry.PASSWORD));
    }

    @AfterEach
    void forgetWhatWasMade() throws Exception {
        docker.removeAllMarkedBut(ImagesTestEngine.BASE);
    }

    @Test
    void leavesNothingOfTheNameThatItNeededHere() throws Exception {
        var id = make("work");

        images().push(app(locked, "team/one:{sha}"), A, id, log);

        var image = docker.engine.client().inspectImageCmd(id).exec();
        assertEquals(List.of(ImagesTestEngine.REPOSITORY + ":work"), image.getRepoTags());
        assertEquals(List.of(), image.getRepoDigests());
        assertTrue(log.mentions("Pushed"));
        assertFalse(log.mentions("Preparing"));
    }

    @Test
    void needsNoPasswordWhereNoneIsAskedForAndTakesAnotherTag() throws Exception {
        var digest = images().push(app(open, "team/two:v-{short}"), A, make("work"), log);

        assertEquals(Optional.of(digest), open.digest("team/two:v-aaaaaaa"));
    }

    @Test
    void leavesTheNameWhereTheConfigurationWantsItAnyway() throws Exception {
        var name = open.host() + "/team/kept:" + A.sha();
        var app = app(open, "team/kept:{sha}");
        var kept = new BuildSpec(
                        ".",
                        "Dockerfile",
                        Map.of(),
                        Optional.empty(),
                        app.build().options(),
                        Optional.of(name))
                .pushing(app.build().push().orElseThrow());

        images().push(with(app, kept), A, make("work"), log);

        assertTrue(docker.exists(name));
        docker.untag(name);
    }

    @Test
    void asksForALoginWhereTheRegistryRefusesAndNeverSaysThePassword() throws Exception {
        Files.writeString(home.resolve("config.json"), locked.loginWith("wrong-password"));
        var id = make("work");

        var failure =
                assertThrows(DeployException.class, () -> images().push(app(locked, "team/three:{sha}"), A, id, log));

        assertEquals(Blame.REMOTE, failure.failure().blame());
        assertTrue(
                failure.failure().what().startsWith("cannot push " + locked.host() + "/team/three:" + A.sha() + ": "),
                failure.failure().what());
        assertEquals(
                "run 'docker login " + locked.host() + "' as the user that runs Slipway, as somebody who may push to "
                        + locked.host() + "/team/three",
                failure.failure().next());
        assertFalse(failure.failure().toString().contains("wrong-password"));
        assertFalse(log.mentions("wrong-password"));
        assertFalse(docker.exists(locked.host() + "/team/three:" + A.sha()));
    }

    @Test
    void blamesTheRegistryThatIsDownAndCallsOffWhatTakesTooLong() throws Exception {
        var id = make("work");
        var down = "localhost:" + FreePort.find();
        var failure = assertThrows(
                        DeployException.class, () -> images().push(app(down + "/me/app:{sha}", LIMIT), A, id, log))
                .failure();
        assertEquals(Blame.REMOTE, failure.blame());
        assertTrue(failure.what().contains("connection refused"), failure.what());
        assertEquals("see whether " + down + " answers from this machine", failure.next());

        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var mute = "localhost:" + silent.getLocalPort() + "/me/app";
            var late = assertThrows(
                            DeployException.class,
                            () -> images().push(app(mute + ":{sha}", Duration.ofSeconds(2)), A, id, log))
                    .failure();
            assertEquals(Blame.REMOTE, late.blame());
            assertTrue(late.what().endsWith("took longer than 2 s, and was called off"), late.what());
            assertFalse(docker.exists(mute + ":" + A.sha()));
        }
    }

    @Test
    void clearsAwayTheNameThatAPushLeftWhichWasKilled() throws Exception {
        var app = app(open, "team/killed:{sha}");
        var id = docker.id(docker.make("work", ImageLabels.APP + "=" + app.name()));
        docker.tag(id, ImageLabels.repository(app), A.sha());
        docker.tag(id, open.host() + "/team/killed", A.sha());
        docker.untag(ImagesTestEngine.REPOSITORY + ":work");

        assertEquals(1, images().prune(app, Set.of()));

        assertFalse(docker.exists(id));
    }

    private static String make(String tag) throws Exception {
        return docker.id(docker.make(tag, "made=for-a-push"));
    }

    private static App app(PrivateRegistry registry, String pattern) {
        return app(registry.host() + "/" + pattern, LIMIT);
    }

    private static App app(String pattern, Duration limit) {
        var app = Apps.app(ImagesTestEngine.APP + "-pushed");
        var options = new BuildSpec.Options(false, limit, BuildSpec.Builder.AUTO);
        return with(
                app,
                new BuildSpec(".", "Dockerfile", Map.of(), Optional.empty(), options, Optional.empty())
                        .pushing(new PushSpec(pattern)));
    }

    private static App with(App app, BuildSpec build) {
        return new App(app.name(), app.git(), build, app.run(), app.health(), app.policy());
    }

    private DockerImages images() {
        return new DockerImages(docker.engine, Map.of("DOCKER_CONFIG", home.toString()));
    }
}
