package dev.slipway.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.FakeReports;
import dev.slipway.deploy.ManualTime;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.Forge;
import dev.slipway.model.Phase;
import dev.slipway.model.Report;
import dev.slipway.model.ReportEntry;
import dev.slipway.model.ReportSpec;
import dev.slipway.model.Secret;
import dev.slipway.model.SwapMode;
import dev.slipway.model.Trigger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a deployment comes to a forge, in which order, and what becomes of what it does not take. */
class ReportsTest {
    private static final Supplier<NotSent> AWAY =
            () -> NotSent.before(Duration.ofSeconds(30), "forge did not answer", "wait");
    private static final Supplier<NotSent> WRONG_TOKEN = () -> NotSent.refused("forge answered 401", "another token");

    private final FakeReports disk = new FakeReports();
    private final ManualTime time = new ManualTime();
    private final Map<Long, Deployment> past = new HashMap<>();
    private final Map<String, ReportSpec> specs = new HashMap<>();
    private final List<String> shown = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Supplier<NotSent>> troubles = new HashMap<>();
    private Runnable meanwhile = () -> {};
    private int attempts;
    private ReportCourier courier;
    private ReportDesk desk;

    @BeforeEach
    void open() {
        specs.put("web", spec("forge-token", false));
        restart();
    }

    private void restart() {
        var reports = new SafeReports(disk);
        courier = new ReportCourier(
                reports, app -> Optional.ofNullable(specs.get(app)), new Forged(), new Retries(time, new Random(1)));
        desk = new ReportDesk(
                reports,
                app -> Optional.ofNullable(specs.get(app)),
                () -> {},
                id -> Optional.ofNullable(past.get(id)),
                text -> text.replace("hunter2", "(removed)"));
    }

    private static ReportSpec spec(String token, boolean deployments) {
        return new ReportSpec(
                Forge.GITHUB,
                URI.create("https://api.github.com"),
                "me/app",
                new Secret(token),
                Optional.of("slipway/web"),
                deployments
                        ? Optional.of(new ReportSpec.Environment("production", Optional.empty()))
                        : Optional.empty(),
                Optional.empty());
    }

    /** A forge that takes what no trouble is with. */
    private final class Forged implements ReportCourier.Delivery {
        @Override
        public Optional<String> open(ReportSpec to, Report report) throws NotSent {
            attempt("open " + report.deployment());
            shown.add("open " + report.deployment());
            return Optional.of("gh" + report.deployment());
        }

        @Override
        public void show(ReportSpec to, ReportEntry entry) throws NotSent {
            var what =
                    (entry.kind() == Report.Kind.STATUS ? "" : entry.forgeId().orElseThrow() + " ")
                            + entry.report().app() + " " + entry.report().deployment() + " "
                            + entry.report().state();
            attempt(what);
            shown.add(what);
            meanwhile.run();
        }

        private synchronized void attempt(String what) throws NotSent {
            attempts++;
            for (var trouble : troubles.entrySet()) {
                if (what.contains(trouble.getKey())) {
                    throw trouble.getValue().get();
                }
            }
        }
    }

    private Deployment deployment(String app, long id, String commit, Phase phase, String what, Blame blame) {
        var intent = new Deployment.Intent(
                app, new Commit(commit.repeat(40)), Trigger.POLL, "", SwapMode.TRIAL, "it is new");
        var failed = phase.isTerminal() && phase != Phase.SUCCEEDED || phase == Phase.ROLLING_BACK;
        var deployment = new Deployment(
                id,
                intent,
                Optional.empty(),
                phase,
                time.now().minusSeconds(34),
                time.now(),
                failed
                        ? Optional.of(new Failure(Phase.BUILDING, blame, what, "still running", "mend it", List.of()))
                        : Optional.empty());
        past.put(id, deployment);
        return deployment;
    }

    private Deployment of(long id, String commit, Phase phase) {
        return deployment("web", id, commit, phase, "exit code 1", Blame.YOURS);
    }

    private List<String> waiting() throws Exception {
        return disk.all().stream()
                .filter(ReportEntry::isWaiting)
                .map(entry -> entry.report().app() + " " + entry.report().deployment() + " "
                        + entry.report().state())
                .toList();
    }

    private String says(Phase phase, Blame blame) {
        var report = desk.of(deployment("web", 1, "a", phase, "build failed: hunter2\nnext line", blame));
        return report.state() + ": " + report.words();
    }

    @Test
    void eachPhaseHasItsStateAndWordsWithoutSecrets() {
        assertEquals("PENDING: building", says(Phase.PLANNED, Blame.YOURS));
        assertEquals("PENDING: building", says(Phase.BUILDING, Blame.YOURS));
        assertEquals("PENDING: going live", says(Phase.REPLACING, Blame.YOURS));
        assertEquals("PENDING: going live", says(Phase.VERIFYING, Blame.YOURS));
        assertEquals("PENDING: rolling back: build failed: (removed) next line", says(Phase.ROLLING_BACK, Blame.YOURS));
        assertEquals("SUCCESS: live after 34 s", says(Phase.SUCCEEDED, Blame.YOURS));
        assertEquals(
                "FAILURE: failed, nothing was touched: build failed: (removed) next line",
                says(Phase.FAILED, Blame.YOURS));
        assertEquals(
                "ERROR: failed, nothing was touched: build failed: (removed) next line",
                says(Phase.FAILED, Blame.HOST));
        assertEquals("FAILURE: rolled back: build failed: (removed) next line", says(Phase.ROLLED_BACK, Blame.YOURS));
        assertEquals(
                "ERROR: broken, a person is needed: build failed: (removed) next line",
                says(Phase.BROKEN, Blame.YOURS));
        assertEquals("CANCELLED: cancelled: build failed: (removed) next line", says(Phase.CANCELLED, Blame.YOURS));
    }

    @Test
    void noWordsAreLongerThanTheForgeTakes() {
        var report = desk.of(deployment("web", 1, "a", Phase.FAILED, "x".repeat(1000), Blame.YOURS));
        assertEquals(Report.LONGEST_WORDS, report.words().length());
    }

    @Test
    void aDeploymentIsShownStepByStepAndNothingTwice() throws Exception {
        for (var phase : List.of(Phase.PLANNED, Phase.BUILDING, Phase.REPLACING, Phase.VERIFYING, Phase.SUCCEEDED)) {
            desk.changed(of(1, "a", phase));
            courier.deliver();
            courier.deliver();
        }
        assertEquals(List.of("web 1 PENDING", "web 1 PENDING", "web 1 SUCCESS"), shown);
    }

    @Test
    void whatWasOvertakenIsNotSentAnyMore() throws Exception {
        desk.changed(of(1, "a", Phase.BUILDING));
        desk.changed(of(1, "a", Phase.REPLACING));
        desk.changed(of(1, "a", Phase.SUCCEEDED));
        courier.deliver();
        assertEquals(List.of("web 1 SUCCESS"), shown);
    }

    @Test
    void aLatePendingNeverOverwritesASuccess() throws Exception {
        troubles.put("PENDING", AWAY);
        desk.changed(of(1, "a", Phase.BUILDING));
        courier.deliver();
        desk.changed(of(1, "a", Phase.SUCCEEDED));
        desk.changed(of(1, "a", Phase.BUILDING));
        troubles.clear();
        time.pass(Duration.ofMinutes(1));
        courier.deliver();
        courier.deliver();
        assertEquals(List.of("web 1 SUCCESS"), shown);
        assertEquals(List.of(), waiting());
    }

    @Test
    void aChangeWhileTheLastIsUnderWayComesAfterIt() throws Exception {
        desk.changed(of(1, "a", Phase.BUILDING));
        meanwhile = () -> {
            meanwhile = () -> {};
            desk.changed(of(1, "a", Phase.SUCCEEDED));
        };
        courier.deliver();
        courier.deliver();
        assertEquals(List.of("web 1 PENDING", "web 1 SUCCESS"), shown);
    }

    @Test
    void aCommitThatIsTriedAgainIsMarkedByItsLastDeployment() throws Exception {
        troubles.put("web", AWAY);
        desk.changed(of(1, "a", Phase.FAILED));
        courier.deliver();
        desk.changed(of(2, "a", Phase.SUCCEEDED));
        troubles.clear();
        time.pass(Duration.ofMinutes(1));
        courier.deliver();
        assertEquals(List.of("web 2 SUCCESS"), shown);
    }

    @Test
    void gitHubKnowsADeploymentBeforeItsStateAndByOneNameAlone() throws Exception {
        specs.put("web", spec("forge-token", true));
        desk.changed(of(1, "a", Phase.BUILDING));
        troubles.put("gh1", AWAY);
        courier.deliver();
        troubles.clear();
        restart();
        time.pass(Duration.ofMinutes(1));
        desk.changed(of(1, "a", Phase.SUCCEEDED));
        courier.deliver();
        assertEquals(List.of("web 1 PENDING", "open 1", "web 1 SUCCESS", "gh1 web 1 SUCCESS"), shown);
    }

    @Test
    void aForgeThatIsAwayIsAskedEverMoreSlowlyAndAboutOneThingAtATime() throws Exception {
        desk.changed(of(1, "a", Phase.SUCCEEDED));
        desk.changed(of(2, "b", Phase.SUCCEEDED));
        troubles.put("web", AWAY);
        for (int i = 0; i < 3; i++) {
            var wait = courier.deliver();
            assertTrue(wait.compareTo(Duration.ofSeconds(30)) >= 0, wait.toString());
            assertEquals(i + 1, attempts);
            time.pass(wait);
        }
        troubles.clear();
        time.pass(Duration.ofMinutes(5));
        courier.deliver();
        assertEquals(List.of("web 1 SUCCESS", "web 2 SUCCESS"), shown);
    }

    @Test
    void whatIsRefusedKeepsNobodyWaitingAndIsGivenUpInTheEnd() throws Exception {
        desk.changed(of(1, "a", Phase.SUCCEEDED));
        desk.changed(of(2, "b", Phase.SUCCEEDED));
        troubles.put("web 1", WRONG_TOKEN);
        for (int i = 0; i < Retries.MOST_REFUSALS; i++) {
            assertEquals(i == 0 ? List.of() : List.of("web 2 SUCCESS"), shown);
            time.pass(courier.deliver());
        }
        assertEquals(List.of(), waiting());
        assertEquals(Retries.MOST_REFUSALS + 1, attempts);
        desk.changed(of(1, "a", Phase.BROKEN));
        troubles.clear();
        courier.deliver();
        assertEquals(List.of("web 2 SUCCESS", "web 1 ERROR"), shown, "what is new is tried all the same");
    }

    @Test
    void tokensDoNotWaitForOneAnother() throws Exception {
        specs.put("other", spec("another-token", false));
        desk.changed(of(1, "a", Phase.SUCCEEDED));
        desk.changed(deployment("other", 2, "b", Phase.SUCCEEDED, "", Blame.YOURS));
        troubles.put("web", AWAY);
        courier.deliver();
        assertEquals(List.of("other 2 SUCCESS"), shown);
    }

    @Test
    void aKilledAgentForgetsNoReport() throws Exception {
        desk.changed(of(1, "a", Phase.BUILDING));
        troubles.put("web", AWAY);
        courier.deliver();
        // The last phase is in the journal, and the process was killed before it was told.
        of(1, "a", Phase.SUCCEEDED);
        troubles.clear();
        restart();
        desk.catchUp();
        time.pass(Duration.ofMinutes(1));
        courier.deliver();
        assertEquals(List.of("web 1 SUCCESS"), shown);
    }

    @Test
    void whatIsTwoDaysOldIsGivenUp() throws Exception {
        desk.changed(of(1, "a", Phase.SUCCEEDED));
        troubles.put("web", AWAY);
        courier.deliver();
        time.pass(Retries.OLDEST.plusMinutes(1));
        courier.deliver();
        assertEquals(List.of(), waiting());
    }

    @Test
    void whoIsNotToBeToldAnyMoreIsNot() throws Exception {
        desk.changed(of(1, "a", Phase.SUCCEEDED));
        specs.clear();
        courier.deliver();
        desk.changed(of(2, "b", Phase.SUCCEEDED));
        assertEquals(List.of(), disk.all());
        assertEquals(List.of(), shown);
    }

    @Test
    void aFullDiskLosesNothingAndRepeatsNothing() throws Exception {
        desk.changed(of(1, "a", Phase.BUILDING));
        meanwhile = () -> disk.full(true);
        courier.deliver();
        desk.changed(of(1, "a", Phase.SUCCEEDED));
        disk.full(false);
        meanwhile = () -> {};
        courier.deliver();
        courier.deliver();
        assertEquals(List.of("web 1 PENDING", "web 1 SUCCESS"), shown);
    }

    private List<String> notices() throws Exception {
        return Notifications.unreported(disk.all(), time.now());
    }

    @Test
    void theStatusSaysWhatIsNotShownAndWhy() throws Exception {
        desk.changed(of(1, "a", Phase.SUCCEEDED));
        assertEquals(List.of(), notices());
        troubles.put("web", WRONG_TOKEN);
        time.pass(courier.deliver());
        assertEquals(List.of(), notices(), "one failure may be an accident");
        var notice = List.of("web: the commit status of aaaaaaa is not set: forge answered 401; another token");
        for (int i = 1; i < Retries.MOST_REFUSALS + 2; i++) {
            time.pass(courier.deliver());
            assertEquals(notice, notices());
        }
        desk.changed(of(2, "b", Phase.SUCCEEDED));
        troubles.clear();
        courier.deliver();
        assertEquals(List.of(), notices(), "a later one is shown");
    }

    @Test
    void theStatusSaysThatNobodySendsWhatWaits() throws Exception {
        desk.changed(of(1, "a", Phase.SUCCEEDED));
        time.pass(Duration.ofMinutes(61));
        assertEquals(
                List.of("web: the commit status of aaaaaaa is not set: nobody sends it (slipway agent)"), notices());
    }
}
