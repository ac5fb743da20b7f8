package dev.slipway.deploy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Since when each app's request has been under way. */
final class UnderWay {
    private final Time time;
    private final Map<String, Duration> since = new ConcurrentHashMap<>();

    UnderWay(Time time) {
        this.time = time;
    }

    <T> T during(String app, Supplier<T> work) {
        since.put(app, time.elapsed());
        try {
            return work.get();
        } finally {
            since.remove(app);
        }
    }

    /** For how long; empty if nothing is. */
    Optional<Duration> of(String app) {
        return Optional.ofNullable(since.get(app)).map(begun -> time.elapsed().minus(begun));
    }
}
