package dev.slipway.deploy;

import dev.slipway.model.Blame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks several at once, and waits for none longer than its patience: one that hangs holds up no other. */
public final class SideBySide {
    /** A host that is up answers within a second or two, and a person or a monitor waits. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private SideBySide() {}

    /**
     * One look at something.
     *
     * @param whom is asked, for messages: {@code Docker at nas (tcp://nas.lan:2376)}
     */
    public record Look<T>(String whom, Callable<T> look) {}

    /**
     * What a look brought.
     *
     * @param value empty if nobody was there, or not in time
     * @param missing why; empty if there is a value
     */
    public record Found<T>(Optional<T> value, Optional<DeployException> missing) {
        static <T> Found<T> of(T value) {
            return new Found<>(Optional.of(value), Optional.empty());
        }

        static <T> Found<T> nothing(DeployException why) {
            return new Found<>(Optional.empty(), Optional.of(why));
        }
    }

    /** What each brought, in their order. An alone one is waited for as long as it takes, by this thread. */
    public static <T> List<Found<T>> look(List<Look<T>> looks, Time time) throws DeployException {
        return look(looks, PATIENCE, time);
    }

    /** The same with another patience. */
    public static <T> List<Found<T>> look(List<Look<T>> looks, Duration patience, Time time) throws DeployException {
        if (looks.size() == 1) {
            return List.of(found(looks.getFirst().look()));
        }
        var deadline = time.elapsed().plus(patience);
        // Not closed by waiting, as its close() would: one that hangs hears the interrupt, or is left to itself.
        var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("look-", 0).factory());
        try {
            var running = new ArrayList<Future<T>>();
            looks.forEach(each -> running.add(threads.submit(each.look())));
            var all = new ArrayList<Found<T>>();
            for (int i = 0; i < looks.size(); i++) {
                var whom = looks.get(i).whom();
                var future = running.get(i);
                all.add(found(() -> await(whom, future, deadline.minus(time.elapsed()), patience)));
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> T await(String whom, Future<T> future, Duration left, Duration patience) throws Exception {
        try {
            return future.get(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new DeployException(
                    Blame.HOST,
                    whom + " did not answer within " + patience.toSeconds() + " s",
                    "see whether that machine is up, and Docker there answers",
                    e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception thrown ? thrown : e;
        }
    }

    /** That nobody is there is an answer; what else is thrown is not. */
    private static <T> Found<T> found(Callable<T> look) throws DeployException {
        try {
            return Found.of(look.call());
        } catch (DeployException e) {
            if (e.failure().blame() != Blame.HOST) {
                throw e;
            }
            return Found.nothing(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Found.nothing(new DeployException(Blame.HOST, "interrupted", "try again", e));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a look threw what it does not declare", e);
        }
    }
}
