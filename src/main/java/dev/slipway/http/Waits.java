package dev.slipway.http;

import dev.slipway.deploy.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Those that are waited for: connections for a request's head, requests for their body. None is waited for longer than its
 * limit; when there are too many connections, or unfinished bodies hold too much memory, the one waited for longest is given
 * up. A forge's delivery is all there within milliseconds, so it is the last to suffer, however many strangers stall.
 *
 * @param <K> identifies who is waited for
 */
public final class Waits<K> {
    private final Time time;
    private final int mostConnections;
    private final Map<K, Wait> waits = new LinkedHashMap<>(); // whoever has been waited for longest comes first
    private final Set<K> open = new HashSet<>();
    private long held;

    Waits(Time time, int mostConnections) {
        this.time = time;
        this.mostConnections = mostConnections;
    }

    /** One that is waited for; giving it up must not block. */
    private static final class Wait {
        private final Duration until;
        private final Runnable giveUp;
        private long held;

        Wait(Duration until, Runnable giveUp) {
            this.until = until;
            this.giveUp = giveUp;
        }
    }

    /** A connection is there from now on, and its first request is waited for. */
    void opened(K key, Duration limit, Runnable giveUp) {
        giveUp(countOpened(key, limit, giveUp));
    }

    private synchronized List<Wait> countOpened(K key, Duration limit, Runnable giveUp) {
        open.add(key);
        var excess = open.size() > mostConnections ? removeOldest(0) : List.<Wait>of();
        begin(key, limit, giveUp);
        return excess;
    }

    synchronized void closed(K key) {
        open.remove(key);
        remove(key);
    }

    /** How many are open. */
    public synchronized int connections() {
        return open.size();
    }

    /** Bytes that unfinished bodies hold. */
    public synchronized long held() {
        return held;
    }

    /** Waits for it from now on, unless its connection was closed in the meantime. */
    public synchronized void begin(K key, Duration limit, Runnable giveUp) {
        remove(key);
        if (open.contains(key)) {
            waits.put(key, new Wait(time.elapsed().plus(limit), giveUp));
        }
    }

    public synchronized void end(K key) {
        remove(key);
    }

    /** Tells that what has come so far of the one waited for takes up so much more, and what all together may. */
    public void hold(K key, int bytes, long most) {
        giveUp(countHeld(key, bytes, most));
    }

    private synchronized List<Wait> countHeld(K key, int bytes, long most) {
        var wait = waits.get(key);
        if (wait == null) {
            return List.of(); // given up in the meantime
        }
        wait.held += bytes;
        held += bytes;
        return held > most ? removeOldest(1) : List.of();
    }

    /** Gives up those that are overdue, and those that are still too many. */
    void sweep() {
        giveUp(removeOverdue());
        for (var excess = connections() - mostConnections; excess > 0; excess--) {
            giveUp(oldest());
        }
    }

    private synchronized List<Wait> oldest() {
        return removeOldest(0);
    }

    private synchronized List<Wait> removeOverdue() {
        var now = time.elapsed();
        var overdue = new ArrayList<K>();
        waits.forEach((key, wait) -> {
            if (wait.until.compareTo(now) <= 0) {
                overdue.add(key);
            }
        });
        return overdue.stream().flatMap(key -> remove(key).stream()).toList();
    }

    private synchronized List<Wait> removeOldest(long holdingAtLeast) {
        var oldest = waits.entrySet().stream()
                .filter(entry -> entry.getValue().held >= holdingAtLeast)
                .map(Map.Entry::getKey)
                .findFirst();
        return oldest.flatMap(this::remove).map(List::of).orElse(List.of());
    }

    private synchronized Optional<Wait> remove(K key) {
        var wait = Optional.ofNullable(waits.remove(key));
        wait.ifPresent(removed -> held -= removed.held);
        return wait;
    }

    /** Without the lock: closing a connection calls back. */
    private static void giveUp(List<Wait> given) {
        given.forEach(wait -> wait.giveUp.run());
    }
}
