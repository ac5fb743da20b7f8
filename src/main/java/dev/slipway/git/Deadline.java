package dev.slipway.git;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gives a JGit call a wall-clock limit and an ear for interrupts, neither of which JGit has over HTTP. */
final class Deadline {
    private Deadline() {}

    /**
     * Runs {@code work} on a thread of its own, which is interrupted and abandoned when the limit or an interrupt comes.
     *
     * @throws TimeoutException when it takes longer than {@code limit}
     * @throws ExecutionException with what {@code work} threw
     */
    static <T> T call(Duration limit, Callable<T> work)
            throws InterruptedException, ExecutionException, TimeoutException {
        var task = new FutureTask<T>(work);
        Thread.ofPlatform().daemon().name("git").start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            task.cancel(true);
        }
    }
}
