package dev.slipway.docker;

import dev.slipway.SystemTime;
import dev.slipway.deploy.Progress;
import dev.slipway.deploy.Projects;
import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.ComposeSpec;
import dev.slipway.testkit.Apps;
import dev.slipway.testkit.BaseImage;
import dev.slipway.testkit.InMemoryTree;
import dev.slipway.testkit.Machine;
import dev.slipway.testkit.SharedEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A project of Compose on the engine that all tests share, under a name of its own. All of it goes when it is closed. */
final class ComposeTestEngine implements AutoCloseable {
    /** Runs until it is told to end. */
    static final String RUN = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

    final SystemTime time = new SystemTime();
    final DockerEngine engine = new DockerEngine(SharedEngine.url(), Map.of(), time);
    final DockerContainers containers = new DockerContainers(engine, Map.of());
    final String name = "slipway-compose-" + UUID.randomUUID().toString().substring(0, 8);
    final Path home;
    final DockerProjects projects;

    ComposeTestEngine(Path folder) {
        home = folder.resolve("compose");
        projects = projects(System.getenv());
        BaseImage.make();
    }

    DockerProjects projects(Map<String, String> env) {
        return new DockerProjects(engine, containers, env, home);
    }

    App app() {
        return app(Map.of());
    }

    App app(Map<String, String> environment) {
        return Apps.app(name)
                .composed(new ComposeSpec(
                        List.of("compose.yaml"), List.of(), environment, List.of(), name, Duration.ofMinutes(2)));
    }

    Projects.Order order(App app, Commit commit, long deployment) {
        return new Projects.Order(app, commit, deployment, "hash-" + deployment);
    }

    /** Services web, which each commit changes, db and migrate. */
    InMemoryTree tree(Commit commit) {
        return tree(commit, """
                services:
                  web:
                    build: web
                    stop_grace_period: 1s
                  db:
                    image: %s
                    command: [sh, -c, "%s"]
                    stop_grace_period: 1s
                    volumes: ["data:/data"]
                  migrate:
                    image: %s
                    command: [sh, -c, "echo migrated"]
                volumes: {data: {}}
                """.formatted(BaseImage.TAG, RUN.replace("$", "$$"), BaseImage.TAG));
    }

    InMemoryTree tree(Commit commit, String compose) {
        return new InMemoryTree(commit)
                .file("compose.yaml", compose)
                .file(
                        "web/Dockerfile",
                        "FROM " + BaseImage.TAG + "\nCOPY . /app\nCMD [\"sh\", \"-c\", \"" + RUN + "\"]\n")
                .file("web/version", commit.sha() + " of " + name);
    }

    void prepare(App app, Commit commit, long deployment, InMemoryTree tree, Progress log) throws Exception {
        projects.write(app, tree);
        projects.prepare(order(app, commit, deployment), false, log);
    }

    String docker(String... arguments) {
        return Machine.HERE.docker(arguments);
    }

    /** Takes away what a test has made, volumes and images too. */
    @Override
    public void close() {
        var project = "label=com.docker.compose.project=" + name;
        remove(List.of("ps", "--all", "--quiet", "--filter", project), "rm", "--force", "--volumes");
        remove(List.of("network", "ls", "--quiet", "--filter", project), "network", "rm");
        remove(List.of("volume", "ls", "--quiet", "--filter", project), "volume", "rm");
        // By their names: a test may have given one of them to an image that is everybody's.
        remove(
                List.of(
                        "images",
                        "--filter",
                        "reference=slipway/" + name + "/*",
                        "--format",
                        "{{.Repository}}:{{.Tag}}"),
                "rmi");
        engine.close();
    }

    private void remove(List<String> list, String... how) {
        docker(list.toArray(String[]::new)).lines().distinct().forEach(id -> {
            var argv = new ArrayList<>(List.of(how));
            argv.add(id);
            docker(argv.toArray(String[]::new));
        });
    }
}
