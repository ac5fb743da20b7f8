package dev.slipway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.model.Commit;
import dev.slipway.model.Deployment;
import dev.slipway.model.SwapMode;
import dev.slipway.model.Trigger;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapTrimTest {
    private static final long MIB = 1024 * 1024;

    private final AtomicInteger collections = new AtomicInteger();
    private final AtomicLong held = new AtomicLong(20 * MIB);
    private final HeapTrim trim = new HeapTrim(held::get, () -> {
        collections.incrementAndGet();
        held.set(16 * MIB);
    });

    private static Deployment deployment() {
        var intent = new Deployment.Intent(
                "web", new Commit("a".repeat(40)), Trigger.POLL, "cafe", SwapMode.TRIAL, "as configured");
        return Deployment.planned(1, intent, Instant.EPOCH);
    }

    @Test
    void collectsOnceAfterAStart() {
        trim.look();
        trim.look();
        trim.look();
        assertEquals(1, collections.get());
    }

    @Test
    void waitsForTheEndOfADeploymentAndCollectsOnce() {
        trim.look();
        for (var phase = 0; phase < 3; phase++) {
            trim.changed(deployment());
            trim.look();
        }
        assertEquals(1, collections.get(), "while phase follows phase");
        trim.look();
        trim.look();
        assertEquals(2, collections.get(), "afterwards");
    }

    @Test
    void collectsWhenTheHeapGrewThoughNothingHappened() {
        trim.look();
        held.set(18 * MIB);
        trim.look();
        assertEquals(1, collections.get(), "a little growth is nothing");
        held.set(18 * MIB + 1);
        trim.look();
        assertEquals(2, collections.get());
        trim.look();
        assertEquals(2, collections.get(), "what is there now is what counts");
    }
}
