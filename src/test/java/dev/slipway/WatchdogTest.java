package dev.slipway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.deploy.ManualTime;
import dev.slipway.testkit.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final AtomicInteger ends = new AtomicInteger();
    private boolean alive = true;
    private final Watchdog watchdog = new Watchdog(() -> alive, ends::incrementAndGet);

    @Test
    void aProcessWhosePollsComeIsLeftAlone() {
        look(100);
        assertEquals(0, ends.get());
    }

    @Test
    void oneThatIsBehindForAMomentIsLeftAlone() {
        for (int i = 0; i < 10; i++) {
            alive = false;
            look(2);
            alive = true;
            look(1);
        }
        assertEquals(0, ends.get());
    }

    @Test
    void oneWhosePollsHaveStoppedIsEndedOnce() {
        alive = false;
        look(2);
        assertEquals(0, ends.get());
        look(5);
        assertEquals(1, ends.get());
    }

    @Test
    void oneOfWhichItCannotBeToldIsEndedToo() {
        var blind = new Watchdog(
                () -> {
                    throw new IllegalStateException("the scheduler is shut down");
                },
                ends::incrementAndGet);
        for (int i = 0; i < 3; i++) {
            blind.look();
        }
        assertEquals(1, ends.get());
    }

    @Test
    void anAgentThatIsToldToStopMayTakeItsTime() {
        watchdog.close();
        alive = false;
        look(10);
        assertEquals(0, ends.get());
    }

    @Test
    void itLooksByItselfFromWhenItIsTold() {
        alive = false;
        try (var dog = new Watchdog(() -> alive, ends::incrementAndGet)) {
            dog.begin(new ManualTime()); // on which sleeping takes no time
            Await.until("the process is ended", Duration.ofSeconds(20), () -> ends.get() == 1);
        }
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watchdog.look();
        }
    }
}
