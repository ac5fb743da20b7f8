package dev.slipway.notify;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Reports;
import dev.slipway.model.Report;
import dev.slipway.model.ReportEntry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports, for those whom a full or broken disk must not stop: what cannot be put down is kept in memory until it can. Safe for
 * threads.
 */
final class SafeReports {
    private static final Logger LOG = LoggerFactory.getLogger(SafeReports.class);

    private final Reports disk;
    /** What is still to be put down, by deployment. */
    private final Map<Long, Unwritten> unwritten = new LinkedHashMap<>();
    /** How far entries have come beyond what is written there. */
    private final Map<Long, ReportEntry> further = new HashMap<>();

    private boolean warned;

    SafeReports(Reports disk) {
        this.disk = disk;
    }

    private record Unwritten(Set<Report.Kind> kinds, Report report) {}

    synchronized void put(Set<Report.Kind> kinds, Report report) {
        unwritten.put(report.deployment(), new Unwritten(kinds, report));
        write();
    }

    private void write() {
        try {
            for (var each : List.copyOf(unwritten.values())) {
                disk.put(each.kinds(), each.report());
                unwritten.remove(each.report().deployment());
            }
            for (var entry : List.copyOf(further.values())) {
                disk.save(entry);
                further.remove(entry.id());
            }
            warned = false;
        } catch (DeployException e) {
            warn(e);
        }
    }

    /** All that are on disk, as far as they have come. */
    synchronized List<ReportEntry> all() {
        write();
        try {
            return disk.all().stream()
                    .map(entry -> further.containsKey(entry.id()) ? entry.asFarAs(further.get(entry.id())) : entry)
                    .toList();
        } catch (DeployException e) {
            warn(e);
            return List.of();
        }
    }

    synchronized void save(ReportEntry entry) {
        further.put(entry.id(), entry);
        write();
    }

    synchronized void remove(long id) {
        further.remove(id);
        try {
            disk.remove(id);
        } catch (DeployException e) {
            // The next round finds it again.
            warn(e);
        }
    }

    private void warn(DeployException why) {
        if (!warned) {
            LOG.warn(
                    "what the forges are to show cannot be written or read: {}; it is kept in memory for as long as the agent"
                            + " runs",
                    why.failure().what());
        }
        warned = true;
    }
}
