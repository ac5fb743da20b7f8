package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Phase;
import dev.slipway.model.Plan;
import dev.slipway.model.Request;
import dev.slipway.model.SwapMode;
import dev.slipway.model.Trigger;
import dev.slipway.testkit.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class DispatcherTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Commit A = new Commit("a".repeat(40));
    private static final Commit B = new Commit("b".repeat(40));

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Request> handled = new CopyOnWriteArrayList<>();

    private static Request request(String app, Trigger trigger, Optional<Commit> commit) {
        return new Request(app, trigger, commit, false, NOW);
    }

    private static Request poll(String app) {
        return request(app, Trigger.POLL, Optional.empty());
    }

    private Outcome holdTheFirst(Request request, Cancellation cancellation) {
        handled.add(request);
        if (handled.size() == 1) {
            started.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                return new Outcome.Interrupted(request.app());
            }
        }
        return new Outcome.Nothing(request.app(), new Plan.UpToDate(A, "runs"));
    }

    @Test
    void theLatestWinsAndTheEarlierEndsWithIt() throws Exception {
        try (var dispatcher = new Dispatcher(this::holdTheFirst)) {
            var first = dispatcher.submit(poll("web"));
            started.await();
            var second = dispatcher.submit(poll("web"));
            var third = dispatcher.submit(request("web", Trigger.WEBHOOK, Optional.empty()));
            release.countDown();
            first.get();
            assertEquals(second.get(), third.get());
            assertEquals(
                    List.of(Trigger.POLL, Trigger.WEBHOOK),
                    handled.stream().map(Request::trigger).toList());
        }
    }

    @Test
    void aPollDoesNotDisplaceAPersonsRequest() throws Exception {
        try (var dispatcher = new Dispatcher(this::holdTheFirst)) {
            dispatcher.submit(poll("web"));
            started.await();
            var deploy = dispatcher.submit(request("web", Trigger.MANUAL, Optional.of(A)));
            var poll = dispatcher.submit(poll("web"));
            release.countDown();
            assertEquals(deploy.get(), poll.get());
            assertEquals(Trigger.MANUAL, handled.getLast().trigger());
            assertEquals(2, handled.size());
        }
    }

    @Test
    void aRequestForAnotherCommitIsToldThatItWasSuperseded() throws Exception {
        try (var dispatcher = new Dispatcher(this::holdTheFirst)) {
            dispatcher.submit(poll("web"));
            started.await();
            var displaced = dispatcher.submit(request("web", Trigger.MANUAL, Optional.of(A)));
            var newer = request("web", Trigger.MANUAL, Optional.of(B));
            dispatcher.submit(newer);
            assertEquals(new Outcome.Superseded(newer), displaced.get());
            release.countDown();
        }
    }

    @Test
    void appsDoNotWaitForOneAnother() throws Exception {
        try (var dispatcher = new Dispatcher(this::holdTheFirst)) {
            dispatcher.submit(poll("slow"));
            started.await();
            assertInstanceOf(
                    Outcome.Nothing.class, dispatcher.submit(poll("fast")).get(5, TimeUnit.SECONDS));
            release.countDown();
        }
    }

    @Fault(57)
    @Test
    void anErrorEndsItsRequestAndNotTheWorker() throws Exception {
        try (var dispatcher = new Dispatcher((request, cancellation) -> {
            handled.add(request);
            throw new OutOfMemoryError("of the test");
        })) {
            for (var attempt = 0; attempt < 2; attempt++) {
                var outcome = assertInstanceOf(
                        Outcome.CheckFailed.class,
                        dispatcher.submit(poll("web")).get());
                assertEquals(Blame.HOST, outcome.failure().blame());
                assertTrue(outcome.failure().what().contains("more memory than Slipway may have"));
            }
        }
        assertEquals(2, handled.size());
    }

    @Test
    void closingCallsOffWhatTouchedNothingAndTakesNothingNew() throws Exception {
        var dispatcher = new Dispatcher(this::holdTheFirst);
        var underWay = dispatcher.submit(poll("web"));
        started.await();
        dispatcher.close();
        assertInstanceOf(Outcome.Interrupted.class, underWay.get());
        assertInstanceOf(
                Outcome.Interrupted.class, dispatcher.submit(poll("web")).get());
    }

    @Test
    void closingWaitsForWhatIsPastThePointOfNoReturn() throws Exception {
        var dispatcher = new Dispatcher((request, cancellation) -> {
            try {
                cancellation.pointOfNoReturn();
                started.countDown();
                release.await();
                return new Outcome.Nothing(request.app(), new Plan.UpToDate(A, "runs"));
            } catch (InterruptedException e) {
                return new Outcome.Interrupted(request.app());
            }
        });
        var underWay = dispatcher.submit(poll("web"));
        started.await();
        var closing = Thread.ofVirtual().start(dispatcher::close);
        release.countDown();
        closing.join();
        assertInstanceOf(Outcome.Nothing.class, underWay.get());
    }

    @Test
    void closingLetsARecoveryComeToItsEndBeforeTheRequestIsCalledOff() throws Exception {
        var harbor =
                Harbor.with(SwapMode.STOP_FIRST).running("a1").unhealthy("b2").push("b2");
        var twin = Harbor.with(SwapMode.STOP_FIRST)
                .running("a1")
                .unhealthy("b2")
                .push("b2")
                .poll();
        harbor.effects.crashAt(twin.effects.trace().indexOf("journal ROLLING_BACK") + 1);
        assertThrows(Effects.Crash.class, harbor::poll);
        harbor.effects.restart();
        var cancellation = new Cancellation(Thread.currentThread());
        harbor.effects.onAct("remove web", cancellation::request);

        var outcome = harbor.handle(Request.poll(Harbor.APP, harbor.time.now()), cancellation);

        assertInstanceOf(Outcome.Interrupted.class, outcome);
        assertFalse(Thread.interrupted(), "the recovery was interrupted");
        harbor.assertLast(Phase.ROLLED_BACK).assertRunning("a1").assertTidy();
    }
}
