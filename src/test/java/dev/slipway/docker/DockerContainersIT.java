package dev.slipway.docker;

import static dev.slipway.docker.ContainersTestEngine.COMMIT;
import static dev.slipway.docker.ContainersTestEngine.shell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.Containers.Attachment;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Container;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.testkit.Command;
import dev.slipway.testkit.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers from their making to their removal. */
class DockerContainersIT extends EngineCase {
    private static final Optional<Duration> SOON = Optional.of(Duration.ofSeconds(1));

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

    /** As when an earlier removal, by another process or by hand, is still under way. */
    @Fault(41)
    @Test
    void isDoneWithARemovalThatAnotherBeganWhenTheNameIsFree() throws Exception {
        var app = docker.app("web");
        var running = docker.started(app);
        var found = new ConcurrentLinkedQueue<Object>();
        var removers = Stream.generate(() -> Thread.ofVirtual().start(() -> {
                    try {
                        containers.remove(running.id());
                        containers.named(app.name()).ifPresent(found::add);
                    } catch (DeployException e) {
                        found.add(e);
                    }
                }))
                .limit(4)
                .toList();
        for (var remover : removers) {
            assertTrue(remover.join(Duration.ofSeconds(30)));
        }
        assertEquals(List.of(), List.copyOf(found));
        docker.create(app);
    }

    /** A rollback first sees to it that what it removes does not come up again, also where an earlier process began to remove it. */
    @Fault(41)
    @Test
    void disarmsAndRemovesOneThatIsBeingRemoved() throws Exception {
        var manyFiles = "mkdir /d; i=0; while [ $i -lt 40000 ]; do : >/d/$i; i=$((i+1)); done; busybox sleep 1000";
        var app = docker.app("web", RunSpec.EMPTY.with(RunKey.COMMAND, shell(manyFiles)));
        var running = docker.started(app);
        docker.eventually(
                "its files are there",
                () -> containers
                                .exec(running.id(), shell("test -e /d/39999"), Duration.ofSeconds(5))
                                .exitCode()
                        == 0);
        var remover = Thread.ofVirtual().start(() -> Command.docker("rm", "--force", running.id()));
        docker.eventually(
                "its removal has begun",
                () -> containers.find(running.id()).stream()
                        .allMatch(container -> container.state().status() == Container.Status.REMOVING));

        try {
            containers.restartPolicy(running.id(), RestartPolicy.NO);
        } catch (DeployException e) {
            // On a quick disk it is gone by now, and a rollback looks anew.
            assertEquals(Optional.empty(), containers.find(running.id()), e.toString());
        }
        containers.remove(running.id());
        assertEquals(Optional.empty(), containers.find(running.id()));
        assertTrue(remover.join(Duration.ofSeconds(30)));
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
}
