package dev.slipway.docker;

import static dev.slipway.docker.ContainersTestEngine.COMMIT;
import static dev.slipway.docker.ContainersTestEngine.shell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.Containers.Attachment;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerContainersIT {
    private static final Optional<Duration> SOON = Optional.of(Duration.ofSeconds(1));

    private ContainersTestEngine docker;
    private DockerContainers containers;

    @BeforeAll
    void open() throws Exception {
        docker = new ContainersTestEngine();
        containers = docker.containers;
    }

    @AfterEach
    void clear() throws Exception {
        docker.clear();
    }

    @AfterAll
    void close() throws Exception {
        docker.close();
    }

    @Test
    void createsOneThatIsFoundByNameIdAndApp() throws Exception {
        var app = docker.app("web");
        var created = docker.create(app);
        assertEquals(app.name(), created.name());
        assertEquals(Container.Status.CREATED, created.state().status());
        assertEquals(Instant.EPOCH, created.state().startedAt());
        assertEquals(Optional.of(created), containers.named(app.name()));
        assertEquals(Optional.of(created), containers.find(created.id()));
        assertEquals(List.of(created), containers.of(app));
    }

    @Test
    void findsNothingWhereThereIsNothing() throws Exception {
        var app = docker.app("web");
        var created = docker.create(app);
        assertEquals(Optional.empty(), containers.named(docker.name("we")));
        assertEquals(Optional.empty(), containers.named(created.shortId()));
        assertEquals(Optional.empty(), containers.find("f".repeat(64)));
        assertEquals(List.of(), containers.of(docker.app("other")));
    }

    @Test
    void labelsWhatItMakes() throws Exception {
        var app = docker.app("web", RunSpec.EMPTY.with(RunKey.LABELS, Map.of("a.label", "kept")));
        var full = docker.create(app);
        var origin = full.origin().orElseThrow();
        assertEquals(new Container.Origin(app.name(), COMMIT, 1, containers.configHash(app)), origin);
        var labels = docker.inspect(full).at("/Config/Labels");
        assertEquals("kept", labels.path("a.label").asText());
        assertEquals(app.name(), labels.path("dev.slipway.app").asText());
        var trial = docker.create(app, app.nextName(), Attachment.TRIAL);
        assertTrue(docker.inspect(trial).at("/Config/Labels/a.label").isMissingNode());
        assertEquals(Optional.of(origin), trial.origin());
    }

    @Test
    void knowsTheHighestDeployment() throws Exception {
        var before = containers.highestDeployment();
        docker.createAs(before + 3, docker.app("web"));
        assertTrue(containers.highestDeployment() >= before + 3);
    }

    @Test
    void startsAndStopsWhatIsStartedOrStoppedAlready() throws Exception {
        var running = docker.started(docker.app("web"));
        assertTrue(running.isRunning() && running.address().isPresent(), running.toString());
        assertTrue(running.state().startedAt().isAfter(Instant.EPOCH));
        containers.start(running.id());
        assertEquals(running.state().startedAt(), docker.now(running).state().startedAt());
        containers.stop(running.id(), Optional.empty());
        containers.stop(running.id(), SOON);
        assertEquals(Container.Status.EXITED, docker.now(running).state().status());
        assertEquals(0, docker.now(running).state().exitCode());
    }

    @Test
    void killsWhatDoesNotHeedTheStopSignal() throws Exception {
        var deaf = RunSpec.EMPTY.with(
                RunKey.COMMAND, shell("trap '' TERM; echo ready; while :; do busybox sleep 0.1; done"));
        var stubborn = docker.started(docker.app("web", deaf));
        docker.eventually("ready", () -> containers.lastLines(stubborn.id(), 1).contains("ready"));
        containers.stop(stubborn.id(), SOON);
        assertEquals(137, docker.now(stubborn).state().exitCode());
    }

    @Test
    void renamesAlsoToItsOwnName() throws Exception {
        var created = docker.create(docker.app("web"));
        containers.rename(created.id(), docker.name("renamed"));
        containers.rename(created.id(), docker.name("renamed"));
        assertEquals(docker.name("renamed"), docker.now(created).name());
    }

    @Test
    void namesTheHolderOfATakenName() throws Exception {
        var holder = docker.create(docker.app("holder"));
        var other = docker.create(docker.app("other"));
        var renaming = assertThrows(DeployException.class, () -> containers.rename(other.id(), holder.name()));
        assertNames(holder, renaming);
        var creating = assertThrows(
                DeployException.class, () -> docker.create(docker.app("third"), holder.name(), Attachment.FULL));
        assertNames(holder, creating);
    }

    private static void assertNames(Container holder, DeployException e) {
        assertEquals(Blame.HOST, e.failure().blame());
        assertTrue(e.getMessage().contains(holder.name()), e.getMessage());
    }

    @Test
    void removesWithAnonymousVolumesAndFreesTheName() throws Exception {
        var mount = new Run.Mount(Run.Mount.Kind.VOLUME, Optional.empty(), "/data", false, Map.of());
        var app = docker.app("web", RunSpec.EMPTY.with(RunKey.VOLUMES, List.of(mount)));
        var running = docker.started(app);
        var volume = docker.inspect(running).at("/Mounts/0/Name").asText();
        assertTrue(hasVolume(volume));
        containers.remove(running.id());
        containers.remove(running.id());
        assertEquals(Optional.empty(), containers.find(running.id()));
        assertFalse(hasVolume(volume));
        assertNotEquals(running.id(), docker.create(app).id());
    }

    private boolean hasVolume(String name) throws DeployException {
        return docker.engine.call(
                "list the volumes",
                client -> client.listVolumesCmd().exec().getVolumes().stream()
                        .anyMatch(volume -> volume.getName().equals(name)));
    }

    @Test
    void changesTheRestartPolicyAlsoToNo() throws Exception {
        var always = new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0);
        var running = docker.started(docker.app("web", RunSpec.EMPTY.with(RunKey.RESTART, always)));
        assertEquals(always, running.wiring().restart());
        containers.restartPolicy(running.id(), RestartPolicy.NO);
        assertEquals(RestartPolicy.NO, docker.now(running).wiring().restart());
        assertEquals(
                "no",
                docker.inspect(running).at("/HostConfig/RestartPolicy/Name").asText());
        var thrice = new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 3);
        containers.restartPolicy(running.id(), thrice);
        assertEquals(thrice, docker.now(running).wiring().restart());
        containers.restartPolicy(running.id(), always);
        assertEquals(always, docker.now(running).wiring().restart());
    }

    @Test
    void countsRestartsAndExitCodes() throws Exception {
        var run = RunSpec.EMPTY
                .with(RunKey.COMMAND, shell("exit 7"))
                .with(RunKey.RESTART, new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 1));
        var crashing = docker.started(docker.app("web", run));
        docker.eventually("ended for good", () -> docker.now(crashing).state().status() == Container.Status.EXITED);
        assertEquals(7, docker.now(crashing).state().exitCode());
        assertEquals(1, docker.now(crashing).state().restarts());
    }

    @Test
    void publishesThePortOfAPrivateContainerOnceItIsConnected() throws Exception {
        var port = freePort();
        var app = docker.app("web", serving(port));
        var warm = docker.create(app, app.nextName(), Attachment.PRIVATE);
        containers.start(warm.id());
        assertEquals(
                List.of("slipway-" + app.name()),
                docker.now(warm).wiring().networks().stream()
                        .map(NetworkAttachment::network)
                        .toList());
        assertTrue(docker.now(warm).address().isPresent());
        assertFalse(answers(port));
        containers.connect(warm.id(), app.attachments().getFirst());
        docker.eventually("the port answers", () -> answers(port));
        containers.disconnect(warm.id(), containers.privateNetwork(app));
        docker.eventually("the port answers still", () -> answers(port));
        assertEquals(app.attachments(), docker.now(warm).wiring().networks());
        containers.removePrivateNetwork(app);
        assertFalse(docker.hasNetwork("slipway-" + app.name()));
    }

    @Test
    void namesTheHolderOfATakenPort() throws Exception {
        var port = freePort();
        var holder = docker.started(docker.app("holder", serving(port)));
        var late = docker.create(docker.app("late", serving(port)));
        var e = assertThrows(DeployException.class, () -> containers.start(late.id()));
        assertEquals(Blame.HOST, e.failure().blame());
        assertTrue(e.getMessage().contains(holder.name()), e.getMessage());
        assertTrue(e.getMessage().contains(String.valueOf(port)), e.getMessage());
    }

    @Test
    void attachesToAllNetworksWithAliasesAndFixedAddresses() throws Exception {
        var wanted = List.of(
                attachment(docker.network("one"), List.of("alias-a")), attachment(docker.network("two"), List.of()));
        var app = docker.app("web", RunSpec.EMPTY.with(RunKey.NETWORKS, wanted));
        assertEquals(
                Set.copyOf(app.attachments()),
                Set.copyOf(docker.create(app).wiring().networks()));
        var running = docker.started(docker.app("web2", RunSpec.EMPTY.with(RunKey.NETWORKS, wanted)));
        assertEquals(
                Set.copyOf(docker.app("web2", RunSpec.EMPTY.with(RunKey.NETWORKS, wanted))
                        .attachments()),
                Set.copyOf(running.wiring().networks()));
    }

    @Test
    void hidesWhatIsUnseen() throws Exception {
        var network = docker.network("one");
        var run = serving(freePort())
                .with(RunKey.NETWORKS, List.of(attachment(network, List.of("alias-a"))))
                .with(RunKey.LABELS, Map.of("a.label", "kept"));
        var app = docker.app("web", run);
        var unseen = docker.create(app, app.nextName(), Attachment.UNSEEN);
        containers.start(unseen.id());
        assertEquals(
                List.of(attachment(network, List.of())),
                docker.now(unseen).wiring().networks());
        var inspected = docker.inspect(unseen);
        assertTrue(inspected.at("/HostConfig/PortBindings").isEmpty(), inspected.toString());
        assertEquals("kept", inspected.at("/Config/Labels/a.label").asText());
    }

    @Test
    void connectsAndDisconnectsWhatIsSoAlready() throws Exception {
        var network = docker.network("one");
        var running = docker.started(docker.app("web"));
        var attachment = attachment(network, List.of("alias-a"));
        containers.connect(running.id(), attachment);
        containers.connect(running.id(), attachment);
        assertTrue(docker.now(running).wiring().networks().contains(attachment));
        containers.disconnect(running.id(), network);
        containers.disconnect(running.id(), network);
        assertEquals(
                docker.app("web").attachments(), docker.now(running).wiring().networks());
    }

    @Test
    void keepsThePrivateNetworkWhileItIsInUse() throws Exception {
        var app = docker.app("web");
        var network = containers.privateNetwork(app);
        assertEquals(network, containers.privateNetwork(app));
        var inspected = docker.engine.call("inspect", client -> Raw.get(docker.engine.http(), "/networks/" + network));
        assertTrue(inspected.path("Internal").asBoolean());
        assertEquals(app.name(), inspected.at("/Labels/dev.slipway.app").asText());
        var inside = docker.create(app, app.nextName(), Attachment.PRIVATE);
        containers.start(inside.id());
        containers.removePrivateNetwork(app);
        assertTrue(docker.hasNetwork(network));
        containers.remove(inside.id());
        containers.removePrivateNetwork(app);
        containers.removePrivateNetwork(app);
        assertFalse(docker.hasNetwork(network));
    }

    @Test
    void readsTheLastLinesOfBothStreams() throws Exception {
        var talk = RunSpec.EMPTY.with(RunKey.COMMAND, shell("for i in 1 2 3; do echo out $i; echo err $i >&2; done"));
        var talking = docker.started(docker.app("web", talk));
        docker.eventually(
                "six lines", () -> containers.lastLines(talking.id(), 10).size() == 6);
        assertEquals(2, containers.lastLines(talking.id(), 2).size());
        assertEquals(
                Set.of("out 1", "out 2", "out 3", "err 1", "err 2", "err 3"),
                Set.copyOf(containers.lastLines(talking.id(), 10)));
        var line = RunSpec.EMPTY
                .with(RunKey.COMMAND, shell("echo a; echo b; echo c"))
                .with(RunKey.TTY, true);
        var terminal = docker.started(docker.app("terminal", line));
        docker.eventually(
                "the terminal", () -> containers.lastLines(terminal.id(), 2).equals(List.of("b", "c")));
    }

    @Test
    void hasNoLinesWhereTheLogCannotBeRead() throws Exception {
        var none = new Run.Logging(Optional.of("none"), Map.of());
        var silent = docker.started(docker.app("none", RunSpec.EMPTY.with(RunKey.LOGGING, none)));
        assertEquals(List.of(), containers.lastLines(silent.id(), 5));
        var syslog = new Run.Logging(
                Optional.of("syslog"), Map.of("syslog-address", "udp://127.0.0.1:5514", "cache-disabled", "true"));
        var remote = docker.started(docker.app("syslog", RunSpec.EMPTY.with(RunKey.LOGGING, syslog)));
        assertEquals(List.of(), containers.lastLines(remote.id(), 5));
    }

    @Test
    void runsACommandInside() throws Exception {
        var id = docker.started(docker.app("web")).id();
        var done = containers.exec(id, shell("echo said; echo complained >&2; exit 3"), Duration.ofSeconds(10));
        assertEquals(3, done.exitCode());
        assertEquals(
                Set.of("said", "complained"), Set.copyOf(done.output().lines().toList()));
        var much = containers.exec(id, shell("busybox seq 1 5000; echo the end"), Duration.ofSeconds(10));
        assertTrue(much.output().endsWith("5000\nthe end\n"), much.output());
        assertTrue(much.output().length() <= 4096, "kept " + much.output().length());
    }

    @Test
    void givesUpOnACommandThatTakesTooLong() throws Exception {
        var id = docker.started(docker.app("web")).id();
        var begun = docker.time.elapsed();
        var e = assertThrows(
                DeployException.class, () -> containers.exec(id, shell("busybox sleep 30"), Duration.ofSeconds(1)));
        assertEquals(Blame.HOST, e.failure().blame());
        assertTrue(docker.time.elapsed().minus(begun).toSeconds() < 10);
    }

    @Test
    void canBeInterruptedWhileACommandRuns() throws Exception {
        var running = docker.started(docker.app("web"));
        var thrown = new AtomicReference<Exception>();
        var caller = Thread.ofVirtual().start(() -> {
            try {
                containers.exec(running.id(), shell("busybox sleep 30"), Duration.ofMinutes(1));
            } catch (Exception e) {
                thrown.set(e);
            }
        });
        docker.eventually(
                "the command runs",
                () -> docker.inspect(running).path("ExecIDs").size() == 1);
        caller.interrupt();
        assertTrue(caller.join(Duration.ofSeconds(10)));
        assertInstanceOf(InterruptedException.class, thrown.get());
    }

    @Test
    void runsNoCommandOnceInterrupted() throws Exception {
        var id = docker.started(docker.app("web")).id();
        Thread.currentThread().interrupt();
        try {
            assertThrows(InterruptedException.class, () -> containers.exec(id, shell("true"), Duration.ofMinutes(1)));
        } finally {
            Thread.interrupted(); // so that the tests after this one are not interrupted
        }
    }

    @Test
    void cannotRunACommandInAStoppedContainer() throws Exception {
        var id = docker.create(docker.app("web")).id();
        var e = assertThrows(
                DeployException.class, () -> containers.exec(id, List.of("/bin/sh"), Duration.ofSeconds(5)));
        assertEquals(Blame.HOST, e.failure().blame());
    }

    @Test
    void passesEnvFilesOnAndHashesThem(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("env"), "# note\nA=1\nB=\"quoted\"\nFROM_AGENT\nABSENT\n");
        var run = RunSpec.EMPTY
                .with(RunKey.ENV_FILE, List.of(new Run.EnvFile(file.toString(), true, false)))
                .with(RunKey.ENVIRONMENT, Map.of("A", "2"));
        var app = docker.app("web", run);
        var env = docker.inspect(docker.create(app)).at("/Config/Env");
        var texts = new HashSet<String>();
        env.forEach(each -> texts.add(each.asText()));
        assertTrue(texts.containsAll(Set.of("A=2", "B=\"quoted\"", "FROM_AGENT=of the agent")), env.toString());
        assertFalse(texts.stream().anyMatch(each -> each.startsWith("ABSENT")), env.toString());
        var before = containers.configHash(app);
        assertTrue(before.matches("[0-9a-f]{16}"), before);
        Files.writeString(file, "A=1\nB=other\n");
        assertNotEquals(before, containers.configHash(app));
    }

    private static NetworkAttachment attachment(String network, List<String> aliases) {
        return new NetworkAttachment(network, aliases, Optional.empty(), Optional.empty());
    }

    private static RunSpec serving(int port) {
        return RunSpec.EMPTY
                .with(RunKey.COMMAND, shell("echo hello > /index.html; exec busybox httpd -f -p 8080 -h /"))
                .with(RunKey.PORTS, List.of(new Run.Port(Optional.of("127.0.0.1"), Optional.of(port), 8080, "tcp")));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try {
            var url = URI.create("http://127.0.0.1:" + port + "/index.html").toURL();
            var connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(1000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
