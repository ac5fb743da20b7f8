package dev.slipway.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Polling;
import dev.slipway.model.Request;
import dev.slipway.model.Trigger;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollSchedulerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Polling OFTEN = new Polling.Every(Duration.ofMillis(50));
    private static final Polling HOURLY = new Polling.Every(Duration.ofHours(1));

    private final CopyOnWriteArrayList<Request> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger thrown = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private Optional<PollScheduler> open = Optional.empty();

    private PollScheduler scheduler(PollScheduler.Sink sink) {
        var scheduler = new PollScheduler(sink, new SystemTime());
        open = Optional.of(scheduler);
        return scheduler;
    }

    @AfterEach
    void close() {
        release.countDown();
        open.ifPresent(PollScheduler::close);
    }

    private int polls(String app) {
        return (int) taken.stream().filter(request -> request.app().equals(app)).count();
    }

    private void awaitPolls(String app, int count) {
        Await.until(count + " polls of " + app, PATIENCE, () -> polls(app), polls -> polls >= count);
    }

    private void hold() {
        try {
            assertTrue(release.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), "released in time");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pollsEachAppSoonAndThenAgainAndAgain() {
        scheduler(taken::add).apply(OFTEN, List.of("web", "db"));
        awaitPolls("web", 3);
        awaitPolls("db", 3);
    }

    @Test
    void asksForThePollOfABranchAndNothingElse() {
        var before = new SystemTime().now();
        scheduler(taken::add).apply(HOURLY, List.of("web"));
        awaitPolls("web", 1);
        var request = taken.getFirst();
        assertEquals(new Request("web", Trigger.POLL, Optional.empty(), false, request.at()), request);
        assertFalse(request.at().isBefore(before));
    }

    @Fault(57)
    @Test
    void noErrorEndsASchedule() {
        scheduler(request -> {
                    taken.add(request);
                    switch (thrown.getAndIncrement()) {
                        case 0 -> throw new OutOfMemoryError("of this test");
                        case 1 -> throw new StackOverflowError("of this test");
                        case 2 -> throw new IllegalStateException("of this test");
                        case 3 -> throw new DeployException(Blame.YOURS, "there is no app web", "");
                        default -> {}
                    }
                })
                .apply(OFTEN, List.of("web"));
        awaitPolls("web", 6);
    }

    @Test
    void neverPollsAnAppWhileItIsBeingPolledAndMakesUpForOneThatWasMissed() {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        scheduler(request -> {
                    taken.add(request);
                    if (request.app().equals("slow")) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        hold();
                        inside.decrementAndGet();
                    }
                })
                .apply(OFTEN, List.of("slow", "quick"));
        awaitPolls("slow", 1);
        // Two seconds and more, in which the slow one falls due forty times.
        awaitPolls("quick", polls("quick") + 40);
        assertEquals(1, polls("slow"));
        release.countDown();
        awaitPolls("quick", polls("quick") + 3);
        awaitPolls("slow", 2);
        assertEquals(1, most.get());
        assertTrue(polls("slow") < 20, () -> "a burst: " + polls("slow"));
    }

    @Test
    void keepsTheRhythmOfAnAppThatIsPolledSoAlready() {
        var scheduler = scheduler(taken::add);
        scheduler.apply(HOURLY, List.of("web", "db"));
        awaitPolls("web", 1);
        awaitPolls("db", 1);
        var next = scheduler.nextPoll("web");
        scheduler.apply(new Polling.Every(Duration.ofHours(1)), List.of("new", "web"));
        awaitPolls("new", 1);
        assertEquals(next, scheduler.nextPoll("web"));
        assertEquals(Optional.empty(), scheduler.nextPoll("db"));
        assertEquals(1, polls("web"));
    }

    @Test
    void anotherIntervalHoldsFromNowOn() {
        var scheduler = scheduler(taken::add);
        scheduler.apply(HOURLY, List.of("web"));
        awaitPolls("web", 1);
        scheduler.apply(OFTEN, List.of("web"));
        awaitPolls("web", 4);
    }

    @Test
    void pollsNoAppThatWasTakenOut() {
        var scheduler = scheduler(taken::add);
        scheduler.apply(OFTEN, List.of("web", "db"));
        awaitPolls("db", 1);
        scheduler.apply(OFTEN, List.of("web"));
        assertEquals(Optional.empty(), scheduler.nextPoll("db"));
        awaitPolls("web", polls("web") + 1);
        var soFar = polls("db");
        awaitPolls("web", polls("web") + 5);
        assertEquals(soFar, polls("db"));
    }

    @Test
    void saysWhenItPollsNext() {
        var scheduler = scheduler(taken::add);
        var before = new SystemTime().now();
        scheduler.apply(HOURLY, List.of("web"));
        awaitPolls("web", 1);
        var next = scheduler.nextPoll("web").orElseThrow();
        assertTrue(next.isAfter(before.plus(Duration.ofMinutes(53))), next::toString);
        assertTrue(next.isBefore(before.plus(Duration.ofMinutes(67))), next::toString);
        assertEquals(Optional.empty(), scheduler.nextPoll("nobody"));
    }

    @Test
    void byCronItPollsAtThoseTimesAndNotAtTheStart() {
        var scheduler = scheduler(taken::add);
        scheduler.apply(new Polling.Cron("0 30 3 * * ?"), List.of("web"));
        var zone = new SystemTime().zone();
        var next = scheduler.nextPoll("web").orElseThrow().atZone(zone);
        assertEquals(java.time.LocalTime.of(3, 30), next.toLocalTime());
        scheduler.apply(new Polling.Cron("0 30 3 * * ?"), List.of("web", "db"));
        assertEquals(List.of(), List.copyOf(taken));
    }

    @Test
    void aCronExpressionOfTheePastPollsNothingAndFailsNothing() {
        var scheduler = scheduler(taken::add);
        scheduler.apply(new Polling.Cron("0 0 3 1 1 ? 2020"), List.of("web"));
        assertEquals(Optional.empty(), scheduler.nextPoll("web"));
        scheduler.apply(OFTEN, List.of("web"));
        awaitPolls("web", 1);
    }

    @Test
    void refusesACronExpressionThatIsNone() {
        var scheduler = scheduler(taken::add);
        assertThrows(
                IllegalArgumentException.class, () -> scheduler.apply(new Polling.Cron("every day"), List.of("web")));
    }

    @Test
    void pollsOnWhenTheClockIsSetBackByAYear() {
        var clock = new ClockOfATest();
        try (var scheduler = new PollScheduler(taken::add, clock)) {
            scheduler.apply(HOURLY, List.of("web"));
            awaitPolls("web", 1);
            clock.set(Duration.ofDays(-365));
            awaitPolls("web", 2);
        }
    }

    @Test
    void aClockThatGoesRightOrForwardIsNoReasonToPoll() throws Exception {
        var clock = new ClockOfATest();
        var calls = new AtomicInteger();
        var watch = new ClockWatch(clock, calls::incrementAndGet);
        try {
            clock.awaitLooks(3);
            clock.set(Duration.ofDays(365));
            clock.awaitLooks(3);
            clock.set(Duration.ofDays(365).minusSeconds(2));
            clock.awaitLooks(3);
            assertEquals(0, calls.get());
            clock.set(Duration.ofDays(364));
            clock.awaitLooks(3);
            assertEquals(1, calls.get());
        } finally {
            watch.close();
        }
    }

    @Test
    void handsNothingOverOnceItIsClosed() {
        var closed = scheduler(taken::add);
        closed.apply(OFTEN, List.of("web"));
        awaitPolls("web", 1);
        closed.close();
        var soFar = polls("web");
        scheduler(taken::add).apply(OFTEN, List.of("db"));
        awaitPolls("db", 5);
        assertEquals(soFar, polls("web"));
        assertThrows(IllegalStateException.class, () -> closed.nextPoll("web"));
    }

    /** The machine's clock, which somebody sets; looks at it are frequent. */
    private static final class ClockOfATest implements dev.slipway.deploy.Time {
        private final SystemTime machine = new SystemTime();
        private final AtomicInteger looks = new AtomicInteger();
        private volatile Duration set = Duration.ZERO;

        void set(Duration offset) {
            set = offset;
        }

        void awaitLooks(int more) {
            var wanted = looks.get() + more;
            Await.until("the clock is looked at", PATIENCE, looks::get, seen -> seen >= wanted);
        }

        @Override
        public Instant now() {
            return machine.now().plus(set);
        }

        @Override
        public java.time.ZoneId zone() {
            return machine.zone();
        }

        @Override
        public Duration elapsed() {
            return machine.elapsed();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            looks.incrementAndGet();
            machine.sleep(Duration.ofMillis(10));
        }
    }
}
