package dev.slipway.dashboard;

import dev.slipway.deploy.DeployException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whether Slipway can do its work now: polls come, and the engine and the journal are there. A look never takes longer than
 * {@link #PATIENCE}; what has not answered by then is not there. All looks at once may be one.
 *
 * @param stale why polling is stale, in words; empty while it lives
 * @param engine looks whether the Docker engine answers
 * @param journal looks whether the journal can be read
 */
public record Readiness(Supplier<List<String>> stale, Look engine, Look journal) {
    /** Monitors give up after ten seconds or so. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("readiness").start(task);

    /** Throws, in words, if something is not there. */
    public interface Look {
        void look() throws DeployException;
    }

    boolean isAlive() {
        return stale.get().isEmpty();
    }

    /** Why not, a sentence each; empty if it can. */
    List<String> reasons() {
        return reasons(PATIENCE);
    }

    /** As above, with another patience. */
    List<String> reasons(Duration patience) {
        var engineSays = begin("the Docker engine", engine, patience);
        var journalSays = begin("the journal", journal, patience);
        var reasons = new ArrayList<>(stale.get());
        engineSays.join().ifPresent(reasons::add);
        journalSays.join().ifPresent(reasons::add);
        return reasons;
    }

    private static CompletableFuture<Optional<String>> begin(String what, Look look, Duration patience) {
        return CompletableFuture.supplyAsync(() -> said(look), THREADS)
                .completeOnTimeout(
                        Optional.of(what + " did not answer within " + patience.toSeconds() + " s"),
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS)
                .exceptionally(e -> Optional.of(
                        what + " could not be asked: " + (e instanceof CompletionException ? e.getCause() : e)));
    }

    private static Optional<String> said(Look look) {
        try {
            look.look();
            return Optional.empty();
        } catch (DeployException e) {
            return Optional.of(e.failure().what());
        }
    }
}
