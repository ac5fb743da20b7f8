package dev.slipway.git;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A limit on the wall clock around a call of JGit's. JGit's own timeout is one of idleness, which a server that sends a byte a
 * second never reaches; a call that runs out of time, or is called off, is left to end by itself on its own thread.
 */
final class Deadline {
    private Deadline() {}

    static <T> T within(Duration limit, String what, Callable<T> call) throws Exception {
        var task = new FutureTask<>(call);
        Thread.ofVirtual().name("git").start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new DeployException(
                    Blame.REMOTE,
                    what + " was not done within " + limit.toSeconds() + " s",
                    "see whether the Git server answers: git ls-remote with the same URL",
                    e);
        } catch (InterruptedException e) {
            task.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }
}
