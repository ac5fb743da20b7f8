package dev.slipway.dashboard;

import dev.slipway.deploy.Time;
import dev.slipway.http.Allowance;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often somebody may try to sign in: from one address, and in all. */
final class Attempts {
    static final int MOST = 10;
    static final Duration EVERY = Duration.ofSeconds(30);
    private static final int MOST_IN_ALL = 100;
    private static final Duration EVERY_IN_ALL = Duration.ofSeconds(1);
    private static final int ADDRESSES = 1000;

    private final Time time;
    private final Allowance all;
    /** The one that tried longest ago comes first. */
    private final Map<InetAddress, Allowance> each = new LinkedHashMap<>(16, 0.75f, true);

    Attempts(Time time) {
        this.time = time;
        this.all = new Allowance(time, MOST_IN_ALL, EVERY_IN_ALL);
    }

    /** Whether one more is granted. */
    synchronized boolean take(InetAddress from) {
        var own = each.computeIfAbsent(from, ignored -> new Allowance(time, MOST, EVERY));
        if (each.size() > ADDRESSES) {
            each.remove(each.keySet().iterator().next());
        }
        return own.take() && all.take();
    }

    /** One who knew the password need not wait next time. */
    synchronized void succeeded(InetAddress from) {
        each.remove(from);
    }
}
