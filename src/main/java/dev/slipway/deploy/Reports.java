package dev.slipway.deploy;

import dev.slipway.model.Report;
import dev.slipway.model.ReportEntry;
import java.util.List;
import java.util.Set;

/**
 * Port: what forges are to show of deployments. Only the latest counts, so that nothing that was overtaken is sent any more. What
 * a method has put down survives a crash. All fail with HOST if the disk refuses.
 */
public interface Reports {
    /** Entries kept; of more, the oldest go. */
    int KEPT = 200;

    /**
     * Puts a report down in each of these kinds, in the place of what it said before. What says the same is left as it is, and so
     * is one that was final, if this is not. A commit has one status of an app: that of the last deployment.
     */
    void put(Set<Report.Kind> kinds, Report report) throws DeployException;

    /** All that are kept, oldest first. */
    List<ReportEntry> all() throws DeployException;

    /** Remembers how far an entry has come; what it says now is not touched. One that is not there any more stays away. */
    void save(ReportEntry entry) throws DeployException;

    /** Forgets an entry. */
    void remove(long id) throws DeployException;
}
