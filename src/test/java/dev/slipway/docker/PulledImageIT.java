package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Image;
import dev.slipway.model.PullSpec;
import dev.slipway.testkit.Apps;
import dev.slipway.testkit.FreePort;
import dev.slipway.testkit.PrivateRegistry;
import dev.slipway.testkit.RecordedProgress;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that others have pushed to a real registry, with a password and without, on a real engine. */
class PulledImageIT {
    private static final Commit A = new Commit("a".repeat(40));
    private static final Commit B = new Commit("b".repeat(40));
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
    private static int repositories;
    private final RecordedProgress log = new RecordedProgress();
    /** No two tests push to the same one. */
    private final String repository = "team/app" + ++repositories;

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
    void forgetWhatWasPulled() throws Exception {
        docker.removeAllMarked();
    }

    @Test
    void isNotPublishedUntilItIsPushedAndThenPulledByItsDigest() throws Exception {
        var app = app(locked);
        assertFalse(images().isPublished(app, A));

        var made = push(locked, A, revision(A));

        assertTrue(images().isPublished(app, A));
        assertFalse(images().isPublished(app, B));
        assertEquals(Optional.empty(), images().find(app, A));
        var pulled = images().pull(app, A, log);
        assertEquals(new Image(made, "slipway/" + app.name() + ":" + A.sha()), pulled);
        assertEquals(Optional.of(pulled), images().find(app, A));
        assertEquals(made, docker.id(pulled.tag()));
        assertTrue(log.mentions(locked.host() + "/" + repository + ":" + A.sha() + " is sha256:"));
        assertFalse(log.mentions("no label"));
    }

    @Test
    void needsNoPasswordWhereNoneIsAskedFor() throws Exception {
        push(open, A, "");

        var pulled = images().pull(app(open), A, log);

        assertTrue(docker.exists(pulled.tag()));
        assertTrue(log.mentions("it has no label org.opencontainers.image.revision"));
    }

    @Test
    void asksTheCredentialHelperThatDockersConfigNames() throws Exception {
        push(locked, A, revision(A));
        Files.writeString(home.resolve("config.json"), "{\"credsStore\":\"harbour\"}");
        var helper = Files.writeString(
                home.resolve("docker-credential-harbour"),
                "#!/bin/sh\nread server; [ \"$server\" = " + locked.host() + " ] && echo '{\"Username\":\""
                        + PrivateRegistry.USER + "\",\"Secret\":\"" + PrivateRegistry.PASSWORD + "\"}'\n");
        Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));

        assertTrue(docker.exists(images().pull(app(locked), A, log).tag()));
    }

    @Test
    void refusesAnImageThatSaysItIsOfAnotherCommitAndLeavesNothingOfIt() throws Exception {
        var made = push(locked, A, revision(B));

        var failure = assertThrows(DeployException.class, () -> images().pull(app(locked), A, log))
                .failure();

        assertEquals(Blame.YOURS, failure.blame());
        assertEquals(
                locked.host() + "/" + repository + ":" + A.sha() + " is not of commit aaaaaaa: its label"
                        + " org.opencontainers.image.revision says " + B.sha(),
                failure.what());
        assertFalse(docker.exists(made));
        assertEquals(Optional.empty(), images().find(app(locked), A));
    }

    @Test
    void takesAnAbbreviatedRevisionAndAnAbbreviatedTag() throws Exception {
        var app = app(open.host() + "/" + repository + ":v-{short}", LIMIT);
        var made = docker.make("work", revision("aaaaaaaaaa"));
        open.push(made, repository + ":v-aaaaaaa");
        docker.untag(made);

        assertTrue(docker.exists(images().pull(app, A, log).tag()));
    }

    @Test
    void pullsWhatTheTagStoodForWhenItWasAskedHoweverItMoves() throws Exception {
        var first = push(open, A, revision(A));
        var image = PublishedImages.reference(app(open), A);
        var published = published();
        var digest = published.digest(image).orElseThrow();
        var second = push(open, A, revision(A) + " moved=yes");
        assertNotEquals(digest, published.digest(image).orElseThrow());

        var pulled = Cancellation.within(LIMIT, each -> published.pull(image, digest, log, each));

        assertEquals(first, pulled.getId());
        assertFalse(docker.exists(second));
    }

    @Test
    void blamesTheRegistryThatIsDownAndTheOneThatNeverAnswers() throws Exception {
        var down = "localhost:" + FreePort.find();
        var failure = assertThrows(
                        DeployException.class, () -> images().isPublished(app(down + "/me/app:{sha}", LIMIT), A))
                .failure();
        assertEquals(Blame.REMOTE, failure.blame());
        assertTrue(failure.what().contains("connection refused"), failure.what());
        assertEquals("see whether " + down + " answers from this machine", failure.next());

        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var mute = app("localhost:" + silent.getLocalPort() + "/me/app:{sha}", Duration.ofSeconds(2));
            var late = assertThrows(DeployException.class, () -> images().pull(mute, A, log))
                    .failure();
            assertEquals(Blame.REMOTE, late.blame());
            assertTrue(late.what().endsWith("took longer than 2 s, and was called off"), late.what());
        }
    }

    @Test
    void asksForALoginWhereTheRegistryRefusesAndNeverSaysThePassword() throws Exception {
        push(locked, A, revision(A));
        Files.writeString(home.resolve("config.json"), locked.loginWith("wrong-password"));

        var failure = assertThrows(DeployException.class, () -> images().isPublished(app(locked), A));

        assertEquals(Blame.REMOTE, failure.failure().blame(), "a login mends it: the commit need not change");
        assertTrue(
                failure.failure().what().contains("unauthorized"),
                failure.failure().what());
        assertTrue(failure.failure().next().contains("docker login " + locked.host()));
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertFalse(each.toString().contains("wrong-password"));
        }
        assertFalse(log.mentions("wrong-password"));
    }

    @Test
    void findsNothingOnceTheConfigurationNamesTheImageOtherwise() throws Exception {
        push(open, A, revision(A));
        images().pull(app(open), A, log);

        assertEquals(Optional.empty(), images().find(app(open.host() + "/" + repository + ":other-{sha}", LIMIT), A));
    }

    @Test
    void keepsWhatIsToBeKeptAndWhatAContainerUsesAndRemovesTheRestToItsDigest() throws Exception {
        var app = app(open);
        var kept = push(open, A, revision(A));
        images().pull(app, A, log);
        var outdated = push(open, B, revision(B));
        var other = images().pull(app, B, log);
        var container = docker.container(outdated);

        assertEquals(0, images().prune(app, Set.of(A)));
        assertTrue(docker.exists(other.tag()));

        docker.removeContainer(container);
        assertEquals(1, images().prune(app, Set.of(A)));
        assertFalse(docker.exists(outdated));
        assertTrue(docker.exists(kept));
        assertTrue(images().find(app, A).isPresent());
    }

    @Test
    void leavesAnImageThatSomebodyElseHasNamed() throws Exception {
        var app = app(open);
        var made = push(open, A, revision(A));
        images().pull(app, A, log);
        docker.tag(made, ImagesTestEngine.REPOSITORY, "mine");

        assertEquals(0, images().prune(app, Set.of()));

        assertTrue(docker.exists(ImagesTestEngine.REPOSITORY + ":mine"));
        assertFalse(docker.exists("slipway/" + app.name() + ":" + A.sha()));
    }

    /** Returns the image's id; the engine no longer has it. */
    private String push(PrivateRegistry registry, Commit commit, String labels) throws Exception {
        var made = docker.make("work", labels);
        var id = docker.id(made);
        registry.push(made, repository + ":" + commit.sha());
        docker.untag(made);
        return id;
    }

    private static String revision(Commit commit) {
        return revision(commit.sha());
    }

    private static String revision(String text) {
        return PublishedImages.REVISION + "=" + text;
    }

    private App app(PrivateRegistry registry) {
        return app(registry.host() + "/" + repository + ":{sha}", LIMIT);
    }

    private static App app(String pattern, Duration limit) {
        var name = ImagesTestEngine.APP + "-pulled";
        var app = Apps.app(name);
        return new App(
                name,
                app.git(),
                app.build().pulling(new PullSpec(pattern, limit)),
                app.run(),
                app.health(),
                app.policy());
    }

    private DockerImages images() {
        return new DockerImages(docker.engine, credentials());
    }

    private PublishedImages published() {
        var shelf = new ImageShelf(docker.engine);
        var tools = BuildEngine.of(docker.engine, credentials(), shelf, new BuildCache(docker.engine));
        return new PublishedImages(tools, new PulledShelf(docker.engine, shelf));
    }

    private RegistryCredentials credentials() {
        return RegistryCredentials.of(
                Map.of("DOCKER_CONFIG", home.toString(), "PATH", home + ":" + System.getenv("PATH")));
    }
}
