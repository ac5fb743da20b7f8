package dev.slipway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.testkit.AgentProcess;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.BaseImage;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.FarEngine;
import dev.slipway.testkit.GitRepo;
import dev.slipway.testkit.Machine;
import dev.slipway.testkit.PrivateEngine;
import dev.slipway.testkit.SlipwayProgram;
import dev.slipway.testkit.TestHost;
import dev.slipway.testkit.WebApp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two apps on two engines, one of them on another machine: one host down does not hold up the other. */
class HostsIT {
    private static final int PUBLISHED = 18080;

    @TempDir
    static Path engines;

    private static PrivateEngine near;
    private static FarEngine far;

    @TempDir
    Path folder;

    private GitRepo web;
    private GitRepo api;

    @BeforeAll
    static void startEngines() throws Exception {
        near = PrivateEngine.start(Files.createDirectory(engines.resolve("n")));
        far = FarEngine.start(Files.createDirectory(engines.resolve("f")));
        BaseImage.make(near);
        BaseImage.make(far);
    }

    @AfterAll
    static void stopEngines() {
        far.close();
        near.close();
    }

    @BeforeEach
    void configure() throws Exception {
        Files.createDirectories(folder.resolve("git"));
        web = GitRepo.create(folder.resolve("git/web.git"));
        api = GitRepo.create(folder.resolve("git/api.git"));
        configure("10s", "far", "http: \":8000/health\"");
    }

    @AfterEach
    void clear() {
        for (var machine : List.of(near, far)) {
            machine.docker("ps", "--all", "--quiet").lines().forEach(id -> machine.docker("rm", "--force", id));
        }
    }

    @Test
    void eachAppRunsOnItsHostAndGoesOnWhileTheOtherIsDown() throws Exception {
        push(web, "one");
        push(api, "one");
        try (var agent =
                AgentProcess.start(SlipwayProgram.command(config(), "agent"), folder.resolve("agent.log"), Map.of())) {
            awaitRunning(near, "web");
            awaitFarPage("one");
            Await.until("both are in sync", TestHost.PATIENCE, this::states, "in_sync in_sync"::equals);
            assertEquals("web", near.docker("ps", "--format", "{{.Names}}"), "and nothing is where it does not belong");
            assertEquals("api", far.docker("ps", "--format", "{{.Names}}"));
            var log = slipway("logs", latest("api").path("id").asText())
                    .expecting(0)
                    .out();
            assertTrue(
                    log.contains("http :8000/health of a container on another machine, " + far.address()
                            + ", is asked once its port is published"),
                    log);
            assertTrue(log.contains("by the published port " + PUBLISHED + " of " + far.address()), log);

            far.kill9();
            push(web, "two");
            Await.until(
                    "the app on the other host is deployed by its poll",
                    TestHost.PATIENCE,
                    HostsIT::versionNearby,
                    "two"::equals);
            Await.until("both are told", TestHost.PATIENCE, this::states, "in_sync unreachable"::equals);
            var told = slipway("status").expecting(0).out();
            assertTrue(told.contains("Docker engine at far (" + far.tcpUrl() + ")"), told);
            assertTrue(slipway("prune", "--dry-run").expecting(5).err().contains("far (" + far.tcpUrl() + ")"));
            assertTrue(agent.isAlive());

            push(api, "two");
            far.startAgain();
            awaitFarPage("two");
            Await.until("both are in sync", TestHost.PATIENCE, this::states, "in_sync in_sync"::equals);
        }
    }

    @Test
    void aCheckThatCannotBeAskedFromHereIsRefusedBeforeAnythingIsTouched() throws Exception {
        configure("1h", "far", "http: \":9999/health\"");
        push(api, "one");
        var said = slipway("poll", "api").expecting(6).said();
        assertTrue(
                said.contains("health: http :9999/health cannot be asked from here: api runs on another machine, far ("
                        + far.tcpUrl() + "), and run.ports publishes it at no fixed port"),
                said);
        assertTrue(said.contains("use health.command or a HEALTHCHECK in the Dockerfile"), said);
        assertEquals("", far.docker("ps", "--all", "--quiet"));
    }

    @Test
    void anAppThatMovedLeavesWhatRanWhereItWas() throws Exception {
        var inside = "command: [wget, \"-q\", \"-O\", \"-\", \"http://127.0.0.1:8000/health\"]";
        configure("1h", "near", inside);
        push(api, "one");
        slipway("poll", "api").expecting(0);
        configure("1h", "far", inside);
        slipway("poll", "api").expecting(0);
        assertEquals("api", near.docker("ps", "--format", "{{.Names}}"));
        assertEquals("api", far.docker("ps", "--format", "{{.Names}}"));
        var doctor = slipway("doctor").out();
        assertTrue(doctor.contains("is of app api, which runs at the Docker host far by now"), doctor);
    }

    private static void push(GitRepo repo, String version) {
        var files = new HashMap<>(WebApp.version(BaseImage.TAG, version).files());
        files.put("where", repo.path().toString());
        repo.commit("Version " + version, files);
    }

    private void configure(String poll, String host, String check) throws Exception {
        Files.writeString(config(), """
                data_dir: %s
                poll: %s
                min_free_disk: 0
                docker:
                  host: %s
                  hosts: {near: "%s", far: %s}
                apps:
                  web:
                    git: {url: "file://%s"}
                    health: {command: ["wget", "-q", "-O", "-", "http://127.0.0.1:8000/health"], timeout: 30s, settle: 1s}
                  api:
                    host: %s
                    git: {url: "file://%s"}
                    run: {ports: ["%d:8000"]}
                    health: {%s, timeout: 30s, settle: 1s}
                """.formatted(
                        folder.resolve("data"),
                        poll,
                        near.engineUrl(),
                        near.engineUrl(),
                        far.settings(),
                        web.path(),
                        host,
                        api.path(),
                        PUBLISHED,
                        check));
    }

    /** Nothing while the one takes the other's place. */
    private static String versionNearby() {
        var command = List.of("docker", "--host", near.engineUrl(), "exec", "web", "cat", "/app/version");
        return Command.run(command, Map.of()).out().strip();
    }

    private static void awaitRunning(Machine machine, String name) {
        Await.until(
                name + " runs", TestHost.PATIENCE, () -> machine.docker("ps", "--format", "{{.Names}}"), name::equals);
    }

    private void awaitFarPage(String version) {
        var request = HttpRequest.newBuilder(URI.create("http://" + far.address() + ":" + PUBLISHED + "/"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            Await.until(
                    "the app on the far host answers with version " + version,
                    TestHost.PATIENCE,
                    () -> client.send(request, BodyHandlers.ofString()).body().strip(),
                    version::equals);
        }
    }

    private String states() throws Exception {
        var apps = json("status", "--json").get("apps");
        assertEquals("far", apps.get(1).get("host").asText());
        return apps.get(0).get("state").asText() + " "
                + apps.get(1).get("state").asText();
    }

    private JsonNode latest(String app) throws Exception {
        return json("history", app, "--json").get("deployments").get(0);
    }

    private JsonNode json(String... arguments) throws Exception {
        return new ObjectMapper().readTree(slipway(arguments).expecting(0).out());
    }

    private Command.Result slipway(String... arguments) {
        return Command.run(SlipwayProgram.command(config(), arguments), Map.of("NO_COLOR", "1"));
    }

    private Path config() {
        return folder.resolve("slipway.yaml");
    }
}
