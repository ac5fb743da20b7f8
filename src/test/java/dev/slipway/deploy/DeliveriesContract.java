package dev.slipway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.model.Delivery;
import dev.slipway.model.Delivery.Verdict;
import dev.slipway.model.Forge;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every keeper of deliveries must do. */
public abstract class DeliveriesContract {
    protected static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123456789Z");

    /** An empty one. */
    protected abstract Deliveries deliveries();

    /** One that woke apps, at so many seconds past noon. */
    protected static Delivery accepted(int second, String... apps) {
        return new Delivery(
                NOON.plusSeconds(second),
                Forge.GITHUB,
                "192.0.2.1",
                Optional.of("72d3162e-cc78-11e3-81ab-4c9367dc0958"),
                Optional.of("12345"),
                "push",
                apps.length == 0 ? Verdict.PONG : Verdict.ACCEPTED,
                202,
                "push to main",
                List.of(apps),
                Optional.of("0a1b2c3d, 15 characters"));
    }

    protected static Delivery rejected(int second) {
        return new Delivery(
                NOON.plusSeconds(second),
                Forge.UNKNOWN,
                "2001:db8::1",
                Optional.empty(),
                Optional.empty(),
                "",
                Verdict.REJECTED,
                401,
                "no signature, and that of an 'umlaut' ü is none",
                List.of(),
                Optional.empty());
    }

    @Test
    void thereIsNothingAtFirst() throws Exception {
        assertEquals(List.of(), deliveries().newest(9));
        assertEquals(Optional.empty(), deliveries().lastVerified());
    }

    @Test
    void allOfADeliveryIsKeptNewestFirst() throws Exception {
        deliveries().add(accepted(1, "web", "api"));
        deliveries().add(rejected(2));
        assertEquals(
                List.of(rejected(2), accepted(1, "web", "api")), deliveries().newest(9));
        assertEquals(List.of(rejected(2)), deliveries().newest(1));
    }

    @Test
    void theOrderIsThatOfArrivalWhateverTheClockSaid() throws Exception {
        deliveries().add(rejected(2));
        deliveries().add(rejected(1));
        assertEquals(List.of(rejected(1), rejected(2)), deliveries().newest(9));
    }

    @Test
    void theLastVerifiedIsTheNewestWhoseSignatureWasRight() throws Exception {
        deliveries().add(accepted(1, "web"));
        deliveries().add(accepted(2));
        deliveries().add(rejected(3));
        assertEquals(Optional.of(accepted(2)), deliveries().lastVerified());
    }

    @Test
    void ourOwnTestProvesNothingOfTheForge() throws Exception {
        deliveries().add(accepted(1, "web"));
        deliveries().add(ourOwn(2));
        assertEquals(List.of(ourOwn(2), accepted(1, "web")), deliveries().newest(9));
        assertEquals(Optional.of(accepted(1, "web")), deliveries().lastVerified());
    }

    private static Delivery ourOwn(int second) {
        return new Delivery(
                NOON.plusSeconds(second),
                Forge.SLIPWAY,
                "127.0.0.1",
                Optional.empty(),
                Optional.empty(),
                "ping",
                Verdict.PONG,
                200,
                "a signed ping",
                List.of(),
                Optional.of("0a1b2c3d, 15 characters"));
    }

    @Test
    void theSameTwiceIsKeptTwice() throws Exception {
        deliveries().add(rejected(1));
        deliveries().add(rejected(1));
        assertEquals(2, deliveries().newest(9).size());
    }

    @Test
    void onlyTheNewestAreKept() throws Exception {
        for (int i = 0; i < Deliveries.KEPT + 5; i++) {
            deliveries().add(rejected(i));
        }
        var kept = deliveries().newest(1000);
        assertEquals(Deliveries.KEPT, kept.size());
        assertEquals(rejected(Deliveries.KEPT + 4), kept.getFirst());
        assertEquals(rejected(5), kept.getLast());
    }

    @Test
    void aFloodOfRejectedOnesDoesNotWashAwayTheLastThatWasVerifiedOfAllOrOfAnApp() throws Exception {
        deliveries().add(accepted(0, "web"));
        deliveries().add(accepted(1, "web"));
        deliveries().add(accepted(2, "api"));
        deliveries().add(accepted(3));
        for (int i = 10; i < Deliveries.KEPT + 20; i++) {
            deliveries().add(rejected(i));
        }
        assertEquals(Optional.of(accepted(3)), deliveries().lastVerified());
        var kept = deliveries().newest(1000);
        assertEquals(
                List.of(accepted(3), accepted(2, "api"), accepted(1, "web")),
                kept.subList(Deliveries.KEPT, kept.size()));
    }
}
