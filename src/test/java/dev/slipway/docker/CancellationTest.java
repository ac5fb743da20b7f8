package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Closeable connection = () -> closed.set(true);

    @Test
    void givesTheResult() throws Exception {
        assertEquals("done", Cancellation.within(LONG, ignored -> "done"));
    }

    @Test
    void passesOnWhatTheWorkThrows() {
        var failure = new DeployException(Blame.HOST, "what", "next");
        var bug = new IllegalStateException();

        assertSame(
                failure,
                assertThrows(
                        DeployException.class,
                        () -> Cancellation.within(LONG, ignored -> {
                            throw failure;
                        })));
        assertSame(
                bug,
                assertThrows(
                        IllegalStateException.class,
                        () -> Cancellation.within(LONG, ignored -> {
                            throw bug;
                        })));
        assertThrows(
                OutOfMemoryError.class,
                () -> Cancellation.within(LONG, ignored -> {
                    throw new OutOfMemoryError("in a job");
                }));
    }

    @Test
    void closesWhatIsOpenAndEndsTheWorkWhenTheTimeIsUp() {
        var ended = new AtomicBoolean();

        assertThrows(
                TimeoutException.class,
                () -> Cancellation.within(SHORT, cancellation -> {
                    cancellation.opened(connection);
                    try {
                        never.await();
                    } finally {
                        ended.set(true);
                    }
                    return "";
                }));

        assertTrue(closed.get());
        assertTrue(ended.get());
    }

    @Test
    void closesWhatIsOpenWhenTheCallerIsInterrupted() throws Exception {
        var opened = new CountDownLatch(1);
        var thrown = new AtomicReference<Throwable>();
        var caller = Thread.ofPlatform().start(() -> {
            try {
                Cancellation.within(LONG, cancellation -> {
                    cancellation.opened(connection);
                    opened.countDown();
                    never.await();
                    return "";
                });
            } catch (DeployException | InterruptedException | TimeoutException e) {
                thrown.set(e);
            }
        });
        opened.await();

        caller.interrupt();

        assertTrue(caller.join(LONG));
        assertEquals(InterruptedException.class, thrown.get().getClass());
        assertTrue(closed.get());
    }

    @Test
    void closesAtOnceWhatIsOpenedAfterItWasCalledOff() {
        var refused = new AtomicBoolean();

        assertThrows(
                TimeoutException.class,
                () -> Cancellation.within(SHORT, cancellation -> {
                    try {
                        never.await();
                    } catch (InterruptedException calledOff) {
                        try {
                            cancellation.opened(connection);
                        } catch (InterruptedException again) {
                            refused.set(true);
                        }
                    }
                    return "";
                }));

        assertTrue(refused.get());
        assertTrue(closed.get());
    }
}
