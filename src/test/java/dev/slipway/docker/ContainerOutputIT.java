package dev.slipway.docker;

import static dev.slipway.docker.ContainersTestEngine.shell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What containers say, and what commands inside them do. */
class ContainerOutputIT extends EngineCase {
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
    void leavesOutWhatTheContainerHasUnderTheNameOfASecret() throws Exception {
        var talk = RunSpec.EMPTY
                .with(RunKey.COMMAND, shell("echo connecting to $HOST_NAME with $DB_PASSWORD"))
                .with(RunKey.ENVIRONMENT, Map.of("DB_PASSWORD", "hunter2-hunter2", "HOST_NAME", "database"));
        var talking = docker.started(docker.app("web", talk));
        docker.eventually(
                "its line",
                () -> containers.lastLines(talking.id(), 2).equals(List.of("connecting to database with (secret)")));
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
}
