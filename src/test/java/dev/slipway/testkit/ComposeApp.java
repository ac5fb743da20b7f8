package dev.slipway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.HaltingPoll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One app that Compose runs as two services, {@code web}, which answers at a published port, and {@code db}, with its repository and its
 * configuration. All that is the project's on Docker goes when it is closed.
 */
public final class ComposeApp implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name = "slipway-shop-" + UUID.randomUUID().toString().substring(0, 8);
    private final Path folder;
    private final GitRepo repo;
    private final int port = FreePort.find();
    private final List<AgentProcess> agents = new ArrayList<>();

    private ComposeApp(Path folder) throws IOException {
        this.folder = folder;
        this.repo = GitRepo.create(folder.resolve("app.git"));
        BaseImage.make();
    }

    public static ComposeApp in(Path folder) throws IOException {
        var app = new ComposeApp(folder);
        Files.writeString(
                app.config(), """
                data_dir: %s
                poll: 1h
                min_free_disk: 0
                docker: {host: "%s"}
                apps:
                  %s:
                    git: {url: "file://%s", branch: main}
                    compose: compose.yaml
                    health: {timeout: 20s, settle: 1s}
                """.formatted(folder.resolve("data"), SharedEngine.url(), app.name, app.repo.path()));
        return app;
    }

    public String name() {
        return name;
    }

    /** A version of web, which says well of itself by a HEALTHCHECK. */
    public WebApp version(String version) {
        return WebApp.version(BaseImage.TAG, version).checkedBy("--interval=500ms --retries=2");
    }

    /** Returns the full id of the new commit. */
    public String push(WebApp web) {
        return push(web, """
                services:
                  web:
                    build: web
                    ports: ["127.0.0.1:%d:%d"]
                    restart: always
                    stop_grace_period: 1s
                  db:
                    image: %s
                    command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.1; done"]
                    volumes: ["data:/data"]
                    stop_grace_period: 1s
                volumes: {data: {}}
                """.formatted(port, WebApp.PORT, BaseImage.TAG));
    }

    /** The same with another Compose file. */
    public String push(WebApp web, String compose) {
        var files = new HashMap<String, String>();
        web.files().forEach((path, content) -> files.put("web/" + path, content));
        files.put("web/name", name);
        files.put("compose.yaml", compose);
        return repo.commit("Version " + web.version(), files);
    }

    public Command.Result slipway(String... arguments) {
        return Command.run(SlipwayProgram.command(config(), arguments), Map.of("NO_COLOR", "1"));
    }

    /** Recovers and polls, and ends as if killed right after that act. */
    public Command.Result haltingPoll(String act) {
        return Command.run(SlipwayProgram.ofTests(HaltingPoll.class, config().toString(), act), Map.of());
    }

    public AgentProcess startAgent() {
        var agent =
                AgentProcess.start(SlipwayProgram.command(config(), "agent"), folder.resolve("agent.log"), Map.of());
        agents.add(agent);
        return agent;
    }

    /** The newest deployments, newest first, as {@code history --json} has them. */
    public JsonNode history() throws IOException {
        return Deployments.in(slipway("history", name, "--json"));
    }

    /** Waits until its newest deployment is in that phase. */
    public JsonNode awaitPhase(String phase) {
        return Deployments.await(name, phase, PATIENCE, this::history);
    }

    /** What a visitor sees now. */
    public String page() throws IOException {
        return Hammer.get(port, "/");
    }

    /** The ids of its containers that run, by their services. */
    public Map<String, String> containers() {
        var containers = new HashMap<String, String>();
        docker("ps", "--filter", label(), "--format", "{{.Label \"com.docker.compose.service\"}} {{.ID}}")
                .lines()
                .map(line -> line.split(" "))
                .forEach(parts -> containers.put(parts[0], parts[1]));
        return containers;
    }

    private String label() {
        return "label=com.docker.compose.project=" + name;
    }

    public String docker(String... arguments) {
        return Machine.HERE.docker(arguments);
    }

    private Path config() {
        return folder.resolve("slipway.yaml");
    }

    @Override
    public void close() {
        agents.forEach(AgentProcess::close);
        remove(List.of("ps", "--all", "--quiet", "--filter", label()), "rm", "--force", "--volumes");
        remove(List.of("network", "ls", "--quiet", "--filter", label()), "network", "rm");
        remove(List.of("volume", "ls", "--quiet", "--filter", label()), "volume", "rm");
        remove(List.of("images", "--quiet", "--filter", "label=dev.slipway.app=" + name), "rmi", "--force");
    }

    /** Again and again: what a killed agent left at work goes on for a moment. */
    private void remove(List<String> list, String... how) {
        Await.until("nothing of " + name + " is left", PATIENCE, () -> {
            var ids = docker(list.toArray(String[]::new)).lines().distinct().toList();
            ids.forEach(id -> {
                var unused = Command.run(
                        Command.concat(List.of("docker"), Command.concat(List.of(how), List.of(id))), Map.of());
            });
            return docker(list.toArray(String[]::new)).isEmpty();
        });
    }
}
