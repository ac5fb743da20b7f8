package dev.slipway.docker;

import static dev.slipway.docker.NewContainer.strings;

import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.util.List;

/** How much the container may use. */
final class ResourceRows {
    private ResourceRows() {}

    static Rows rows() {
        return new Rows()
                .row(RunKey.MEM_LIMIT, (bytes, to) -> to.host().put("Memory", bytes))
                .row(RunKey.MEM_RESERVATION, (bytes, to) -> to.host().put("MemoryReservation", bytes))
                .row(RunKey.MEMSWAP_LIMIT, (bytes, to) -> to.host().put("MemorySwap", bytes))
                .row(RunKey.MEM_SWAPPINESS, (percent, to) -> to.host().put("MemorySwappiness", percent))
                .row(RunKey.OOM_KILL_DISABLE, (disable, to) -> to.host().put("OomKillDisable", disable))
                .row(RunKey.OOM_SCORE_ADJ, (score, to) -> to.host().put("OomScoreAdj", score))
                .row(RunKey.CPUS, (billionths, to) -> to.host().put("NanoCpus", billionths))
                .row(RunKey.CPU_SHARES, (shares, to) -> to.host().put("CpuShares", shares))
                .row(RunKey.CPU_PERIOD, (micros, to) -> to.host().put("CpuPeriod", micros))
                .row(RunKey.CPU_QUOTA, (micros, to) -> to.host().put("CpuQuota", micros))
                .row(RunKey.CPUSET, (cpus, to) -> to.host().put("CpusetCpus", cpus))
                .row(RunKey.PIDS_LIMIT, (limit, to) -> to.host().put("PidsLimit", limit))
                .row(RunKey.ULIMITS, ResourceRows::ulimits)
                .row(RunKey.SYSCTLS, (sysctls, to) -> strings(to.host(), "Sysctls", sysctls));
    }

    private static void ulimits(List<Run.Ulimit> limits, NewContainer to) {
        var list = to.host().putArray("Ulimits");
        for (var limit : limits) {
            list.addObject().put("Name", limit.name()).put("Soft", limit.soft()).put("Hard", limit.hard());
        }
    }
}
