package dev.slipway.e2e;

import dev.slipway.testkit.ReverseProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Asks all the time where a proxy's alias leads, and keeps each answer that differs from the one before. */
final class AliasWatch implements AutoCloseable {
    private final ReverseProxy proxy;
    private final List<Set<String>> seen = new ArrayList<>();
    private final Thread watcher;
    private volatile boolean going = true;

    private AliasWatch(ReverseProxy proxy) {
        this.proxy = proxy;
        watcher = Thread.ofVirtual().unstarted(this::watch);
    }

    static AliasWatch of(ReverseProxy proxy) {
        var watch = new AliasWatch(proxy);
        watch.watcher.start();
        return watch;
    }

    /** Stops, and returns the addresses that it led to, in the order in which that changed. */
    List<Set<String>> end() throws InterruptedException {
        going = false;
        watcher.join();
        return List.copyOf(seen);
    }

    private void watch() {
        while (going) {
            var now = proxy.addresses();
            if (seen.isEmpty() || !seen.getLast().equals(now)) {
                seen.add(now);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        end();
    }
}
