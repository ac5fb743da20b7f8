package dev.slipway.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.FakeOutbox;
import dev.slipway.deploy.ManualTime;
import dev.slipway.deploy.Silence;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.Letter;
import dev.slipway.model.News;
import dev.slipway.model.NotifySpec;
import dev.slipway.model.Phase;
import dev.slipway.model.SwapMode;
import dev.slipway.model.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes news, and how often. */
class NewsdeskTest {
    private final FakeOutbox disk = new FakeOutbox();
    private final ManualTime time = new ManualTime();
    private final List<Deployment> past = new ArrayList<>();
    private final List<String> looks = new ArrayList<>();
    private final List<Deployment> changes = new ArrayList<>();
    private List<NotifySpec> specs = List.of(Samples.all(Samples.ntfy("https://ntfy.example.com/a")));
    private List<String> log = List.of();
    private int woken;
    private Newsdesk desk;

    @BeforeEach
    void open() {
        restart();
    }

    private void restart() {
        var edition = new Edition(time, id -> log, text -> text.replace("hunter2", "(removed)"));
        desk = new Newsdesk(
                new SafeOutbox(disk),
                () -> specs,
                () -> woken++,
                edition,
                new Newsdesk.Facts(
                        (app, limit) -> past.stream()
                                .filter(each -> each.app().equals(app))
                                .limit(limit)
                                .toList(),
                        (app, failure) -> looks.add(app),
                        changes::add,
                        time));
    }

    private List<News> told() throws Exception {
        return disk.waiting().stream().map(Letter::news).toList();
    }

    private List<String> titles() throws Exception {
        return told().stream().map(News::title).toList();
    }

    private Deployment ended(Phase phase, String commit, String what) {
        var intent = new Deployment.Intent(
                "web", new Commit(commit.repeat(40)), Trigger.POLL, "", SwapMode.TRIAL, commit + " is new");
        var failure = new Failure(
                Phase.BUILDING, Blame.YOURS, what, "still running: fd5f622, untouched", "fix it and push", List.of());
        var deployment = new Deployment(
                past.size() + 1L,
                intent,
                Optional.empty(),
                phase,
                time.now().minusSeconds(34),
                time.now(),
                phase == Phase.SUCCEEDED ? Optional.empty() : Optional.of(failure));
        past.addFirst(deployment);
        return deployment;
    }

    private static Failure trouble(String what) {
        return Failure.of(Blame.REMOTE, what, "look at it");
    }

    @Test
    void aDeploymentThatSucceededIsTold() throws Exception {
        desk.changed(ended(Phase.SUCCEEDED, "a", ""));
        var news = told().getFirst();
        assertEquals(News.Kind.DEPLOYED, news.kind());
        assertEquals("web: aaaaaaa is live", news.title());
        assertEquals(List.of("deployed in 34 s: a is new"), news.body());
        assertEquals(List.of(), news.log());
        assertEquals(Optional.of(new News.Deployed(1, "a".repeat(40))), news.deployment());
        assertEquals(1, woken);
    }

    @Test
    void aDriftIsToldOnceInEachFormWhateverRestarts() throws Exception {
        desk.drifted("web", "/etc/a was changed");
        restart();
        desk.drifted("web", "/etc/a was changed");
        assertEquals(List.of("web: what runs was changed by hand"), titles());
        desk.drifted("web", "/etc/a was changed, and 1 more");
        desk.drifted("web", "/etc/a was changed");
        assertEquals(3, told().size());
        desk.driftGone("web");
        desk.driftGone("web");
        desk.drifted("web", "/etc/a was changed");
        assertEquals(
                List.of("web: what runs is again what was deployed", "web: what runs was changed by hand"),
                titles().subList(3, 5));
    }

    @Test
    void aDriftOfAnotherContainerIsNewThoughTheAgentWasRestarted() throws Exception {
        desk.drifted("web", "/etc/a was changed");
        restart();
        desk.changed(ended(Phase.SUCCEEDED, "a", ""));
        desk.drifted("web", "/etc/a was changed");
        assertEquals(
                List.of(News.Kind.DRIFT, News.Kind.DEPLOYED, News.Kind.DRIFT),
                told().stream().map(News::kind).toList());
    }

    @Test
    void aSilenceIsToldOnceWhateverRestartsAndTheNextOneAgain() throws Exception {
        var silence = new Silence(Optional.of(Samples.NOON.atZone(time.zone())));
        desk.webhookSilent("web", silence);
        restart();
        desk.webhookSilent("web", silence);
        desk.webhookSilent(
                "web", new Silence(Optional.of(Samples.NOON.plusSeconds(60).atZone(time.zone()))));
        assertEquals(List.of("web: the webhook is silent", "web: the webhook is silent"), titles());
    }

    @Test
    void whoReportsToForgesHearsOfEveryChange() {
        specs = List.of();
        var building = new Deployment(
                1,
                ended(Phase.SUCCEEDED, "a", "").intent(),
                Optional.empty(),
                Phase.BUILDING,
                time.now(),
                time.now(),
                Optional.empty());
        desk.changed(building);
        assertEquals(List.of(building), changes);
    }

    @Test
    void oneThatFailedIsToldWithItsReasonAndTheLastFifteenLinesWithoutSecrets() throws Exception {
        log = IntStream.rangeClosed(1, 40)
                .mapToObj(i -> i == 40 ? "password hunter2" : "line " + i)
                .toList();
        desk.changed(ended(Phase.FAILED, "b", "build failed: hunter2"));
        var news = told().getFirst();
        assertEquals("web: bbbbbbb failed", news.title());
        assertEquals(
                List.of(
                        "web bbbbbbb: build failed: (removed)",
                        "still running: fd5f622, untouched",
                        "fix it and push. Log: slipway logs 1"),
                news.body());
        assertEquals(15, news.log().size());
        assertEquals("line 26", news.log().getFirst());
        assertEquals("password (removed)", news.log().getLast());
    }

    @Test
    void theSameFailureOfTheSameCommitIsNoChange() throws Exception {
        desk.changed(ended(Phase.FAILED, "b", "registry away"));
        desk.changed(ended(Phase.FAILED, "b", "registry away"));
        desk.changed(ended(Phase.CANCELLED, "b", "stopped"));
        desk.changed(ended(Phase.FAILED, "b", "registry away"));
        assertEquals(1, told().size());
        desk.changed(ended(Phase.FAILED, "b", "another reason"));
        desk.changed(ended(Phase.FAILED, "c", "another reason"));
        desk.changed(ended(Phase.SUCCEEDED, "c", ""));
        desk.changed(ended(Phase.SUCCEEDED, "c", ""));
        assertEquals(5, told().size());
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"PLANNED", "BUILDING", "REPLACING", "VERIFYING", "ROLLING_BACK", "CANCELLED"})
    void whatIsUnderWayIsNoNews(Phase phase) throws Exception {
        desk.changed(ended(phase, "a", "x"));
        assertEquals(List.of(), told());
    }

    @Test
    void rolledBackAndBrokenAreCalledThat() throws Exception {
        desk.changed(ended(Phase.ROLLED_BACK, "b", "not well"));
        desk.changed(ended(Phase.BROKEN, "c", "not well"));
        assertEquals(List.of("web: bbbbbbb was rolled back", "web: broken by ccccccc, a person is needed"), titles());
    }

    @Test
    void aRepositoryIsUnreachableAfterHalfAnHourOnceAndThenComesBack() throws Exception {
        for (int minute = 0; minute < 30; minute++) {
            desk.looked("web", Optional.of(trouble("github.com cannot be reached")));
            time.pass(Duration.ofMinutes(1));
        }
        assertEquals(List.of(), told());
        desk.looked("web", Optional.of(trouble("github.com cannot be reached")));
        desk.looked("web", Optional.of(trouble("another reason")));
        assertEquals(List.of("web: cannot be looked at since 24 Nov 12:00"), titles());
        assertTrue(told().getFirst().body().getFirst().contains("github.com cannot be reached"));
        desk.looked("web", Optional.empty());
        desk.looked("web", Optional.empty());
        assertEquals("web: can be looked at again", titles().getLast());
        assertEquals(2, told().size());
    }

    @Test
    void oneThatWasAwayForAMomentIsNoNews() throws Exception {
        desk.looked("web", Optional.of(trouble("away")));
        time.pass(Duration.ofMinutes(29));
        desk.looked("web", Optional.empty());
        time.pass(Duration.ofMinutes(29));
        desk.looked("web", Optional.of(trouble("away")));
        assertEquals(List.of(), told());
        assertEquals(List.of("web", "web", "web"), looks);
    }

    @Test
    void whatWasToldIsNotToldAgainAfterARestartButItsEndIs() throws Exception {
        desk.looked("web", Optional.of(trouble("away")));
        time.pass(Duration.ofMinutes(31));
        desk.looked("web", Optional.of(trouble("away")));
        restart();
        desk.looked("web", Optional.of(trouble("away")));
        time.pass(Duration.ofMinutes(31));
        desk.looked("web", Optional.of(trouble("away")));
        assertEquals(1, told().size());
        restart();
        desk.looked("web", Optional.empty());
        assertEquals(News.Kind.RECOVERED, told().getLast().kind());
    }

    @Test
    void aDeploymentThatEndedAsTheProcessWasKilledIsToldByTheNextOne() throws Exception {
        ended(Phase.ROLLED_BACK, "b", "not well");
        desk.catchUp(List.of("web", "api"));
        restart();
        desk.catchUp(List.of("web", "api"));
        assertEquals(List.of("web: bbbbbbb was rolled back"), titles());
    }

    @Test
    void nothingIsCaughtUpThatEndedLongAgo() throws Exception {
        ended(Phase.SUCCEEDED, "b", "");
        time.pass(Newsdesk.OLDEST_TO_CATCH_UP.plusMinutes(1));
        desk.catchUp(List.of("web"));
        assertEquals(List.of(), told());
    }

    @Test
    void diskAndTokenAreToldOnceAndWhenTheyAreWellAgain() throws Exception {
        desk.room(Optional.empty());
        desk.token("web", Optional.empty());
        desk.room(Optional.of("the disk of Docker has 1 GiB free"));
        desk.room(Optional.of("the disk of Docker has 0 GiB free"));
        desk.token("web", Optional.of("the token expires on 2026-12-01"));
        desk.token("web", Optional.of("the token expires on 2026-12-01"));
        desk.room(Optional.empty());
        desk.token("web", Optional.empty());
        assertEquals(
                List.of(
                        "Slipway: a disk is nearly full",
                        "web: the Git token ends soon",
                        "Slipway: there is room on the disks again",
                        "web: the Git token lasts again"),
                titles());
    }

    @Test
    void eachIsToldWhatItAskedFor() throws Exception {
        var to = Samples.ntfy("https://ntfy.example.com/a");
        specs = List.of(
                new NotifySpec(to, Set.of(News.Kind.FAILED), Set.of()), new NotifySpec(to, Set.of(), Set.of("api")));
        desk.changed(ended(Phase.SUCCEEDED, "a", ""));
        assertEquals(List.of(), told());
        desk.room(Optional.of("full"));
        desk.changed(ended(Phase.FAILED, "b", "x"));
        assertEquals(
                List.of("disk-low to the second", "failed to the first"),
                disk.waiting().stream()
                        .map(letter -> letter.news().kind().key()
                                + (letter.recipient().endsWith(" 2") ? " to the second" : " to the first"))
                        .toList());
    }

    @Test
    void withNobodyToTellNothingIsWritten() throws Exception {
        specs = List.of();
        desk.changed(ended(Phase.SUCCEEDED, "a", ""));
        desk.room(Optional.of("full"));
        desk.catchUp(List.of("web"));
        assertEquals(List.of(), told());
        assertFalse(disk.clear("disk low"));
        assertFalse(disk.isTold(1));
    }
}
