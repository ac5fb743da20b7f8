package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.testkit.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real engine would refuse once the old container is stopped is found while it still serves. */
class PreflightIT extends EngineCase {
    @Fault(49)
    @Test
    void namesANetworkAnEnvFileOrABindSourceThatIsMissing(@TempDir Path folder) throws Exception {
        var absent = folder.resolve("absent");
        refused(
                "run.networks: there is no network " + docker.name("nowhere"),
                RunSpec.EMPTY.with(RunKey.NETWORKS, List.of(on(docker.name("nowhere")))));
        refused(
                "run.network_mode: there is no network " + docker.name("nowhere"),
                RunSpec.EMPTY.with(RunKey.NETWORK_MODE, docker.name("nowhere")));
        refused(
                absent.toString(),
                RunSpec.EMPTY.with(RunKey.ENV_FILE, List.of(new Run.EnvFile(absent.toString(), true, false))));
        refused(
                "run.volumes: " + absent + " is not there",
                RunSpec.EMPTY.with(RunKey.VOLUMES, List.of(bind(absent, "/data", false))));
        passes(RunSpec.EMPTY
                .with(RunKey.NETWORKS, List.of(on(docker.network("here"))))
                .with(RunKey.ENV_FILE, List.of(new Run.EnvFile(absent.toString(), false, false)))
                .with(
                        RunKey.VOLUMES,
                        List.of(bind(absent, "/data", true), bind(folder, "/other", false), volume(Map.of()))));
        assertFalse(Files.exists(absent), "looking makes nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/app/conf.yml", "/tls/server.PEM", "/var/run/docker.sock"})
    void letsNoFolderBeMadeInThePlaceOfAMissingFile(String target, @TempDir Path folder) throws Exception {
        var source = folder.resolve("settings");
        var run = RunSpec.EMPTY.with(RunKey.VOLUMES, List.of(bind(source, target, true)));
        refused("run.volumes: " + source + " is not there", run);
        var e = assertThrows(DeployException.class, () -> docker.create(docker.app("web", run)));
        assertEquals(Blame.YOURS, e.failure().blame());
        assertFalse(Files.exists(source));
        Files.writeString(source, "a: b\n");
        passes(run);
        docker.started(docker.app("web", run));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/conf.d", "/app/logs", "/data/app.db"})
    void letsDockerMakeAMissingFolder(String target, @TempDir Path folder) throws Exception {
        var source = folder.resolve("made");
        var run = RunSpec.EMPTY.with(RunKey.VOLUMES, List.of(bind(source, target, true)));
        passes(run);
        docker.started(docker.app("web", run));
        assertTrue(Files.isDirectory(source));
    }

    @Test
    void refusesAliasesAndFixedAddressesOnTheDefaultBridge() {
        var alias = new NetworkAttachment("bridge", List.of("site"), Optional.empty(), Optional.empty());
        var fixed = new NetworkAttachment("bridge", List.of(), Optional.of("172.17.0.99"), Optional.empty());
        for (var attachment : List.of(alias, fixed)) {
            refused(
                    "run.networks: Docker's default network bridge knows neither aliases nor fixed addresses",
                    RunSpec.EMPTY.with(RunKey.NETWORKS, List.of(attachment)));
        }
    }

    @Test
    void refusesAFixedAddressOutsideTheNetworksSubnets() throws Exception {
        var network = docker.network("subnets", "172.29.84.0/24", "fd00:51:84::/64");
        var four = new NetworkAttachment(network, List.of(), Optional.of("172.29.85.7"), Optional.empty());
        var six = new NetworkAttachment(network, List.of(), Optional.of("172.29.84.7"), Optional.of("fd00:51:85::7"));
        refused(
                "run.networks: 172.29.85.7 is in no subnet of network " + network,
                RunSpec.EMPTY.with(RunKey.NETWORKS, List.of(four)));
        refused(
                "run.networks: fd00:51:85::7 is in no subnet of network " + network,
                RunSpec.EMPTY.with(RunKey.NETWORKS, List.of(six)));
    }

    @Test
    void namesAnotherContainerThatIsMissingOrDoesNotRun() throws Exception {
        var other = docker.name("other");
        for (var run : leaningOn(other)) {
            var key = run.keys().iterator().next();
            refused("run." + key + ": there is no container " + other, run);
        }
        var created = docker.create(docker.app("other"));
        for (var run : leaningOn(other)) {
            var key = run.keys().iterator().next();
            if (key.equals(RunKey.VOLUMES_FROM)) {
                passes(run);
            } else {
                refused("run." + key + ": container " + other + " does not run", run);
            }
        }
        containers.start(created.id());
        for (var run : leaningOn(other)) {
            passes(run);
        }
    }

    private static List<RunSpec> leaningOn(String other) {
        return List.of(
                RunSpec.EMPTY.with(RunKey.NETWORK_MODE, "container:" + other),
                RunSpec.EMPTY.with(RunKey.PID, "container:" + other),
                RunSpec.EMPTY.with(RunKey.EXTERNAL_LINKS, List.of(other + ":db")),
                RunSpec.EMPTY.with(RunKey.VOLUMES_FROM, List.of(other + ":ro")));
    }

    @Test
    void passesOnWhatTheEngineItselfHasAgainstTheSettings() {
        refused("Requested CPUs are not available", RunSpec.EMPTY.with(RunKey.CPUSET, "4000"));
        refused("invalid CapAdd", RunSpec.EMPTY.with(RunKey.CAP_ADD, List.of("NO_SUCH")));
        refused("Minimum memory limit", RunSpec.EMPTY.with(RunKey.MEM_LIMIT, 1L));
        refused("nosuch", RunSpec.EMPTY.with(RunKey.RUNTIME, "nosuch"));
    }

    @Test
    void refusesWhatTheApiVersionWouldLoseInSilence() throws Exception {
        var check = new Run.HealthCheck(
                List.of("CMD", "true"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofSeconds(1)),
                Optional.empty());
        try (var old = docker.engine(Map.of("DOCKER_API_VERSION", "1.41"))) {
            var containers = new DockerContainers(old, Map.of());
            for (var run : List.of(
                    RunSpec.EMPTY.with(RunKey.ANNOTATIONS, Map.of("a", "b")),
                    RunSpec.EMPTY.with(RunKey.HEALTHCHECK, check),
                    RunSpec.EMPTY.with(RunKey.VOLUMES, List.of(volume(Map.of("subpath", "in")))))) {
                var app = docker.app("web", run);
                var e = assertThrows(DeployException.class, () -> containers.preflight(app));
                assertEquals(Blame.YOURS, e.failure().blame());
                assertTrue(
                        e.failure()
                                        .what()
                                        .startsWith(
                                                "run." + run.keys().iterator().next())
                                && e.failure().what().endsWith("but the engine is spoken to in API 1.41"),
                        e.failure().what());
            }
        }
    }

    /** The engine finds this out only when it makes the container's file system; here it is overlay2 on ext4 or the like. */
    @Test
    void namesAStorageOptionThatTheDriverDoesNotHave() {
        var app = docker.app("web", RunSpec.EMPTY.with(RunKey.STORAGE_OPT, Map.of("size", "1G")));
        var e = assertThrows(DeployException.class, () -> docker.create(app));
        assertEquals(Blame.YOURS, e.failure().blame());
        assertTrue(
                e.failure().what().startsWith("run.storage_opt: Docker's storage driver cannot do it"),
                e.failure().what());
        assertTrue(
                e.failure().next().startsWith("remove run.storage_opt"),
                e.failure().next());
    }

    private void refused(String what, RunSpec run) {
        var e = assertThrows(DeployException.class, () -> containers.preflight(docker.app("web", run)));
        assertEquals(Blame.YOURS, e.failure().blame(), e.getMessage());
        assertTrue(e.failure().what().contains(what), e.failure().what());
        assertFalse(e.failure().next().isEmpty());
    }

    private void passes(RunSpec run) throws DeployException {
        containers.preflight(docker.app("web", run));
    }

    private static NetworkAttachment on(String network) {
        return new NetworkAttachment(network, List.of(), Optional.empty(), Optional.empty());
    }

    private Run.Mount volume(Map<String, String> options) {
        return new Run.Mount(Run.Mount.Kind.VOLUME, Optional.of(docker.name("data")), "/volume", false, options);
    }

    private static Run.Mount bind(Path source, String target, boolean create) {
        return new Run.Mount(
                Run.Mount.Kind.BIND,
                Optional.of(source.toString()),
                target,
                false,
                Map.of("create_host_path", String.valueOf(create)));
    }
}
