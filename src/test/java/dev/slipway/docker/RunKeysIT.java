package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.model.NetworkAttachment;
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

/** What the engine itself says of a container that has one key of run set, once it is made and once it is started. */
class RunKeysIT extends EngineCase {
    /** Engines differ too much: the storage driver must allow quotas; annotations came with API 1.43. */
    private static final Set<RunKey<?>> REFUSED_HERE = Set.of(RunKey.STORAGE_OPT, RunKey.ANNOTATIONS);

    private static final Set<RunKey<?>> BESIDE_THE_TABLE =
            Set.of(RunKey.VOLUMES_FROM, RunKey.EXTERNAL_LINKS, RunKey.DEPLOY, RunKey.SECRETS, RunKey.CONFIGS);

    /** It takes a graphics card to start one that asks for it, and for all capabilities an engine that has them all itself. */
    private static final Set<RunKey<?>> NOT_STARTED = Set.of(RunKey.GPUS, RunKey.PRIVILEGED);

    private List<RunKeyRow> rows = List.of();

    @TempDir
    static Path folder;

    @BeforeAll
    void fillTheTable() throws Exception {
        rows = new RunKeyRows(folder, docker::name).all();
    }

    List<RunKeyRow> rows() {
        return rows;
    }

    @Test
    void forgetsNoKey() {
        var covered = new HashSet<RunKey<?>>(REFUSED_HERE);
        covered.addAll(BESIDE_THE_TABLE);
        rows.forEach(row -> covered.add(row.key()));
        assertEquals(Set.copyOf(RunKey.all()), covered);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void reachesTheEngine(RunKeyRow row) throws Exception {
        var app = docker.app("keys", row.run());
        containers.preflight(app);
        var container = docker.create(app);
        var expected = Raw.JSON.readTree(row.expected());
        assertEquals(expected, docker.inspect(container).at(row.pointer()), row + " once made");
        if (!NOT_STARTED.contains(row.key())) {
            containers.start(container.id());
            assertEquals(expected, docker.inspect(container).at(row.pointer()), row + " once started");
        }
    }

    @Test
    void sharesVolumesAndLinksWithAnotherContainer() throws Exception {
        var volume = new Run.Mount(Run.Mount.Kind.VOLUME, Optional.of(docker.name("data")), "/data", false, Map.of());
        var other = docker.started(docker.app("other", RunSpec.EMPTY.with(RunKey.VOLUMES, List.of(volume))));
        var run = RunSpec.EMPTY
                .with(RunKey.VOLUMES_FROM, List.of(other.name() + ":ro"))
                .with(RunKey.EXTERNAL_LINKS, List.of(other.name() + ":db"));
        var created = docker.inspect(docker.create(docker.app("keys", run)));
        assertEquals(docker.name("data"), created.at("/Mounts/0/Name").asText());
        assertEquals("false", created.at("/Mounts/0/RW").asText());
        assertEquals(
                "/" + other.name() + ":/" + docker.name("keys") + "/db",
                created.at("/HostConfig/Links/0").asText());
    }

    @Test
    void hasItsFixedAddressesOnANetworkWithSubnets() throws Exception {
        var network = docker.network("subnets", "172.29.83.0/24", "fd00:51:83::/64");
        var fixed = new NetworkAttachment(network, List.of(), Optional.of("172.29.83.7"), Optional.of("fd00:51:83::7"));
        var app = docker.app("keys", RunSpec.EMPTY.with(RunKey.NETWORKS, List.of(fixed)));
        containers.preflight(app);
        var started = docker.started(app);
        var on = docker.inspect(started).at("/NetworkSettings/Networks/" + network);
        assertEquals("172.29.83.7", on.path("IPAddress").asText());
        assertEquals("fd00:51:83::7", on.path("GlobalIPv6Address").asText());
        assertEquals(app.attachments(), started.wiring().networks());
    }
}
