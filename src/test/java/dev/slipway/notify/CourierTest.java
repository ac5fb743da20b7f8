package dev.slipway.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.deploy.FakeOutbox;
import dev.slipway.deploy.ManualTime;
import dev.slipway.deploy.Outbox;
import dev.slipway.model.Letter;
import dev.slipway.model.News;
import dev.slipway.model.NotifySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How letters come to those they are for. */
class CourierTest {
    private static final NotifySpec NTFY = Samples.all(Samples.ntfy("https://ntfy.example.com/a"));
    private static final NotifySpec OTHER = Samples.all(Samples.ntfy("https://ntfy.example.com/b"));

    private final FakeOutbox disk = new FakeOutbox();
    private final SafeOutbox outbox = new SafeOutbox(disk);
    private final ManualTime time = new ManualTime();
    private final List<String> delivered = Collections.synchronizedList(new ArrayList<>());
    private final Map<NotifySpec, Supplier<NotSent>> troubles = new HashMap<>();
    private List<NotifySpec> specs = List.of(NTFY, OTHER);
    private int attempts;

    private final Courier courier = new Courier(outbox, () -> specs, this::deliver, new Retries(time, new Random(1)));

    private synchronized void deliver(NotifySpec to, Letter letter) throws NotSent {
        attempts++;
        if (troubles.containsKey(to)) {
            throw troubles.get(to).get();
        }
        delivered.add((to.equals(NTFY) ? "a" : "b") + " " + letter.news().title());
    }

    private static String name(NotifySpec spec) {
        return new Recipients(List.of(spec)).all().keySet().iterator().next();
    }

    private void put(NotifySpec to, String title) {
        outbox.put(List.of(name(to)), News.of(News.Kind.DEPLOYED, Optional.of("web"), title, List.of(), time.now()));
    }

    @Test
    void deliversOldestFirstAndForgets() throws Exception {
        put(NTFY, "one");
        put(NTFY, "two");
        courier.deliver();
        assertEquals(List.of("a one", "a two"), delivered);
        assertEquals(List.of(), disk.waiting());
    }

    @Test
    void oneThatFailsIsTriedAgainEverMoreSlowlyAndHoldsOnlyItsOwnLettersBack() throws Exception {
        put(NTFY, "one");
        put(NTFY, "two");
        put(OTHER, "other");
        troubles.put(NTFY, () -> NotSent.yet("away", "wait"));
        var waits = new ArrayList<Duration>();
        for (int i = 0; i < 12; i++) {
            var wait = courier.deliver();
            waits.add(wait);
            time.pass(wait);
        }
        assertEquals(List.of("b other"), delivered);
        assertTrue(waits.get(0).compareTo(Duration.ofSeconds(30)) >= 0, waits.toString());
        assertTrue(waits.get(0).compareTo(Duration.ofSeconds(36)) <= 0, waits.toString());
        assertTrue(waits.get(1).compareTo(Duration.ofSeconds(60)) >= 0, waits.toString());
        assertTrue(waits.get(11).compareTo(Duration.ofMinutes(36)) <= 0, waits.toString());
        assertEquals(12, disk.waiting().getFirst().attempts());
        assertEquals(0, disk.waiting().getLast().attempts());
        troubles.clear();
        courier.deliver();
        assertEquals(List.of("b other", "a one", "a two"), delivered);
    }

    @Test
    void patienceThatTheServiceAsksForIsKept() throws Exception {
        put(NTFY, "one");
        troubles.put(NTFY, () -> NotSent.before(Duration.ofMinutes(10), "too many", "wait"));
        assertTrue(courier.deliver().compareTo(Duration.ofMinutes(10)) >= 0);
    }

    @Test
    void oneThatRefusesIsNotAskedForEver() throws Exception {
        put(NTFY, "refused");
        put(NTFY, "next");
        troubles.put(NTFY, () -> NotSent.refused("401", "another token"));
        for (int i = 0; i < Retries.MOST_REFUSALS - 1; i++) {
            time.pass(courier.deliver());
        }
        assertEquals(2, disk.waiting().size());
        courier.deliver();
        assertEquals(
                List.of("next"),
                disk.waiting().stream().map(letter -> letter.news().title()).toList());
    }

    @Test
    void whatIsTooOldIsDropped() throws Exception {
        put(NTFY, "old");
        troubles.put(NTFY, () -> NotSent.yet("away", "wait"));
        courier.deliver();
        time.pass(Retries.OLDEST.plusMinutes(1));
        put(NTFY, "new");
        courier.deliver();
        assertEquals(
                List.of("new"),
                disk.waiting().stream().map(letter -> letter.news().title()).toList());
    }

    @Test
    void lettersToNobodyAreDropped() throws Exception {
        put(NTFY, "one");
        specs = List.of(OTHER);
        courier.deliver();
        assertEquals(List.of(), disk.waiting());
        assertEquals(List.of(), delivered);
    }

    @Test
    void anotherProcessTakesUpWhatWaits() throws Exception {
        put(NTFY, "one");
        troubles.put(NTFY, () -> NotSent.yet("away", "wait"));
        courier.deliver();
        troubles.clear();
        time.pass(Duration.ofMinutes(1));
        new Courier(new SafeOutbox(disk), () -> specs, this::deliver, new Retries(time, new Random(1))).deliver();
        assertEquals(List.of("a one"), delivered);
    }

    @Test
    void aClockThatWasSetBackKeepsNothingForYears() throws Exception {
        put(NTFY, "one");
        time.jump(Duration.ofDays(-3650));
        courier.deliver();
        assertEquals(List.of("a one"), delivered);
    }

    @Test
    void aFullDiskLosesNothingAndRepeatsNothing() throws Exception {
        put(NTFY, "on disk");
        disk.full(true);
        put(NTFY, "in memory");
        courier.deliver();
        assertEquals(List.of("a in memory"), delivered);
        disk.full(false);
        courier.deliver();
        assertEquals(List.of("a in memory", "a on disk"), delivered);
        assertEquals(List.of(), disk.waiting());
    }

    @Test
    void whatWasSentWhileTheDiskRanFullIsNotSentAgain() throws Exception {
        put(NTFY, "one");
        troubles.put(NTFY, () -> {
            disk.full(true);
            return NotSent.yet("away", "wait");
        });
        courier.deliver();
        troubles.clear();
        disk.full(false);
        time.pass(Duration.ofSeconds(5));
        courier.deliver();
        assertEquals(1, attempts, "the attempt is remembered, though it could not be written down");
        time.pass(Duration.ofMinutes(1));
        courier.deliver();
        assertEquals(List.of("a one"), delivered);
    }

    @Test
    void memoryHoldsNoMoreThanTheDiskWould() throws Exception {
        disk.full(true);
        for (int i = 0; i < Outbox.MOST + 10; i++) {
            put(NTFY, "n" + i);
        }
        assertEquals(Outbox.MOST, outbox.waiting().size());
        assertEquals("n0", outbox.waiting().getFirst().news().title());
    }

    @Test
    void twoEntriesForOnePlaceAreTwoRecipientsWhateverTheirTokens() {
        var names = List.copyOf(new Recipients(List.of(NTFY, NTFY)).all().keySet());
        assertEquals(names.get(0) + " 2", names.get(1));
        assertTrue(names.get(0).matches("ntfy [0-9a-f]{8}"), names.get(0));
    }
}
