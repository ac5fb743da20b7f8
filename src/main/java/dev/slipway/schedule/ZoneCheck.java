package dev.slipway.schedule;

import dev.slipway.deploy.Check;
import dev.slipway.deploy.Time;
import dev.slipway.model.App;
import dev.slipway.model.Finding;
import dev.slipway.model.Polling;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Whether this machine knows what time it is, and means the same hours as whoever wrote the configuration. */
public final class ZoneCheck implements Check {
    /** No clock that was ever set shows a time before this was written. */
    private static final Instant LONG_AGO = Instant.parse("2025-01-01T00:00:00Z");

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final Polling polling;
    private final List<App> apps;
    private final Time time;

    /** Of a configuration. */
    public ZoneCheck(Polling polling, List<App> apps, Time time) {
        this.polling = polling;
        this.apps = List.copyOf(apps);
        this.time = time;
    }

    @Override
    public String name() {
        return "time";
    }

    @Override
    public List<Finding> look() {
        var now = time.now().atZone(time.zone());
        var said = "it is " + MINUTE.format(now) + " in " + time.zone();
        if (time.now().isBefore(LONG_AGO)) {
            return List.of(Finding.wrong(
                    said + ", which cannot be",
                    "every certificate is judged by the clock, and refused",
                    "timedatectl set-ntp true, or set the clock in the machine's own settings"));
        }
        var goesByTheHour = polling instanceof Polling.Cron
                || apps.stream().anyMatch(app -> !app.policy().windows().isEmpty());
        if (goesByTheHour && isUtc(now)) {
            return List.of(Finding.note(
                    said + ", and the configuration names hours (windows, or a cron expression)",
                    "they are hours of UTC, which is the zone of containers and fresh machines too",
                    "if others were meant: TZ=Europe/Berlin (or yours) in the agent's environment, and restart it"));
        }
        return List.of(Finding.well(said));
    }

    private static boolean isUtc(ZonedDateTime now) {
        return now.getOffset().equals(ZoneOffset.UTC)
                && now.getZone().getRules().getStandardOffset(now.toInstant()).equals(ZoneOffset.UTC)
                && now.getZone().getRules().nextTransition(now.toInstant()) == null;
    }
}
