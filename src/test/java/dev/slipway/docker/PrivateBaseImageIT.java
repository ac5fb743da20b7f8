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
import dev.slipway.model.DeployPolicy;
import dev.slipway.model.Failure;
import dev.slipway.model.GitSpec;
import dev.slipway.model.HealthSpec;
import dev.slipway.model.RunSpec;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.FreePort;
import dev.slipway.testkit.InMemoryTree;
import dev.slipway.testkit.PrivateRegistry;
import dev.slipway.testkit.RecordedProgress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Base images from a registry that asks for a password, with each of a real engine's builders. */
class PrivateBaseImageIT {
    private static final Commit COMMIT = new Commit("d".repeat(40));

    @TempDir
    static Path registryFolder;

    @TempDir
    Path home;

    private static ImagesTestEngine docker;
    private static PrivateRegistry registry;
    private final RecordedProgress log = new RecordedProgress();

    @BeforeAll
    static void startRegistry() throws Exception {
        docker = new ImagesTestEngine();
        registry = PrivateRegistry.locked(registryFolder);
        registry.push(ImagesTestEngine.BASE, "private/base:1");
    }

    @AfterAll
    static void stopRegistry() throws Exception {
        registry.close();
        docker.close();
    }

    @AfterEach
    void forgetWhatWasPulled() throws Exception {
        docker.removeAllMarkedBut(ImagesTestEngine.BASE);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLASSIC", "BUILDKIT"})
    void pullsWithTheCredentialsOfDockersConfig(BuildSpec.Builder builder) throws Exception {
        login(registry.loginWith(PrivateRegistry.PASSWORD));

        var built = build(builder, "FROM " + image("private/base:1") + "\nRUN echo pulled > /pulled\n");

        assertEquals("pulled\n", docker.file(built, "/pulled").text());
        assertTrue(log.mentions("pulling " + image("private/base:1") + " for line 1 of the Dockerfile"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLASSIC", "BUILDKIT"})
    void pullsWithWhatACredentialHelperGives(BuildSpec.Builder builder) throws Exception {
        login("{\"credHelpers\":{\"" + registry.host() + "\":\"harbour\"}}");
        var helper = Files.writeString(
                home.resolve("docker-credential-harbour"),
                "#!/bin/sh\nread server; [ \"$server\" = " + registry.host() + " ] && echo '{\"Username\":\""
                        + PrivateRegistry.USER + "\",\"Secret\":\"" + PrivateRegistry.PASSWORD + "\"}'\n");
        Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));

        var built = build(builder, "FROM " + image("private/base:1") + "\nRUN echo pulled > /pulled\n");

        assertEquals("pulled\n", docker.file(built, "/pulled").text());
    }

    @ParameterizedTest
    @EnumSource(names = {"CLASSIC", "BUILDKIT"})
    void pullsAnImageThatOnlyACopyNames(BuildSpec.Builder builder) throws Exception {
        login(registry.loginWith(PrivateRegistry.PASSWORD));

        var built = build(
                builder,
                "FROM " + ImagesTestEngine.BASE + "\nCOPY --from=" + image("private/base:1")
                        + " /bin/busybox /tools/echo\nRUN /tools/echo runs\n");

        assertTrue(docker.file(built, "/tools/echo").header().getSize() > 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLASSIC", "BUILDKIT"})
    void doesNotPullWhatIsHere(BuildSpec.Builder builder) throws Exception {
        docker.tag(ImagesTestEngine.BASE, image("private/base"), "1");

        build(builder, "FROM " + image("private/base:1") + "\nRUN true\n");

        assertFalse(log.mentions("pulling"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLASSIC", "BUILDKIT"})
    void asksForALoginWhenTheCredentialsAreWrong(BuildSpec.Builder builder) throws Exception {
        login(registry.loginWith("wrong-password"));

        var failure = failure(builder, "ARG TAG=1\nFROM " + image("private/base:$TAG") + "\n");

        assertEquals(Blame.YOURS, failure.blame());
        assertEquals(
                "cannot pull " + image("private/base:1") + " (Dockerfile line 2: FROM " + image("private/base:$TAG")
                        + "): unauthorized: authentication required",
                failure.what());
        assertTrue(failure.next().contains("docker login " + registry.host()), failure.next());
        assertFalse(log.mentions("wrong-password") || failure.toString().contains("wrong-password"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLASSIC", "BUILDKIT"})
    void asksForALoginWhenThereAreNoCredentials(BuildSpec.Builder builder) {
        var failure = failure(builder, "FROM " + image("private/base:1") + "\n");

        assertEquals(Blame.YOURS, failure.blame());
        assertTrue(failure.what().contains("no basic auth credentials"), failure.what());
    }

    @ParameterizedTest
    @EnumSource(names = {"CLASSIC", "BUILDKIT"})
    void blamesTheCommitForATagThatTheRegistryDoesNotHave(BuildSpec.Builder builder) throws Exception {
        login(registry.loginWith(PrivateRegistry.PASSWORD));

        var failure = failure(builder, "FROM " + image("private/base:2") + "\n");

        assertEquals(Blame.YOURS, failure.blame());
        assertTrue(failure.what().contains("manifest unknown"), failure.what());
    }

    @Fault(38)
    @ParameterizedTest
    @EnumSource(names = {"CLASSIC", "BUILDKIT"})
    void waitsForARegistryThatIsDown(BuildSpec.Builder builder) throws Exception {
        var down = "localhost:" + FreePort.find();
        var failure = failure(builder, "FROM " + down + "/private/base:1\n");

        assertEquals(Blame.REMOTE, failure.blame());
        assertTrue(failure.what().contains("connection refused"), failure.what());
        assertEquals("see whether " + down + " answers from this machine", failure.next());
    }

    @ParameterizedTest
    @EnumSource(names = {"CLASSIC", "BUILDKIT"})
    void callsOffAPullFromARegistryThatNeverAnswers(BuildSpec.Builder builder) throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var host = "localhost:" + silent.getLocalPort();
            var failure = failure(builder, "FROM " + host + "/private/base:1\n", Duration.ofSeconds(2));

            assertEquals(Blame.REMOTE, failure.blame());
            assertEquals(
                    "build took longer than 2s, and was canceled while it pulled " + host + "/private/base:1",
                    failure.what());
        }
    }

    private String image(String rest) {
        return registry.host() + "/" + rest;
    }

    private void login(String config) throws IOException {
        Files.writeString(home.resolve("config.json"), config);
    }

    private DockerImages images() {
        return new DockerImages(
                docker.engine, Map.of("DOCKER_CONFIG", home.toString(), "PATH", home + ":" + System.getenv("PATH")));
    }

    private String build(BuildSpec.Builder builder, String dockerfile) throws Exception {
        return images().build(app(builder, Duration.ofMinutes(1)), 1, tree(dockerfile), log)
                .id();
    }

    private Failure failure(BuildSpec.Builder builder, String dockerfile) {
        return failure(builder, dockerfile, Duration.ofMinutes(1));
    }

    private Failure failure(BuildSpec.Builder builder, String dockerfile, Duration limit) {
        var app = app(builder, limit);
        return assertThrows(DeployException.class, () -> images().build(app, 1, tree(dockerfile), log))
                .failure();
    }

    private static InMemoryTree tree(String dockerfile) {
        return new InMemoryTree(COMMIT).file("Dockerfile", dockerfile);
    }

    private static App app(BuildSpec.Builder builder, Duration limit) {
        return new App(
                ImagesTestEngine.APP + "-private",
                new GitSpec("https://git.example.com/a.git", "main", GitSpec.DEFAULT_USERNAME, Optional.empty()),
                new BuildSpec(
                        ".",
                        "Dockerfile",
                        Map.of(),
                        Optional.empty(),
                        new BuildSpec.Options(false, limit, builder),
                        Optional.empty()),
                RunSpec.EMPTY,
                new HealthSpec(Optional.empty(), Duration.ofMinutes(1), Duration.ofSeconds(1)),
                new DeployPolicy(Optional.empty(), 5, List.of(), false));
    }
}
