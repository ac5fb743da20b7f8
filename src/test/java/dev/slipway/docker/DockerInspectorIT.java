package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found of a container is what was set for it, and nothing else. */
class DockerInspectorIT extends EngineCase {
    /** As the engine has it anyway, so that nobody can tell that it was asked for; or found by other means. */
    private static final Set<RunKey<?>> AS_USUAL =
            Set.of(RunKey.CONTAINER_NAME, RunKey.NETWORKS, RunKey.IPC, RunKey.RUNTIME, RunKey.CGROUP);

    @TempDir
    static Path folder;

    private List<RunKeyRow> rows = List.of();

    @BeforeAll
    void fillTheTable() throws Exception {
        rows = new RunKeyRows(folder, docker::name).all();
    }

    List<RunKeyRow> rows() {
        return rows;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void findsWhatWasSet(RunKeyRow row) throws Exception {
        var container = docker.create(docker.app("keys", row.run()));
        var found = new DockerInspector(docker.engine).inspect(container.name()).run();
        for (var key : row.run().keys()) {
            if (key.equals(RunKey.ENV_FILE)) {
                assertEquals(Optional.of(Map.of("FROM_FILE", "1")), found.get(RunKey.ENVIRONMENT));
            } else if (!AS_USUAL.contains(key)) {
                assertEquals(row.run().get(key), found.get(key), key.name());
            }
        }
        var more = new HashSet<>(found.keys());
        more.removeAll(row.run().keys());
        more.removeAll(Set.of(RunKey.COMMAND, RunKey.ENVIRONMENT));
        assertEquals(Set.of(), more);
    }

    @Test
    void findsNothingWhereNothingWasSet() throws Exception {
        var container = docker.started(docker.app("plain"));
        var found = new DockerInspector(docker.engine).inspect(container.id());
        assertEquals(Set.of(RunKey.COMMAND), found.run().keys());
        assertEquals(container.name(), found.name());
        assertEquals(1, found.notes().size(), "that Slipway made it: " + found.notes());
    }

    @Test
    void namesTheContainersWhoseNameSpacesItShares() throws Exception {
        var other = docker.started(docker.app("other"));
        var shared = "container:" + other.id();
        var run = RunSpec.EMPTY.with(RunKey.NETWORK_MODE, shared).with(RunKey.PID, shared);
        var container = docker.create(docker.app("sharing", run));
        var found = new DockerInspector(docker.engine).inspect(container.name()).run();
        assertEquals(Optional.of("container:" + other.name()), found.get(RunKey.NETWORK_MODE));
        assertEquals(Optional.of("container:" + other.name()), found.get(RunKey.PID));
    }

    @Test
    void namesAnAnonymousVolumeSoThatItsContentStays() throws Exception {
        var anonymous = new Run.Mount(Run.Mount.Kind.VOLUME, Optional.empty(), "/data", false, Map.of());
        var container = docker.create(docker.app("data", RunSpec.EMPTY.with(RunKey.VOLUMES, List.of(anonymous))));
        var found = new DockerInspector(docker.engine).inspect(container.name());
        var mount = found.run().get(RunKey.VOLUMES).orElseThrow().getFirst();
        assertTrue(mount.source().orElse("").matches("[0-9a-f]{64}"), mount.toString());
        assertTrue(
                found.notes().toString().contains("/data is an anonymous volume"),
                found.notes().toString());
    }

    @Test
    void saysWhereToLookForOneThatIsNotThere() {
        var e = assertThrows(
                DeployException.class, () -> new DockerInspector(docker.engine).inspect(docker.name("nowhere")));
        assertEquals(Blame.YOURS, e.failure().blame());
        assertTrue(e.failure().next().contains("docker ps --all"), e.failure().next());
    }
}
