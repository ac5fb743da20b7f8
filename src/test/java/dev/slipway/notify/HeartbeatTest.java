package dev.slipway.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.deploy.ManualTime;
import dev.slipway.model.Blame;
import dev.slipway.model.Failure;
import dev.slipway.model.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a monitor hears what. */
class HeartbeatTest {
    private final ManualTime time = new ManualTime();
    private final List<String> called = new ArrayList<>();
    private Optional<Secret> url = Optional.of(new Secret("https://hc.example.com/uuid"));
    private Set<String> apps = Set.of("web", "api");
    private boolean away;

    private final Heartbeat heartbeat = new Heartbeat(
            () -> url,
            name -> apps.contains(name),
            (to, secrets) -> {
                called.add(to.toString());
                if (away) {
                    throw NotSent.yet("away", "wait");
                }
            },
            time);

    private void look(String app, boolean well) throws Exception {
        heartbeat.looked(
                app, well ? Optional.empty() : Optional.of(Failure.of(Blame.REMOTE, "cannot be reached", "wait")));
        heartbeat.beat();
    }

    @Test
    void aRoundOfSeveralAppsIsOneBeat() throws Exception {
        look("web", true);
        look("api", true);
        assertEquals(List.of("https://hc.example.com/uuid"), called);
        time.pass(Duration.ofSeconds(58));
        look("web", true);
        look("api", true);
        assertEquals(2, called.size());
    }

    @Test
    void aFailureAndItsEndAreHeardAtOnce() throws Exception {
        look("web", true);
        look("api", false);
        look("web", true);
        look("api", true);
        assertEquals(
                List.of(
                        "https://hc.example.com/uuid",
                        "https://hc.example.com/uuid/fail",
                        "https://hc.example.com/uuid"),
                called);
    }

    @Test
    void itStaysBadAsLongAsOneAppIs() throws Exception {
        look("api", false);
        time.pass(Duration.ofSeconds(60));
        look("web", true);
        assertEquals(List.of("https://hc.example.com/uuid/fail", "https://hc.example.com/uuid/fail"), called);
        apps = Set.of("web");
        look("web", true);
        assertEquals("https://hc.example.com/uuid", called.getLast());
    }

    @Test
    void aMonitorThatIsAwayIsCalledAgainAtTheNextRound() throws Exception {
        away = true;
        look("web", true);
        heartbeat.beat();
        assertEquals(1, called.size());
        time.pass(Duration.ofSeconds(60));
        look("web", true);
        assertEquals(2, called.size());
    }

    @Test
    void withoutAUrlNobodyIsCalled() throws Exception {
        url = Optional.empty();
        look("web", true);
        assertEquals(List.of(), called);
    }

    /** https://healthchecks.io/docs/http_api/ and the URL that Uptime Kuma shows of a push monitor. */
    @ParameterizedTest
    @CsvSource({
        "https://hc-ping.com/u,,https://hc-ping.com/u",
        "https://hc-ping.com/u,down,https://hc-ping.com/u/fail",
        "https://hc-ping.com/key/slug?create=1,down,https://hc-ping.com/key/slug/fail?create=1",
        "https://kuma.example.com/api/push/AbC?status=up&msg=OK&ping=,,https://kuma.example.com/api/push/AbC?status=up&msg=OK",
        "https://kuma.example.com/api/push/AbC,web: a & b,https://kuma.example.com/api/push/AbC?status=down&msg=web%3A+a+%26+b"
    })
    void theVerdictStandsWhereTheMonitorLooksForIt(String configured, String trouble, String target) {
        assertEquals(
                target,
                Heartbeat.target(new Secret(configured), Optional.ofNullable(trouble))
                        .toString());
    }
}
