package dev.slipway.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A report in one of its kinds, and how far it has come.
 *
 * @param id unique within a {@code data_dir}, rising
 * @param report as it is to be shown now
 * @param revision rises with each change of the report
 * @param sent the revision that the forge has; 0 for none
 * @param givenUp the revision that it would not take; 0 for none
 * @param forgeId what the forge calls the deployment, once it knows it
 * @param attempts that failed since the report changed
 * @param next not to be tried before
 * @param trouble what the last attempt failed with and what to do next; empty if it did not
 */
public record ReportEntry(
        long id,
        Report.Kind kind,
        Report report,
        long revision,
        long sent,
        long givenUp,
        Optional<String> forgeId,
        int attempts,
        Instant next,
        String trouble) {
    public ReportEntry {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(report);
        Objects.requireNonNull(forgeId);
        Objects.requireNonNull(next);
        Objects.requireNonNull(trouble);
    }

    /** Put down for the first time. */
    public static ReportEntry first(long id, Report.Kind kind, Report report) {
        return new ReportEntry(id, kind, report, 1, 0, 0, Optional.empty(), 0, report.at(), "");
    }

    /** Whether it is still to be sent. */
    public boolean isWaiting() {
        return sent < revision && givenUp < revision;
    }

    /** To be shown so from now on; when it may be tried is not changed by that. */
    public ReportEntry saying(Report newer) {
        return new ReportEntry(id, kind, newer, revision + 1, sent, givenUp, forgeId, 0, next, trouble);
    }

    /** The forge knows the deployment by this name. */
    public ReportEntry known(String name) {
        return new ReportEntry(id, kind, report, revision, sent, givenUp, Optional.of(name), attempts, next, trouble);
    }

    /** The forge has it. */
    public ReportEntry taken() {
        return new ReportEntry(id, kind, report, revision, revision, givenUp, forgeId, 0, next, "");
    }

    /** One more attempt has failed. */
    public ReportEntry failed(Instant nextAttempt, String why) {
        return new ReportEntry(id, kind, report, revision, sent, givenUp, forgeId, attempts + 1, nextAttempt, why);
    }

    /** It is not tried again. */
    public ReportEntry dropped(String why) {
        return new ReportEntry(id, kind, report, revision, sent, revision, forgeId, attempts + 1, next, why);
    }

    /** The same, as far as another has come: what was learned while it was under way. */
    public ReportEntry asFarAs(ReportEntry other) {
        return new ReportEntry(
                id,
                kind,
                report,
                revision,
                other.sent,
                other.givenUp,
                other.forgeId,
                other.attempts,
                other.next,
                other.trouble);
    }
}
