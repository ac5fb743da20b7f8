package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import dev.slipway.model.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The run settings that came with a later API version than {@link ApiVersion#OLDEST}. Engines pass over fields that they do not
 * know, and newer ones over those that the version spoken did not have, so without a check such a setting would be lost in
 * silence: {@code subpath} would mount the whole volume.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version-history/">Engine API version history</a>
 */
final class ApiNeeds {
    private static final List<Need> NEEDS = List.of(
            new Need("gpus", is(RunKey.GPUS), new ApiVersion(1, 40), "19.03"),
            new Need("cgroup", is(RunKey.CGROUP), new ApiVersion(1, 41), "20.10"),
            new Need("annotations", is(RunKey.ANNOTATIONS), new ApiVersion(1, 43), "24.0"),
            new Need("healthcheck.start_interval", ApiNeeds::hasStartInterval, new ApiVersion(1, 44), "25.0"),
            new Need("volumes.volume.subpath", ApiNeeds::hasSubpath, new ApiVersion(1, 45), "26.0"));

    /**
     * One setting.
     *
     * @param since the first API version that has it
     * @param docker the first Docker release that speaks that version
     */
    private record Need(String setting, Predicate<RunSpec> isUsed, ApiVersion since, String docker) {}

    private ApiNeeds() {}

    /** @throws DeployException YOURS, naming every setting that this version does not have */
    static void check(RunSpec run, ApiVersion spoken) throws DeployException {
        var unmet = new ArrayList<Need>();
        for (var need : NEEDS) {
            if (need.isUsed().test(run) && spoken.isOlderThan(need.since())) {
                unmet.add(need);
            }
        }
        if (unmet.isEmpty()) {
            return;
        }
        var what = unmet.stream()
                .map(need -> "run." + need.setting() + " needs Docker " + need.docker() + " (API " + need.since() + ")")
                .toList();
        throw new DeployException(
                Blame.YOURS,
                String.join(" and ", what) + ", but the engine is spoken to in API " + spoken,
                "update Docker to " + unmet.getLast().docker() + ", or remove "
                        + String.join(
                                " and ",
                                unmet.stream()
                                        .map(need -> "run." + need.setting())
                                        .toList()));
    }

    private static Predicate<RunSpec> is(RunKey<?> key) {
        return run -> run.get(key).isPresent();
    }

    private static boolean hasStartInterval(RunSpec run) {
        return run.get(RunKey.HEALTHCHECK)
                .flatMap(Run.HealthCheck::startInterval)
                .isPresent();
    }

    private static boolean hasSubpath(RunSpec run) {
        return run.get(RunKey.VOLUMES).orElse(List.of()).stream()
                .anyMatch(mount -> mount.options().containsKey("subpath"));
    }
}
