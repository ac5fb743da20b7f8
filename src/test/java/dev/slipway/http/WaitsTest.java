package dev.slipway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.deploy.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private static final Duration LIMIT = Duration.ofSeconds(8);
    private static final int MOST_BYTES = 100;

    private final ManualTime time = new ManualTime();
    private final Waits<String> waits = new Waits<>(time, 3);
    private final List<String> givenUp = new ArrayList<>();

    private void open(String... names) {
        for (var name : names) {
            waits.opened(name, LIMIT, () -> givenUp.add(name));
        }
    }

    @Test
    void givesUpAtTheLimitAndNotBefore() {
        open("a");
        time.pass(LIMIT.minusNanos(1));
        waits.sweep();
        assertEquals(List.of(), givenUp);

        time.pass(Duration.ofNanos(1));
        waits.sweep();
        waits.sweep();
        assertEquals(List.of("a"), givenUp);
    }

    @Test
    void givesUpNobodyWhoIsNoLongerWaitedFor() {
        open("a", "b");
        waits.end("a");
        waits.closed("b");
        time.pass(LIMIT);
        waits.sweep();

        assertEquals(List.of(), givenUp);
        assertEquals(1, waits.connections());
    }

    @Test
    void oneMoreThanThereMayBeCostsTheOldestItsPlace() {
        open("a", "b", "c", "d");

        assertEquals(List.of("a"), givenUp);
    }

    @Test
    void whoeverBeganAnewIsTheNewest() {
        open("a", "b", "c");
        waits.begin("a", LIMIT, () -> givenUp.add("a again"));
        open("d");

        assertEquals(List.of("b"), givenUp);
    }

    @Test
    void sparesThoseThatAreBeingAnsweredAndMakesUpForItLater() {
        open("a", "b", "c");
        List.of("a", "b", "c").forEach(waits::end);
        open("d");
        assertEquals(List.of(), givenUp, "the newcomer is not its own victim");

        waits.begin("a", LIMIT, () -> givenUp.add("a"));
        waits.end("d");
        waits.sweep();
        assertEquals(List.of("a"), givenUp);
    }

    @Test
    void connectionThatIsClosedIsNotWaitedForAgain() {
        open("a");
        waits.closed("a");
        waits.begin("a", LIMIT, () -> givenUp.add("a"));
        time.pass(LIMIT);
        waits.sweep();

        assertEquals(List.of(), givenUp);
    }

    @Test
    void tooManyBytesCostTheOldestThatHoldsAnyItsPlace() {
        open("idle", "a", "b");
        waits.hold("a", 60, MOST_BYTES);
        waits.hold("b", 40, MOST_BYTES);
        assertEquals(List.of(), givenUp);

        waits.hold("b", 1, MOST_BYTES);
        assertEquals(List.of("a"), givenUp);
        assertEquals(41, waits.held());
    }

    @Test
    void bytesOfWhoeverIsGoneCountNoMore() {
        open("a", "b");
        waits.hold("a", 60, MOST_BYTES);
        waits.hold("b", 40, MOST_BYTES);
        waits.end("a");
        waits.closed("b");
        waits.hold("b", 500, MOST_BYTES);

        assertEquals(0, waits.held());
        assertEquals(List.of(), givenUp);
    }
}
