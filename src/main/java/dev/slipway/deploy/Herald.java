package dev.slipway.deploy;

import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import dev.slipway.model.Request;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Stands between the engine and whoever is told: in the order of events, but in a thread of its own, so that one who hangs holds
 * nothing up, and one who throws undoes nothing.
 */
final class Herald implements Notifier, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Herald.class.getName());

    /** Of an agent whose notifier hangs for a day; then the oldest go. */
    private static final int MOST_WAITING = 1000;

    private static final long PATIENCE_AT_THE_END_SECONDS = 5;

    private final Notifier notifier;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofVirtual().name("herald").factory(),
            new ThreadPoolExecutor.DiscardOldestPolicy());

    Herald(Notifier notifier) {
        this.notifier = notifier;
    }

    void watchedBy(Watcher watcher) {
        watchers.add(watcher);
    }

    private void show(Consumer<Watcher> event) {
        for (var watcher : watchers) {
            tell(() -> event.accept(watcher));
        }
    }

    private void tell(Runnable news) {
        thread.execute(() -> {
            try {
                news.run();
            } catch (RuntimeException | Error e) {
                // What happened is in the history; only the news of it is lost.
                LOG.log(System.Logger.Level.ERROR, "a notification was lost", e);
            }
        });
    }

    @Override
    public void changed(Deployment deployment) {
        tell(() -> notifier.changed(deployment));
        show(watcher -> watcher.changed(deployment));
    }

    /** For the watchers alone. */
    void carriedOut(Request request, Outcome outcome) {
        show(watcher -> watcher.carriedOut(request, outcome));
    }

    /** Likewise. */
    void stateSet(String app) {
        show(watcher -> watcher.stateSet(app));
    }

    @Override
    public void checkFailed(String app, Failure failure) {
        tell(() -> notifier.checkFailed(app, failure));
    }

    @Override
    public void checkRecovered(String app) {
        tell(() -> notifier.checkRecovered(app));
    }

    @Override
    public void notWritten(String app, String decided, Failure why) {
        tell(() -> notifier.notWritten(app, decided, why));
    }

    @Override
    public void pushed(History.Push push) {
        tell(() -> notifier.pushed(push));
    }

    @Override
    public void pushFailed(String app, Failure failure) {
        tell(() -> notifier.pushFailed(app, failure));
    }

    @Override
    public void webhookSilent(String app, Silence silence) {
        tell(() -> notifier.webhookSilent(app, silence));
    }

    @Override
    public void webhookHeard(String app) {
        tell(() -> notifier.webhookHeard(app));
    }

    @Override
    public void looked(String app, Optional<Failure> failure) {
        tell(() -> notifier.looked(app, failure));
    }

    @Override
    public void drifted(String app, String words) {
        tell(() -> notifier.drifted(app, words));
    }

    @Override
    public void driftGone(String app) {
        tell(() -> notifier.driftGone(app));
    }

    /** Lets what waits be told, for a few seconds. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_AT_THE_END_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "some notifications were not delivered in time and are lost");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
    }
}
