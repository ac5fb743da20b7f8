package dev.slipway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private final ManualTime time = new ManualTime();
    private final Allowance allowance = new Allowance(time, 2, Duration.ofSeconds(10));

    private int takeAll() {
        var taken = 0;
        while (allowance.take()) {
            taken++;
        }
        return taken;
    }

    @Test
    void givesSoManyAtOnceAndThenOneEverySoOften() {
        assertEquals(2, takeAll());
        time.pass(Duration.ofMillis(9_999));
        assertTrue(allowance.isUsedUp());

        time.pass(Duration.ofMillis(1));
        assertFalse(allowance.isUsedUp());
        assertEquals(1, takeAll());
    }

    @Test
    void savesNoMoreThanItGivesAtOnce() {
        time.pass(Duration.ofDays(400));

        assertEquals(2, takeAll());
    }

    @Test
    void losesNoFractionOfATurn() {
        takeAll();
        time.pass(Duration.ofSeconds(15));
        assertEquals(1, takeAll());

        time.pass(Duration.ofSeconds(5));
        assertEquals(1, takeAll());
    }

    @Test
    void clockThatIsSetChangesNothing() {
        takeAll();
        time.jump(Duration.ofDays(400));

        assertTrue(allowance.isUsedUp());
    }
}
