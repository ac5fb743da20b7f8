package dev.slipway.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One application that Slipway keeps deployed: where its commits come from, how its image is built, how its
 * container is run, and what counts as well.
 *
 * @param name {@code [a-z0-9][a-z0-9_.-]{0,62}}: part of image tags, labels and file names
 * @param report set where a forge is to show its deployments
 * @param target what runs it
 * @param compose set where Compose runs it, as several services; build, run and swap then say nothing
 * @param host name of the Docker host that it is pinned to; empty for the one of {@code docker.host}
 */
public record App(
        String name,
        GitSpec git,
        BuildSpec build,
        RunSpec run,
        HealthSpec health,
        DeployPolicy policy,
        Optional<ReportSpec> report,
        Target target,
        Optional<ComposeSpec> compose,
        Optional<String> host) {
    /** What an app's name must match: the intersection of what image tags, container names and file names allow. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");

    private static final String DEFAULT_BRIDGE = "bridge";

    public App {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not an app name: " + name);
        }
        Objects.requireNonNull(git);
        Objects.requireNonNull(build);
        Objects.requireNonNull(run);
        Objects.requireNonNull(health);
        Objects.requireNonNull(policy);
        Objects.requireNonNull(report);
        Objects.requireNonNull(target);
        Objects.requireNonNull(compose);
        Objects.requireNonNull(host);
    }

    /** One that runs on one engine, and whose deployments no forge shows. */
    public App(String name, GitSpec git, BuildSpec build, RunSpec run, HealthSpec health, DeployPolicy policy) {
        this(name, git, build, run, health, policy, Optional.empty());
    }

    /** One that runs on one engine. */
    public App(
            String name,
            GitSpec git,
            BuildSpec build,
            RunSpec run,
            HealthSpec health,
            DeployPolicy policy,
            Optional<ReportSpec> report) {
        this(name, git, build, run, health, policy, report, Target.ENGINE, Optional.empty(), Optional.empty());
    }

    /** The same, run by that. */
    public App on(Target other) {
        return new App(name, git, build, run, health, policy, report, other, compose, host);
    }

    /** The same, run by Compose. */
    public App composed(ComposeSpec spec) {
        return new App(name, git, build, run, health, policy, report, target, Optional.of(spec), host);
    }

    /** Whether Compose runs it. */
    public boolean isComposed() {
        return compose.isPresent();
    }

    /** The name of its project, if Compose runs it, or ran it. */
    public String projectName() {
        return compose.map(ComposeSpec::project).orElse(name);
    }

    /** The same, pinned to that Docker host. */
    public App pinnedTo(String name) {
        return new App(this.name, git, build, run, health, policy, report, target, compose, Optional.of(name));
    }

    /** Whether a swarm runs it. */
    public boolean inSwarm() {
        return target == Target.SWARM;
    }

    /** How the swarm runs it, if one does. */
    public SwarmSpec swarm() {
        return run.get(RunKey.DEPLOY).orElse(SwarmSpec.DEFAULT);
    }

    /** Files of this machine with its environment. */
    public List<Run.EnvFile> envFiles() {
        return compose.map(ComposeSpec::envFiles)
                .orElseGet(() -> run.get(RunKey.ENV_FILE).orElse(List.of()));
    }

    /** Its environment as far as the configuration itself has it. */
    public Map<String, String> environment() {
        return compose.map(ComposeSpec::environment)
                .orElseGet(() -> run.get(RunKey.ENVIRONMENT).orElse(Map.of()));
    }

    /** The key that its environment stands under. */
    public String environmentKey() {
        return isComposed() ? "compose" : "run";
    }

    /** What is not to be told of it: what its remote is asked with, what its build is given, and what its forge is told with. */
    public Stream<Secret> secrets() {
        return Stream.of(
                        git.secrets().stream(),
                        build.secrets().values().stream(),
                        report.map(ReportSpec::token).stream())
                .flatMap(each -> each);
    }

    /** The same, with commits from there. */
    public App with(GitSpec from) {
        return new App(name, from, build, run, health, policy, report, target, compose, host);
    }

    /** The name that the container bears while it serves; the app's own name unless {@code run.container_name} is set. */
    public String containerName() {
        return run.get(RunKey.CONTAINER_NAME).orElse(name);
    }

    /** The name of a container on its way in, proven or not. */
    public String nextName() {
        return containerName() + ".next";
    }

    /** The name of the container that served before, kept until the new one has succeeded. */
    public String previousName() {
        return containerName() + ".previous";
    }

    /** What holds its published ports in the container's place; empty where the container publishes them itself. */
    public Optional<GateSpec> gate() {
        return policy.gate();
    }

    /** The name of its gate. */
    public String gateName() {
        return containerName() + ".gate";
    }

    /** The name of a gate until it holds the ports. */
    public String nextGateName() {
        return gateName() + ".next";
    }

    /** The name of a gate that held the ports before, kept until a deployment with another has succeeded. */
    public String previousGateName() {
        return gateName() + ".previous";
    }

    /** The network between its gate and its containers, without the outside world; no app's name makes it another's. */
    public String gateNetwork() {
        return "slipway.gate-" + name;
    }

    /** Whether a container of this app is one that publishes nothing, but is led to by a gate. */
    public boolean isBehindGate(Container container) {
        return container.wiring().networks().stream()
                .anyMatch(on -> on.network().equals(gateNetwork()));
    }

    /**
     * The networks that its container is on, with the aliases under which it is found there: those configured and its own
     * name, so that the name can move from one container to the next without a gap. Docker's default bridge knows no
     * aliases. Empty where {@code network_mode} leaves it no network of its own. The last is that of its gate, if it has one.
     */
    public List<NetworkAttachment> attachments() {
        var own = configuredAttachments();
        return gate().isEmpty()
                ? own
                : Stream.concat(own.stream(), Stream.of(plain(gateNetwork()))).toList();
    }

    private List<NetworkAttachment> configuredAttachments() {
        var mode = run.get(RunKey.NETWORK_MODE).orElse("");
        if (mode.equals("host") || mode.equals("none") || mode.startsWith("container:")) {
            return List.of();
        }
        var configured = run.get(RunKey.NETWORKS).orElse(List.of());
        if (!configured.isEmpty()) {
            return configured.stream().map(this::withOwnName).toList();
        }
        if (mode.isEmpty() || mode.equals("default") || mode.equals(DEFAULT_BRIDGE)) {
            return List.of(plain(DEFAULT_BRIDGE));
        }
        return List.of(withOwnName(plain(mode)));
    }

    /** Where a gate publishes the ports: Docker's default bridge, which every host has. */
    public static NetworkAttachment wayIn() {
        return plain(DEFAULT_BRIDGE);
    }

    private static NetworkAttachment plain(String network) {
        return new NetworkAttachment(network, List.of(), Optional.empty(), Optional.empty());
    }

    private NetworkAttachment withOwnName(NetworkAttachment attachment) {
        if (attachment.network().equals(DEFAULT_BRIDGE)) {
            return attachment;
        }
        var aliases = Stream.concat(attachment.aliases().stream(), Stream.of(containerName()))
                .distinct()
                .toList();
        return new NetworkAttachment(attachment.network(), aliases, attachment.ipv4(), attachment.ipv6());
    }
}
