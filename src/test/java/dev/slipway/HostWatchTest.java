package dev.slipway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipway.deploy.FakeOutbox;
import dev.slipway.deploy.FakeReports;
import dev.slipway.deploy.ManualTime;
import dev.slipway.deploy.Room;
import dev.slipway.git.TokenLife;
import dev.slipway.model.Destination;
import dev.slipway.model.NotifySpec;
import dev.slipway.model.ReportSpec;
import dev.slipway.model.Secret;
import dev.slipway.notify.Notifications;
import dev.slipway.testkit.Apps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of the host, and how often. */
class HostWatchTest {
    private final FakeOutbox outbox = new FakeOutbox();
    private final ManualTime time = new ManualTime();
    private final List<Room.Shortage> shortages = new ArrayList<>();
    private final Notifications notifications = new Notifications(
            new Notifications.Store(outbox, new FakeReports()),
            new Everything(),
            new Notifications.Material(new NoHistory(), deployment -> List.of(), text -> text),
            Duration.ZERO,
            time);
    private final HostWatch watch =
            new HostWatch(() -> shortages, () -> List.of(Apps.app("web")), new TokenLife(time), notifications);

    /** Somebody who wants to be told of all, at a service that is never asked here. */
    private static final class Everything implements Notifications.Audience {
        @Override
        public List<NotifySpec> notifiers() {
            return List.of(new NotifySpec(
                    new Destination.Slack(new Secret("https://hooks.example.com/x")), Set.of(), Set.of()));
        }

        @Override
        public Optional<Secret> heartbeat() {
            return Optional.empty();
        }

        @Override
        public List<String> apps() {
            return List.of("web");
        }

        @Override
        public Optional<ReportSpec> report(String app) {
            return Optional.empty();
        }
    }

    @AfterEach
    void close() {
        notifications.close();
    }

    private List<String> titles() throws Exception {
        return outbox.waiting().stream().map(letter -> letter.news().title()).toList();
    }

    @Test
    void aDiskThatRunsFullIsToldOnceAndItsEndOnce() throws Exception {
        watch.lookAtDisks();
        assertEquals(List.of(), titles());
        shortages.add(new Room.Shortage("Docker", Path.of("/var/lib/docker"), 1L << 30, 2L << 30));
        watch.lookAtDisks();
        watch.lookAtDisks();
        assertEquals(List.of("Slipway: a disk is nearly full"), titles());
        shortages.clear();
        watch.lookAtDisks();
        watch.lookAtDisks();
        assertEquals(List.of("Slipway: a disk is nearly full", "Slipway: there is room on the disks again"), titles());
    }

    @Test
    void anAppWithoutATokenNeedsNoWatching() throws Exception {
        watch.lookAtTokens();
        assertEquals(List.of(), titles());
        notifications.token("web", Optional.of("it expires on 2026-12-01"));
        watch.lookAtTokens();
        assertEquals(
                List.of("web: the Git token ends soon", "web: the Git token lasts again"),
                titles(),
                "a token that is not there any more does not end");
    }
}
