package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Commit;
import dev.slipway.model.Report;
import dev.slipway.model.Report.Kind;
import dev.slipway.model.Report.State;
import dev.slipway.model.ReportEntry;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept of every report. */
public abstract class ReportsContract {
    protected static final Instant NOON = Instant.parse("2026-11-29T12:00:00.123456789Z");
    private static final Set<Kind> BOTH = EnumSet.allOf(Kind.class);
    private static final Set<Kind> STATUS = EnumSet.of(Kind.STATUS);

    protected abstract Reports reports();

    protected static Report report(long deployment, String commit, State state, String words) {
        return new Report(
                "web", deployment, new Commit(commit.repeat(40)), NOON, state, words, NOON.plusSeconds(words.length()));
    }

    private List<ReportEntry> waiting() throws Exception {
        return reports().all().stream().filter(ReportEntry::isWaiting).toList();
    }

    @Test
    void aReportWaitsInEachOfItsKindsOldestFirst() throws Exception {
        var first = report(7, "a", State.PENDING, "wird gebaut 🚢");
        var second = report(8, "b", State.PENDING, "building");
        reports().put(BOTH, first);
        reports().put(STATUS, second);
        assertEquals(
                List.of(first, first, second),
                waiting().stream().map(ReportEntry::report).toList());
        assertEquals(
                List.of(Kind.STATUS, Kind.DEPLOYMENT, Kind.STATUS),
                waiting().stream().map(ReportEntry::kind).toList());
        var entry = waiting().getFirst();
        assertEquals(ReportEntry.first(entry.id(), Kind.STATUS, first), entry);
    }

    @Test
    void onlyTheLatestOfADeploymentIsStillToBeSent() throws Exception {
        reports().put(STATUS, report(7, "a", State.PENDING, "building"));
        reports().put(STATUS, report(7, "a", State.PENDING, "replacing"));
        var done = report(7, "a", State.SUCCESS, "live");
        reports().put(STATUS, done);
        assertEquals(List.of(done), waiting().stream().map(ReportEntry::report).toList());
        assertEquals(3, waiting().getFirst().revision());
    }

    @Test
    void whatSaysTheSameIsNotSentAgain() throws Exception {
        var building = report(7, "a", State.PENDING, "building");
        reports().put(STATUS, building);
        reports().save(waiting().getFirst().taken());
        reports()
                .put(
                        STATUS,
                        new Report(
                                "web",
                                7,
                                building.commit(),
                                NOON,
                                State.PENDING,
                                "building",
                                building.at().plusSeconds(5)));
        assertEquals(List.of(), waiting());
        assertEquals(building, reports().all().getFirst().report());
    }

    @Test
    void whatIsFinalIsNeverPendingAgain() throws Exception {
        reports().put(BOTH, report(7, "a", State.SUCCESS, "live"));
        reports().put(BOTH, report(7, "a", State.PENDING, "building"));
        assertEquals(
                List.of(State.SUCCESS, State.SUCCESS),
                waiting().stream().map(entry -> entry.report().state()).toList());
        reports().put(BOTH, report(7, "a", State.ERROR, "broken"));
        assertEquals(State.ERROR, waiting().getFirst().report().state());
    }

    @Test
    void aChangeWhileOneIsUnderWayIsSentAfterIt() throws Exception {
        reports().put(STATUS, report(7, "a", State.PENDING, "building"));
        var underWay = waiting().getFirst();
        reports().put(STATUS, report(7, "a", State.SUCCESS, "live"));
        reports().save(underWay.taken());
        assertEquals(State.SUCCESS, waiting().getFirst().report().state());
        reports().save(waiting().getFirst().taken());
        assertEquals(List.of(), waiting());
    }

    @Test
    void onesThatWereGivenUpWaitAgainOnceTheySaySomethingElse() throws Exception {
        reports().put(STATUS, report(7, "a", State.PENDING, "building"));
        reports().save(waiting().getFirst().dropped("answered 401"));
        assertEquals(List.of(), waiting());
        assertEquals("answered 401", reports().all().getFirst().trouble());
        reports().put(STATUS, report(7, "a", State.SUCCESS, "live"));
        assertEquals(0, waiting().getFirst().attempts());
    }

    @Test
    void anAttemptThatFailedAndTheForgesNameAreRemembered() throws Exception {
        reports().put(EnumSet.of(Kind.DEPLOYMENT), report(7, "a", State.PENDING, "building"));
        var failed = waiting().getFirst().known("4711").failed(NOON.plusSeconds(30), "answered 503");
        reports().save(failed);
        assertEquals(List.of(failed), waiting());
        reports().put(EnumSet.of(Kind.DEPLOYMENT), report(7, "a", State.SUCCESS, "live"));
        assertEquals(Optional.of("4711"), waiting().getFirst().forgeId());
        assertEquals(NOON.plusSeconds(30), waiting().getFirst().next());
    }

    @Test
    void aCommitHasOnlyTheStatusOfItsLastDeployment() throws Exception {
        reports().put(BOTH, report(7, "a", State.FAILURE, "failed"));
        reports().put(STATUS, report(8, "b", State.PENDING, "another commit"));
        reports().put(BOTH, report(9, "a", State.PENDING, "building"));
        reports().put(BOTH, report(7, "a", State.ERROR, "too late"));
        assertEquals(
                List.of("DEPLOYMENT too late", "STATUS another commit", "STATUS building", "DEPLOYMENT building"),
                waiting().stream()
                        .map(entry -> entry.kind() + " " + entry.report().words())
                        .toList());
    }

    @Test
    void whatWasRemovedStaysAwayAndItsIdIsNotUsedAgain() throws Exception {
        reports().put(STATUS, report(7, "a", State.PENDING, "building"));
        var entry = waiting().getFirst();
        reports().remove(entry.id());
        reports().save(entry.taken());
        assertEquals(List.of(), reports().all());
        reports().put(STATUS, report(8, "b", State.PENDING, "building"));
        assertTrue(waiting().getFirst().id() > entry.id());
    }

    @Test
    void theOldestGoWhenThereAreTooMany() throws Exception {
        for (int i = 1; i <= Reports.KEPT + 1; i++) {
            reports().put(EnumSet.of(Kind.DEPLOYMENT), report(i, "a", State.SUCCESS, "live"));
        }
        assertEquals(Reports.KEPT, reports().all().size());
        assertFalse(reports().all().stream().anyMatch(entry -> entry.report().deployment() == 1));
    }
}
