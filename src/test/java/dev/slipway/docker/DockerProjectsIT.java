package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Progress;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.ComposeSpec;
import dev.slipway.model.Failure;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.BaseImage;
import dev.slipway.testkit.InMemoryTree;
import dev.slipway.testkit.RecordedProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Projects of Compose, as the plugin of this machine runs them. */
class DockerProjectsIT {
    private static final Commit COMMIT = new Commit("c".repeat(40));
    private static final Commit NEXT = new Commit("d".repeat(40));
    private static final String SECRET = "hunter2-and-more";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final RecordedProgress log = new RecordedProgress();
    private ComposeTestEngine docker;

    @BeforeEach
    void connect() {
        docker = new ComposeTestEngine(folder);
    }

    @AfterEach
    void removeAll() {
        docker.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "./data:/data | service web mounts ./data, which commit ccccccc does not have",
                "./web:/conf | service web may write into the folder ./web of the repository",
                "../../1.json:/x | which leads out of the repository into Slipway's data_dir"
            })
    void refusesMountsWhoseContentWouldBeLostOrIsSlipwaysOwn(String mount, String words) {
        var failure = refused("services: {web: {build: web, volumes: [\"" + mount + "\"]}}");
        assertTrue(failure.what().contains(words), failure.what());
        assertEquals(Blame.YOURS, failure.blame());
    }

    @Test
    void refusesFilesThatComposeRefusesInItsWords() {
        var failure = refused("services: {web: {build: web, porst: [\"80:80\"]}}");
        assertEquals(
                "Compose refuses the files of commit ccccccc: validating compose.yaml: services.web Additional property porst"
                        + " is not allowed",
                failure.what()
                        .replace(
                                "additional properties 'porst' not allowed",
                                "Additional property porst is not allowed"));
        var missing = refused("services: {web: {build: web, environment: {A: \"${NOT_THERE:?say it}\"}}}");
        assertTrue(missing.what().contains("NOT_THERE"), missing.what());
    }

    @Test
    void saysWhichVariableIsNotSet() throws Exception {
        prepare("services: {web: {build: web, environment: {A: \"${NOT_THERE}\"}}}");
        assertTrue(
                log.lines().stream().anyMatch(line -> line.contains("\"NOT_THERE\" variable is not set")),
                log.lines().toString());
    }

    @Test
    void namesTheServiceAndTheStepOfABuildThatFails() {
        var tree = docker.tree(COMMIT, "services: {web: {build: web}}")
                .file("web/Dockerfile", "FROM " + BaseImage.TAG + "\nRUN echo no such module; exit 7\n");
        var failure = refused(tree);
        assertTrue(
                failure.what().startsWith("build of service web (RUN echo no such module; exit 7) failed: "),
                failure.what());
        assertTrue(
                failure.evidence().stream().anyMatch(line -> line.contains("no such module")),
                failure.evidence().toString());
    }

    @Test
    void oneImageServesTheServicesThatNameIt() throws Exception {
        prepare("""
                services:
                  web: {build: web, image: "%s", stop_grace_period: 1s}
                  worker: {image: "%s", stop_grace_period: 1s}
                """.formatted(docker.name, docker.name));
        up(COMMIT);
        var images = docker.docker("ps", "--filter", "name=" + docker.name, "--format", "{{.Image}}");
        assertEquals(
                List.of("slipway/" + docker.name + "/web:" + COMMIT.sha()),
                images.lines().distinct().toList());
        assertEquals(2, images.lines().count());
    }

    @Test
    void givesComposeWhatTheAppNamesAndNothingElseOfTheAgents() throws Exception {
        var agents = new HashMap<>(System.getenv());
        agents.put("AGENT_TOKEN", "the agent's own");
        var projects = docker.projects(agents);
        var app = docker.app(Map.of("DB_PASSWORD", SECRET));
        projects.write(
                app,
                docker.tree(COMMIT, """
                services:
                  web:
                    build: {context: web, args: {SHOWN: "${DB_PASSWORD}"}}
                    environment: {SEEN: "${AGENT_TOKEN:-nothing}", PASSWORD: "${DB_PASSWORD}"}
                    stop_grace_period: 1s
                """)
                        .file(
                                "web/Dockerfile",
                                "FROM " + BaseImage.TAG + "\nARG SHOWN\nRUN echo it is $SHOWN\nCMD [\"sh\", \"-c\", \""
                                        + ComposeTestEngine.RUN + "\"]\n"));
        projects.prepare(docker.order(app, COMMIT, 1), false, log);
        projects.up(docker.order(app, COMMIT, 1), true, log);
        var environment = docker.docker("inspect", "--format", "{{.Config.Env}}", docker.name + "-web-1");
        assertTrue(environment.contains("SEEN=nothing"), environment);
        assertTrue(environment.contains("PASSWORD=" + SECRET), environment);
        assertTrue(
                log.lines().stream().anyMatch(line -> line.contains("it is (secret)")),
                log.lines().toString());
        assertFalse(log.lines().toString().contains(SECRET));
        try (var files = Files.walk(docker.home)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file).contains(SECRET), file.toString());
            }
        }
    }

    @Test
    void goesBackWithTheEnvironmentOfBefore() throws Exception {
        var compose = "services: {web: {build: web, environment: {A: \"${A}\"}, stop_grace_period: 1s}}";
        var before = docker.app(Map.of("A", "before"));
        docker.prepare(before, COMMIT, 1, docker.tree(COMMIT, compose), log);
        docker.projects.up(docker.order(before, COMMIT, 1), true, log);
        var after = docker.app(Map.of("A", "after"));
        docker.prepare(after, NEXT, 2, docker.tree(NEXT, compose), log);
        docker.projects.up(docker.order(after, NEXT, 2), true, log);
        docker.projects.up(docker.order(after, COMMIT, 1), true, log);
        var environment = docker.docker("inspect", "--format", "{{.Config.Env}}", docker.name + "-web-1");
        assertTrue(environment.contains("A=before"), environment);
    }

    @Test
    void recreatesAServiceWhoseFilesOfTheRepositoryAreOthers() throws Exception {
        var compose = "services: {web: {build: web, volumes: [\"./conf:/conf:ro\"], stop_grace_period: 1s}}";
        docker.prepare(docker.app(), COMMIT, 1, docker.tree(COMMIT, compose).file("conf/a", "one"), log);
        up(COMMIT);
        docker.prepare(docker.app(), NEXT, 2, docker.tree(NEXT, compose).file("conf/a", "two"), log);
        docker.projects.up(docker.order(docker.app(), NEXT, 2), true, log);
        assertEquals("two", docker.docker("exec", docker.name + "-web-1", "cat", "/conf/a"));
    }

    @Test
    void volumesStayWhenAProjectIsRemoved() throws Exception {
        docker.prepare(docker.app(), COMMIT, 1, docker.tree(COMMIT), log);
        up(COMMIT);
        docker.projects.remove(docker.app(), log);
        assertEquals(
                docker.name + "_data", docker.docker("volume", "ls", "--quiet", "--filter", "name=" + docker.name));
        assertEquals("", docker.docker("network", "ls", "--quiet", "--filter", "name=" + docker.name));
    }

    @Test
    void tellsWhatWasChangedByHand() throws Exception {
        docker.prepare(docker.app(), COMMIT, 1, docker.tree(COMMIT), log);
        up(COMMIT);
        var drifts = new ProjectDrifts(docker.projects);
        assertEquals(List.of(), drifts.of(docker.app()));
        docker.docker("rm", "--force", docker.name + "-db-1");
        docker.docker("tag", BaseImage.TAG, "slipway/" + docker.name + "/web:" + COMMIT.sha());
        assertEquals(
                List.of(
                        "service db has no container any more",
                        "image slipway/" + docker.name + "/web:" + COMMIT.sha()
                                + " is another one than service web was made from"),
                drifts.of(docker.app()).stream().map(each -> each.what()).toList());
    }

    @Test
    void aServiceThatIsDoneMayLoseItsContainer() throws Exception {
        docker.prepare(docker.app(), COMMIT, 1, docker.tree(COMMIT), log);
        up(COMMIT);
        Await.until(
                "all are well",
                PATIENCE,
                () -> docker.projects.of(docker.app()).orElseThrow().isWell());
        var drifts = new DockerDrifts(docker.engine, docker.projects, Map.of(), folder.resolve("drift"));
        drifts.remember(
                docker.app(), docker.projects.of(docker.app()).orElseThrow().asContainer());
        docker.docker("rm", docker.name + "-migrate-1");
        assertTrue(docker.projects.of(docker.app()).orElseThrow().isWell());
        assertEquals(List.of(), new ProjectDrifts(docker.projects).of(docker.app()));
    }

    @Test
    void aBuildThatTakesTooLongIsEnded() throws Exception {
        var app = docker.app().composed(limited(Duration.ofSeconds(2)));
        var e = assertThrows(DeployException.class, () -> docker.prepare(app, COMMIT, 1, sleepy(), log));
        assertEquals(
                "could not run docker compose build within 2 s", e.failure().what());
        assertEquals(Blame.HOST, e.failure().blame());
        awaitNoCompose();
    }

    @Test
    void aBuildThatIsCalledOffIsEnded() throws Exception {
        var thrown = new AtomicReference<Throwable>();
        var worker = Thread.ofVirtual().start(() -> {
            try {
                docker.prepare(docker.app(), COMMIT, 1, sleepy(), log);
            } catch (Exception e) {
                thrown.set(e);
            }
        });
        Await.until("it builds", PATIENCE, () -> log.lines().stream().anyMatch(line -> line.contains("RUN sleep")));
        worker.interrupt();
        worker.join();
        assertEquals(InterruptedException.class, thrown.get().getClass());
        awaitNoCompose();
    }

    @Test
    void endsWhatAKilledAgentLeftAtWork() throws Exception {
        var mark = docker.home.resolve(docker.name).resolve("1.override.json").toString();
        var stray = new ProcessBuilder(
                        "sh", "-c", "sleep 60; true", "docker-compose", "--project-name", "x", "--file", mark)
                .start();
        var other = new ProcessBuilder("sh", "-c", "sleep 60; true", "vi", mark).start();
        try {
            ComposeCommand.endStrays(docker.home.resolve(docker.name));
            CompletableFuture<Process> end = stray.onExit();
            assertTrue(Await.until("it is ended", PATIENCE, end::isDone, done -> done));
            assertTrue(other.isAlive());
        } finally {
            for (var process : List.of(stray, other)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    @Test
    void saysWhatToInstallWhereComposeIsMissing() {
        var plugin = new ComposePlugin(Map.of("PATH", "/nowhere"), List.of(folder));
        var projects = new DockerProjects(docker.engine, docker.containers, Map.of(), docker.home, plugin);
        var e = assertThrows(DeployException.class, () -> projects.preflight(docker.app()));
        assertEquals(
                "Docker Compose 2 or newer is needed, and not here", e.failure().what());
        assertTrue(
                e.failure().next().contains("docker-compose-plugin"),
                e.failure().next());
        assertEquals(Blame.HOST, e.failure().blame());
    }

    private InMemoryTree sleepy() {
        return docker.tree(COMMIT, "services: {web: {build: web}}")
                .file("web/Dockerfile", "FROM " + BaseImage.TAG + "\nCOPY version /\nRUN sleep 60\n");
    }

    private void awaitNoCompose() {
        Await.until(
                "no process of Compose is left",
                PATIENCE,
                () -> ProcessHandle.current()
                        .children()
                        .noneMatch(child -> child.info()
                                .command()
                                .filter(command -> command.endsWith("docker-compose"))
                                .isPresent()));
    }

    private ComposeSpec limited(Duration timeout) {
        return new ComposeSpec(List.of("compose.yaml"), List.of(), Map.of(), List.of(), docker.name, timeout);
    }

    private Failure refused(String compose) {
        return refused(docker.tree(COMMIT, compose));
    }

    private Failure refused(InMemoryTree tree) {
        try {
            docker.prepare(docker.app(), COMMIT, 1, tree, log);
        } catch (DeployException e) {
            removeFiles();
            return e.failure();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it was not refused");
    }

    /** So that the same commit may have other files. */
    private void removeFiles() {
        try (var files = Files.walk(docker.home.resolve(docker.name).resolve("files"))) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void prepare(String compose) throws Exception {
        docker.prepare(docker.app(), COMMIT, 1, docker.tree(COMMIT, compose), log);
    }

    private void up(Commit commit) throws Exception {
        App app = docker.app();
        docker.projects.up(docker.order(app, commit, 1), true, Progress.NONE);
    }
}
