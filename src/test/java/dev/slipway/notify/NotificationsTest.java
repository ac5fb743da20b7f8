package dev.slipway.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.model.Letter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code slipway status} says of news that does not come through. */
class NotificationsTest {
    private static Letter letter(String trouble) {
        return new Letter(1, "ntfy 6b8c2695", Samples.failed(), trouble.isEmpty() ? 0 : 3, Samples.NOON, trouble);
    }

    @Test
    void whatWaitsForAnHourIsNoticed() {
        var waiting = List.of(letter("https://ntfy.sh answered 503"));
        assertEquals(Optional.empty(), Notifications.overdue(waiting, Samples.NOON.plusSeconds(3600)));
        assertEquals(
                Optional.of("a notification waits for more than an hour: https://ntfy.sh answered 503 (slipway notify"
                        + " test)"),
                Notifications.overdue(waiting, Samples.NOON.plusSeconds(3601)));
    }

    @Test
    void whatNobodySendsIsNoticedAsThat() {
        assertEquals(
                Optional.of("2 notifications wait for more than an hour: nobody sends them (slipway agent)"),
                Notifications.overdue(List.of(letter(""), letter("")), Samples.NOON.plusSeconds(3601)));
        assertEquals(Optional.empty(), Notifications.overdue(List.of(), Samples.NOON));
    }
}
