package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import dev.slipway.testkit.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiNeedsTest {
    private static final Map<String, RunSpec> RUNS = Map.of(
            "gpus",
            RunSpec.EMPTY.with(
                    RunKey.GPUS,
                    List.of(new Run.Gpu(Optional.empty(), Optional.of(-1), List.of(), List.of("gpu"), Map.of()))),
            "cgroup",
            RunSpec.EMPTY.with(RunKey.CGROUP, "host"),
            "annotations",
            RunSpec.EMPTY.with(RunKey.ANNOTATIONS, Map.of("a", "b")),
            "healthcheck.start_interval",
            RunSpec.EMPTY.with(RunKey.HEALTHCHECK, check(Optional.of(Duration.ofSeconds(1)))),
            "volumes.volume.subpath",
            RunSpec.EMPTY.with(RunKey.VOLUMES, List.of(volume(Map.of("subpath", "in")))));

    @ParameterizedTest(name = "{0} needs {2}, and {1} is too old")
    @CsvSource({
        "gpus,                       1.39, 1.40, 19.03",
        "cgroup,                     1.40, 1.41, 20.10",
        "annotations,                1.42, 1.43, 24.0",
        "healthcheck.start_interval, 1.43, 1.44, 25.0",
        "volumes.volume.subpath,     1.44, 1.45, 26.0",
    })
    void refusesASettingByNameBeforeTheVersionThatBroughtIt(String setting, String before, String since, String docker)
            throws Exception {
        var run = RUNS.get(setting);
        var e = assertThrows(DeployException.class, () -> ApiNeeds.check(run, ApiVersion.parse(before)));
        assertEquals(Blame.YOURS, e.failure().blame());
        assertEquals(
                "run." + setting + " needs Docker " + docker + " (API " + since
                        + "), but the engine is spoken to in API " + before,
                e.failure().what());
        assertEquals(
                "update Docker to " + docker + ", or remove run." + setting,
                e.failure().next());
        ApiNeeds.check(run, ApiVersion.parse(since));
    }

    @Test
    void namesAllAtOnceAndTheNewestReleaseThatIsNeeded() {
        var run = RunSpec.EMPTY
                .with(RunKey.ANNOTATIONS, Map.of("a", "b"))
                .with(RunKey.VOLUMES, List.of(volume(Map.of("subpath", "in"))));
        var e = assertThrows(DeployException.class, () -> ApiNeeds.check(run, new ApiVersion(1, 41)));
        assertTrue(e.failure().what().contains("run.annotations needs Docker 24.0"), e.getMessage());
        assertTrue(e.failure().what().contains("run.volumes.volume.subpath needs Docker 26.0"), e.getMessage());
        assertTrue(
                e.failure().next().startsWith("update Docker to 26.0"),
                e.failure().next());
    }

    @Test
    void isToldToUsers() throws Exception {
        assertEquals(RUNS.keySet(), Set.copyOf(Reference.firstColumn("What is checked before anything is touched")));
    }

    @Test
    void letsTheOldestEngineDoWhatItCan() throws Exception {
        var run = RunSpec.EMPTY
                .with(RunKey.HEALTHCHECK, check(Optional.empty()))
                .with(RunKey.VOLUMES, List.of(volume(Map.of("nocopy", "true"))));
        ApiNeeds.check(run, ApiVersion.OLDEST);
        ApiNeeds.check(RunSpec.EMPTY, ApiVersion.OLDEST);
    }

    private static Run.HealthCheck check(Optional<Duration> startInterval) {
        return new Run.HealthCheck(
                List.of("CMD", "true"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                startInterval,
                Optional.empty());
    }

    private static Run.Mount volume(Map<String, String> options) {
        return new Run.Mount(Run.Mount.Kind.VOLUME, Optional.of("data"), "/data", false, options);
    }
}
