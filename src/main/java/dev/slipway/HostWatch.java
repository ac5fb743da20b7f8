package dev.slipway;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Room;
import dev.slipway.deploy.Time;
import dev.slipway.git.TokenLife;
import dev.slipway.model.App;
import dev.slipway.notify.Notifications;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then at what nobody deploys by and everybody needs, and tells when it gets short: the disks, and the Git tokens' time. */
final class HostWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(10);
    private static final int LOOKS_A_DAY = 144;

    private final Room room;
    private final Supplier<Collection<App>> apps;
    private final TokenLife tokens;
    private final Notifications notifications;
    private Optional<Thread> watching = Optional.empty();
    private int looks;

    HostWatch(Room room, Supplier<Collection<App>> apps, TokenLife tokens, Notifications notifications) {
        this.room = room;
        this.apps = apps;
        this.tokens = tokens;
        this.notifications = notifications;
    }

    /** From now on, until it is closed. */
    void begin(Time time) {
        watching = Optional.of(
                Thread.ofVirtual().name("host watch").start(Repeating.every(BETWEEN_LOOKS, time, this::look)));
    }

    private void look() {
        try {
            lookAtDisks();
            if (looks++ % LOOKS_A_DAY == 0) {
                lookAtTokens();
            }
        } catch (DeployException e) {
            // Docker is away, which is told of as that.
            LOG.debug("the host could not be looked at: {}", e.failure().what());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the host could not be looked at", e);
        }
    }

    void lookAtDisks() throws DeployException {
        var shortages = room.shortages();
        notifications.room(
                shortages.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                shortages.stream().map(Room.Shortage::inWords).collect(Collectors.joining("; "))));
    }

    void lookAtTokens() throws InterruptedException {
        for (var app : apps.get()) {
            var answer = tokens.of(app);
            if (answer.known()) {
                notifications.token(app.name(), answer.ending());
            }
        }
    }

    @Override
    public void close() {
        watching.ifPresent(Thread::interrupt);
    }
}
