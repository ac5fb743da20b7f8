package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a webhook counts as silent, and how it is told. */
@Timeout(10)
class SilenceTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String SINCE_NOON =
            "the last 3 commits were found by polling; the webhook has been silent since"
                    + " 24 Nov 12:00 (slipway webhook test --public)";
    private static final String NEVER = "the last 3 commits were found by polling; the webhook has never been heard"
            + " (slipway webhook test --public)";

    private final Harbor harbor = Harbor.byDefault();

    @Test
    void afterThreeCommitsByPollAloneItIsSilentSinceTheLastDelivery() throws Exception {
        harbor.withWebhook().delivery("web").passes(HOUR);
        polls("a1", "b2");
        assertEquals(List.of(), concerns());
        polls("c3");
        assertEquals(List.of(SINCE_NOON), concerns());
    }

    @Test
    void whatWasNeverHeardSaysSo() throws Exception {
        harbor.withWebhook().delivery("other");
        polls("a1", "b2", "c3");
        assertEquals(List.of(NEVER), concerns());
    }

    @Test
    void withoutAWebhookNothingIsMissed() throws Exception {
        polls("a1", "b2", "c3", "d4");
        assertEquals(List.of(), concerns());
    }

    @Test
    void commitsFromBeforeItWasConfiguredDoNotCount() throws Exception {
        polls("a1", "b2");
        harbor.withWebhook();
        polls("c3", "d4");
        assertEquals(List.of(), concerns());
        polls("e5");
        assertEquals(List.of(NEVER), concerns());
    }

    @Test
    void whatAPersonDeployedWasNotFoundByThePoll() throws Exception {
        harbor.withWebhook();
        polls("a1", "b2");
        harbor.push("c3").deploy(false).passes(HOUR);
        harbor.rollback("b2").passes(HOUR);
        assertEquals(List.of(), concerns());
        harbor.push("d4").deploy(false).passes(HOUR);
        assertEquals(List.of(), concerns());
    }

    @Test
    void aRollbackBetweenThemDoesNotMendIt() throws Exception {
        harbor.withWebhook();
        polls("a1", "b2", "c3");
        harbor.rollback("a1").passes(HOUR);
        assertEquals(List.of(NEVER), concerns());
    }

    @Test
    void anotherTryOfTheSameCommitIsNoCommit() throws Exception {
        harbor.withWebhook().buildFails("b2", dev.slipway.model.Blame.HOST);
        polls("a1", "b2");
        for (int i = 0; i < 3; i++) {
            harbor.poll().passes(HOUR);
        }
        assertTrue(harbor.history.newest(9).size() > 3, "it was tried again");
        assertEquals(List.of(), concernsAbout("webhook"));
    }

    @Test
    void aDeliveryThatCameWithinFiveMinutesOfTheCommitWasHeard() throws Exception {
        harbor.withWebhook();
        polls("a1", "b2");
        harbor.push("c3").poll().passes(Duration.ofMinutes(4)).delivery("web").passes(HOUR);
        polls("d4", "e5");
        assertEquals(List.of(), concerns());
        polls("f6");
        assertEquals(1, concernsAbout("silent since").size());
    }

    @Test
    void aDeliveryLongBeforeTheCommitIsNotAboutIt() throws Exception {
        harbor.withWebhook().delivery("web").passes(Duration.ofMinutes(5).plusSeconds(1));
        polls("a1", "b2", "c3");
        assertEquals(List.of(SINCE_NOON), concerns());
    }

    @Test
    void aDeliveryAfterTheLastCommitEndsTheSilence() throws Exception {
        harbor.withWebhook();
        polls("a1", "b2", "c3");
        harbor.delivery("web");
        assertEquals(List.of(), concerns());
    }

    @Test
    void itIsToldOnceWhenItBeginsAndOnceWhenItEnds() throws Exception {
        harbor.withWebhook();
        try (var engine = harbor.engine()) {
            for (var commit : List.of("a1", "b2", "c3", "d4")) {
                harbor.push(commit);
                engine.submit(Request.poll(Harbor.APP, harbor.time.now())).get();
                harbor.passes(HOUR);
                engine.submit(Request.poll(Harbor.APP, harbor.time.now())).get();
            }
            harbor.push("e5").delivery("web");
            engine.submit(harbor.nudge()).get();
            engine.submit(harbor.nudge()).get();
        }
        assertEquals(List.of(NEVER, "webhook heard"), toldOf("webhook"));
    }

    @Test
    void aDeliveryThatBringsNothingNewEndsItToo() throws Exception {
        harbor.withWebhook();
        try (var engine = harbor.engine()) {
            for (var commit : List.of("a1", "b2", "c3")) {
                harbor.push(commit);
                engine.submit(Request.poll(Harbor.APP, harbor.time.now())).get();
                harbor.passes(HOUR);
            }
            harbor.delivery("web");
            engine.submit(harbor.nudge()).get();
        }
        assertEquals(List.of(NEVER, "webhook heard"), toldOf("webhook"));
    }

    @Test
    void theWordsNameTheTimeAsTheClockOnTheWallHasIt() {
        var since = harbor.time.now().atZone(java.time.ZoneId.of("Asia/Shanghai"));
        assertTrue(new Silence(Optional.of(since)).words().contains("silent since 24 Nov 20:00 "));
    }

    private void polls(String... commits) {
        for (var commit : commits) {
            harbor.push(commit).poll().passes(HOUR);
        }
    }

    private List<String> concerns() throws Exception {
        try (var engine = harbor.engine()) {
            return engine.status(Harbor.APP).concerns();
        }
    }

    private List<String> concernsAbout(String word) throws Exception {
        return concerns().stream().filter(line -> line.contains(word)).toList();
    }

    private List<String> toldOf(String word) {
        return harbor.told.stream().filter(line -> line.contains(word)).toList();
    }
}
