package dev.slipway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One app that a swarm runs in three tasks, with its repository, its configuration and an overlay network of its own. */
public final class SwarmApp implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ThreeNodes swarm;
    private final String name;
    private final Path folder;
    private final GitRepo repo;
    private final Peer own = new Peer("slipway");
    private final List<AgentProcess> agents = new ArrayList<>();

    private SwarmApp(ThreeNodes swarm, Path folder, String name) throws IOException {
        this.swarm = swarm;
        this.name = name;
        this.folder = Files.createDirectories(folder);
        this.repo = GitRepo.create(folder.resolve("app.git"));
        BaseImage.make(swarm.manager());
        swarm.manager().docker("network", "create", "--driver", "overlay", "--attachable", name);
    }

    /**
     * Configures it.
     *
     * @param deploy further lines of {@code run.deploy}
     */
    public static SwarmApp on(ThreeNodes swarm, Path folder, String name, String deploy) throws IOException {
        var app = new SwarmApp(swarm, folder, name);
        app.configure("slipway", "1h", deploy);
        return app;
    }

    private void configure(String who, String poll, String deploy) throws IOException {
        Files.writeString(
                config(who),
                """
                data_dir: %s
                poll: %s
                min_free_disk: 0
                docker: {host: "%s"}
                apps:
                  %s:
                    target: swarm
                    git: {url: "file://%s", branch: main}
                    build: {push: %s/%s}
                    health: {timeout: 30s, settle: 1s}
                    run:
                      networks: [%s]
                      stop_grace_period: 2s
                      deploy:
                        replicas: 3
                        endpoint_mode: dnsrr
                """.formatted(
                                        folder.resolve("data of " + who),
                                        poll,
                                        swarm.manager().engineUrl(),
                                        name,
                                        repo.path(),
                                        ThreeNodes.REGISTRY,
                                        name,
                                        name)
                        + deploy.indent(8));
    }

    /** A version that says well of itself by a HEALTHCHECK, and answers on until it is killed, as one does that drains. */
    public WebApp version(String version) {
        return WebApp.version(BaseImage.TAG, version)
                .but(WebApp.Trait.STUBBORN)
                .checkedBy("--interval=500ms --retries=2");
    }

    /** A version that ends at once when it is told to, and has no HEALTHCHECK. */
    public WebApp quick(String version) {
        return WebApp.version(BaseImage.TAG, version);
    }

    /** Returns the full id of the new commit. */
    public String push(WebApp app) {
        var files = new HashMap<>(app.files());
        files.put("name", name);
        return repo.commit("Version " + app.version(), files);
    }

    public Command.Result slipway(String... arguments) {
        return own.slipway(arguments);
    }

    public AgentProcess startAgent() {
        return own.start();
    }

    /** The newest deployments, newest first, as {@code history --json} has them. */
    public JsonNode history() throws IOException {
        return own.history();
    }

    /** Waits until its newest deployment is in that phase. */
    public JsonNode awaitPhase(String phase) {
        return own.awaitPhase(phase);
    }

    /** The Slipway of another machine that manages the same swarm, polling every 10 s. */
    public Peer peer(String who) throws IOException {
        configure(who, "10s", "");
        return new Peer(who);
    }

    /** One of several Slipways, with a {@code data_dir} of its own. */
    public final class Peer {
        private final String who;

        private Peer(String who) {
            this.who = who;
        }

        public AgentProcess start() {
            var agent = AgentProcess.start(
                    swarm.manager().inside(SlipwayProgram.command(config(who), "agent")),
                    folder.resolve(who + ".log"),
                    Map.of());
            agents.add(agent);
            return agent;
        }

        public Command.Result slipway(String... arguments) {
            return Command.run(
                    swarm.manager().inside(SlipwayProgram.command(config(who), arguments)), Map.of("NO_COLOR", "1"));
        }

        /** As {@link SwarmApp#history}. */
        public JsonNode history() throws IOException {
            return Deployments.in(slipway("history", name, "--json"));
        }

        /** As {@link SwarmApp#awaitPhase}. */
        public JsonNode awaitPhase(String phase) {
            return Deployments.await(name, phase, PATIENCE, this::history);
        }

        /** Waits until {@code status} says so of the app. */
        public String awaitStatus(String words) {
            return Await.until(
                    who + " says: " + words,
                    PATIENCE,
                    () -> slipway("status", name).out(),
                    text -> text.contains(words));
        }
    }

    /** Node and state of each task that is to run. */
    public List<String> tasks() {
        return swarm.manager()
                .docker(
                        "service",
                        "ps",
                        "--filter",
                        "desired-state=running",
                        "--format",
                        "{{.Node}} {{.CurrentState}}",
                        name)
                .lines()
                .map(line -> line.split(" ago")[0])
                .toList();
    }

    /** One value of the service, by Docker's own template. */
    public String inspect(String template) {
        return swarm.manager().docker("service", "inspect", "--format", template, name);
    }

    /** Sends visitors without a pause, who find the app by its name on its network. */
    public Visitors visitors() {
        return new Visitors(swarm.manager(), name);
    }

    private Path config(String who) {
        return folder.resolve(who + ".yaml");
    }

    @Override
    public void close() {
        agents.forEach(AgentProcess::close);
        var manager = swarm.manager();
        Command.run(List.of("docker", "--host", manager.engineUrl(), "service", "rm", name), Map.of());
        // Its tasks let go of it one after another.
        Await.until(
                "the network of " + name + " is gone",
                PATIENCE,
                () -> Command.run(List.of("docker", "--host", manager.engineUrl(), "network", "rm", name), Map.of())
                                .exit()
                        == 0);
    }

    /** What the agents said, for a failing test. */
    public String agentLog() {
        try {
            return Files.readString(folder.resolve("slipway.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A container beside the app that asks for its page again and again. */
    public static final class Visitors implements AutoCloseable {
        private static final String FAILED = "FAILED";

        private final PrivateEngine engine;
        private final String container;

        private Visitors(PrivateEngine engine, String name) {
            this.engine = engine;
            var ask = "while :; do timeout 5 wget -q -O - http://" + name + ":" + WebApp.PORT
                    + "/ 2>&1 && echo || echo " + FAILED + "; done";
            this.container = engine.docker("run", "--detach", "--network", name, BaseImage.TAG, "sh", "-c", ask);
        }

        /** All that was answered so far, in its order. */
        public List<String> answers() {
            return engine.docker("logs", container)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }

        /** What did not come of a version of the app. */
        public List<String> failures() {
            return answers().stream()
                    .filter(line -> line.contains(FAILED) || line.startsWith("wget:"))
                    .toList();
        }

        @Override
        public void close() {
            engine.docker("rm", "--force", container);
        }
    }
}
