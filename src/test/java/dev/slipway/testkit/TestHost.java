package dev.slipway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.HaltingPoll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A host with one app, as Slipway's users have it: a configuration file, a {@code data_dir}, a Git server, a Docker engine, a
 * published port or a reverse proxy. All that bears the app's name on Docker goes when it is closed.
 */
public final class TestHost implements AutoCloseable {
    /** For what takes one deployment on a busy machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final int NAME_DIGITS = 8;

    private final Path folder;
    private final String name = "slipway-e2e-" + digits();
    private final Machine machine;
    private final String base;
    private final GitRepo repo;
    private final GitHttpServer git;
    private final Optional<ReverseProxy> proxy;
    private final int port;
    private final List<AgentProcess> agents = new ArrayList<>();
    private final List<AgentContainer> agentContainers = new ArrayList<>();
    private String poll = "1h";
    /** No limit: what a test's disks have left is its own affair. */
    private String minFreeDisk = "0";

    private String engine;
    private String url;
    private String publishedOn = "127.0.0.1:";
    private String network = "";
    private String gitKeys = "";
    private String followed = "branch: main";
    private String webhook = "";
    private String dashboard = "";
    private String told = "";

    private TestHost(Path folder, Machine machine, Optional<ReverseProxy> proxy) throws IOException {
        this.folder = folder;
        this.machine = machine;
        this.engine = machine.engineUrl();
        this.base = BaseImage.make(machine);
        this.proxy = proxy;
        Files.createDirectories(folder.resolve("git"));
        this.repo = GitRepo.create(folder.resolve("git/web.git"));
        this.git = GitHttpServer.serve(folder.resolve("git"));
        this.url = git.url(repo);
        this.port = proxy.isPresent() ? proxy.get().port() : FreePort.find();
    }

    /** A host whose app has these settings beside its {@code git} and {@code run}. */
    public static TestHost with(Path folder, String settings) throws IOException {
        return on(Machine.HERE, folder, settings);
    }

    /** The same with another engine, in whose network the agent then runs; out of reach of the Git server, it clones from a folder. */
    public static TestHost on(Machine machine, Path folder, String settings) throws IOException {
        var host = new TestHost(folder, machine, Optional.empty());
        if (!machine.sharesLoopback()) {
            host.cloningFromTheFolder();
        }
        host.configure(settings);
        return host;
    }

    /** As {@link #with}, but the app publishes no port: its visitors come through a reverse proxy. */
    public static TestHost behindProxy(Path folder, String settings) throws IOException {
        var host = new TestHost(folder, Machine.HERE, Optional.of(ReverseProxy.start("slipway-proxy-" + digits())));
        host.configure(settings);
        return host;
    }

    /** The kind of host that a swap of this mode is for. */
    public static TestHost swapping(String mode, Path folder, String settings) throws IOException {
        return mode.equals("start-first") ? behindProxy(folder, settings) : with(folder, settings);
    }

    private static String digits() {
        return UUID.randomUUID().toString().substring(0, NAME_DIGITS);
    }

    /** Makes the agent look at the branch this often; otherwise it looks when it starts, and when it is told to. */
    public TestHost polling(String interval) {
        poll = interval;
        return this;
    }

    /** Wants this much free on the disks before a build. */
    public TestHost leavingFree(String size) {
        minFreeDisk = size;
        return this;
    }

    /** Reads the repository from its folder: a container cannot reach this process's Git server. */
    public TestHost cloningFromTheFolder() {
        return cloningFrom("file://" + repo.path());
    }

    /** Reads the repository by another way than its Git server's own URL, such as a proxy before it. */
    public TestHost cloningFrom(String other) {
        url = other;
        return this;
    }

    /** With another key of {@code git}, such as {@code submodules: true}. */
    public TestHost cloningWith(String key) {
        gitKeys = ", " + key;
        return this;
    }

    /** Follows something else than the branch {@code main}, such as {@code tag: "v*"}; other keys of {@code git} go along. */
    public TestHost following(String keys) {
        followed = keys;
        return this;
    }

    /** Publishes the app's port on every address of the machine; otherwise on 127.0.0.1. */
    public TestHost publishingEverywhere() {
        publishedOn = "";
        return this;
    }

    /** Puts the app on a network of that name, which is made; otherwise it is on Docker's default bridge. */
    public TestHost onNetwork(String suffix) {
        network = name + "-" + suffix;
        machine.docker("network", "create", "--label", "dev.slipway.app=" + name, network);
        return this;
    }

    /** Listens to a webhook: the lines of that section of the configuration. */
    public TestHost hookedBy(String section) {
        webhook = "webhook:\n" + section.indent(2);
        return this;
    }

    /** Tells of news, and beats a heart: those lines of the configuration. */
    public TestHost telling(String lines) {
        told = lines;
        return this;
    }

    /** Serves a dashboard at this port of loopback. */
    public TestHost watchedAt(int port) {
        return watchedAt(port, "");
    }

    /** The same, with more of that section, such as {@code tokens: [...]}. */
    public TestHost watchedAt(int port, String more) {
        dashboard = "dashboard: {listen: 127.0.0.1:" + port + (more.isEmpty() ? "" : ", " + more) + "}\n";
        return this;
    }

    /** The same, where who knows the password in that file may act. */
    public TestHost actedAt(int port, Path passwordFile) {
        dashboard = "dashboard: {listen: 127.0.0.1:" + port + ", password_file: " + passwordFile + "}\n";
        return this;
    }

    /** Reaches the Docker engine at another address. */
    public TestHost engineAt(String url) {
        engine = url;
        return this;
    }

    /** Writes the configuration anew, with these settings of the app beside its {@code git} and {@code run}. */
    public void configure(String settings) throws IOException {
        Files.writeString(
                config(),
                """
                data_dir: %s
                poll: %s
                min_free_disk: %s
                docker: {host: "%s"}
                %s%sapps:
                  %s:
                    git: {url: "%s", %s}
                    run:
                      restart: always
                      stop_grace_period: 3s
                      %s
                """.formatted(
                                        data(),
                                        poll,
                                        minFreeDisk,
                                        engine,
                                        webhook,
                                        dashboard + told,
                                        name,
                                        url,
                                        followed + gitKeys,
                                        wayIn())
                        + settings.indent(4));
    }

    private String wayIn() {
        if (proxy.isPresent()) {
            return "networks: {" + proxy.get().network() + ": {aliases: [" + ReverseProxy.ALIAS + "]}}";
        }
        var ports = "ports: [\"" + publishedOn + port + ":" + WebApp.PORT + "\"]";
        return network.isEmpty() ? ports : ports + "\n      networks: [" + network + "]";
    }

    public String name() {
        return name;
    }

    /** Where its Docker engine listens. */
    public String engineUrl() {
        return machine.engineUrl();
    }

    /** Where visitors come in: the app's published port, or that of the proxy in front of it. */
    public int port() {
        return port;
    }

    /** The proxy in front of the app, on a host that was made with one. */
    public ReverseProxy proxy() {
        return proxy.orElseThrow();
    }

    public GitRepo repo() {
        return repo;
    }

    public GitHttpServer git() {
        return git;
    }

    public Path data() {
        return folder.resolve("data");
    }

    /** A commit's worth of the app, to be pushed. */
    public WebApp version(String version) {
        return WebApp.version(base, version);
    }

    /** Returns the full id of the new commit. */
    public String push(WebApp app) {
        return repo.commit("Version " + app.version(), files(app));
    }

    /** The same, with some of its files as they are here. */
    public String push(WebApp app, Map<String, String> instead) {
        var files = files(app);
        files.putAll(instead);
        return repo.commit("Version " + app.version(), files);
    }

    /** Puts the app in the place of all the branch had, and returns the full id of the new commit. */
    public String forcePush(WebApp app) {
        return repo.forcePush("Version " + app.version() + " anew", files(app));
    }

    public AgentProcess startAgent() {
        return startAgent(Map.of());
    }

    /** Starts it with these variables in its environment. */
    public AgentProcess startAgent(Map<String, String> environment) {
        var agent = AgentProcess.start(
                machine.inside(SlipwayProgram.command(config(), "agent")), folder.resolve("agent.log"), environment);
        agents.add(agent);
        return agent;
    }

    /** Starts it with a heap of its own, such as {@code 48m}. */
    public AgentProcess startAgentWithHeap(String size) {
        var command = SlipwayProgram.withHeap(size, SlipwayProgram.command(config(), "agent"));
        var agent = AgentProcess.start(machine.inside(command), folder.resolve("agent.log"), Map.of());
        agents.add(agent);
        return agent;
    }

    /** Starts the agent in a container of its own, on a network of its own. */
    public AgentContainer startAgentInContainer() {
        var agent = AgentContainer.start(SlipwayProgram.command(config(), "agent"), folder);
        agentContainers.add(agent);
        return agent;
    }

    /** Runs a command to its end, whatever its exit code. */
    public Command.Result slipway(String... arguments) {
        return slipway(Map.of(), arguments);
    }

    /** The same with these variables in its environment. */
    public Command.Result slipway(Map<String, String> environment, String... arguments) {
        var all = new HashMap<>(environment);
        all.put("NO_COLOR", "1");
        return Command.run(machine.inside(SlipwayProgram.command(config(), arguments)), all);
    }

    /** Recovers and polls, naming each act, and ends as if killed right after that one: its number, or how its name begins. */
    public Command.Result haltingPoll(String act) {
        var command = SlipwayProgram.ofTests(HaltingPoll.class, config().toString(), act);
        return Command.run(machine.inside(command), Map.of());
    }

    /** The newest deployment, as {@code history --json} has it. */
    public JsonNode latest() throws IOException {
        var history = new ObjectMapper()
                .readTree(slipway("history", name, "--json").expecting(0).out());
        return history.get("deployments").get(0);
    }

    /** What {@code status --json} says of the app. */
    public JsonNode status() throws IOException {
        return new ObjectMapper()
                .readTree(slipway("status", name, "--json").expecting(0).out())
                .get("apps")
                .get(0);
    }

    /** Waits until an agent has said this. */
    public void awaitLog(String words) {
        Await.until("the agent says " + words, PATIENCE, this::agentLog, log -> log.contains(words));
    }

    /** What a visitor sees now. */
    public String page() throws IOException {
        return machine.get(port, "/");
    }

    public void awaitPage(String version) {
        Await.until("the app answers with version " + version, PATIENCE, this::page, version::equals);
    }

    /** Name and state of every container of the app, whether Slipway or a stranger made it. */
    public Map<String, String> containers() {
        var states = new HashMap<String, String>();
        machine.docker("ps", "--all", "--filter", "name=" + name, "--format", "{{.Names}} {{.State}}")
                .lines()
                .map(line -> line.split(" "))
                .forEach(parts -> states.put(parts[0], parts[1]));
        return states;
    }

    /** One value of the container that bears the app's name, by Docker's own template. */
    public String inspect(String template) {
        return machine.docker("inspect", "--format", template, name);
    }

    /** The commit on the label of the container that bears the app's name. */
    public String labelledCommit() {
        return inspect("{{index .Config.Labels \"dev.slipway.commit\"}}");
    }

    @Override
    public void close() throws IOException {
        agents.forEach(AgentProcess::close);
        agentContainers.forEach(AgentContainer::close);
        git.close();
        if (machine instanceof PrivateEngine) {
            return; // It goes with all that is on it, and may be down.
        }
        remove("container", "name=" + name, "rm", "--force", "--volumes");
        remove("image", "label=dev.slipway.app=" + name, "rm", "--force");
        remove("network", "label=dev.slipway.app=" + name, "rm");
        proxy.ifPresent(ReverseProxy::close);
    }

    /** Again and again: images hang on one another, and a build that was cut off takes a moment to end. */
    private void remove(String kind, String filter, String... how) {
        Await.until("no " + kind + " of " + name + " is left", PATIENCE, () -> {
            list(kind, filter).forEach(id -> {
                var remove = Command.concat(List.of("docker", "--host", machine.engineUrl(), kind), List.of(how));
                var unused = Command.run(Command.concat(remove, List.of(id)), Map.of());
            });
            return list(kind, filter).isEmpty();
        });
    }

    private List<String> list(String kind, String filter) {
        var all = kind.equals("container") ? List.of("--all") : List.<String>of();
        var list = Command.concat(List.of(kind, "ls", "--quiet", "--filter", filter), all);
        return machine.docker(list.toArray(String[]::new)).lines().distinct().toList();
    }

    /** The host's name is among the files, so that no build is answered from the layers of another test. */
    public Map<String, String> files(WebApp app) {
        var files = new HashMap<>(app.files());
        files.put("host", name);
        return files;
    }

    private Path config() {
        return folder.resolve("slipway.yaml");
    }

    /** Where an env file is found unasked. */
    public Path envFile() {
        return folder.resolve(".env");
    }

    /** What the agents said, for a failing test. */
    public String agentLog() {
        try {
            return Files.readString(folder.resolve("agent.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
