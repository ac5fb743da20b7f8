package dev.slipway.deploy;

import dev.slipway.model.Delivery;
import dev.slipway.model.Deployment;
import dev.slipway.model.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A webhook that announced none of an app's last commits, though one is configured: the poll had to find them.
 *
 * @param since the last verified delivery for the app; empty if there never was one
 */
public record Silence(Optional<ZonedDateTime> since) {
    /** So many commits in a row that the poll alone found are no coincidence. */
    static final int COMMITS = 3;

    /** A delivery that comes so shortly before or after the poll found the commit was merely slower, or not needed. */
    static final Duration NEAR = Duration.ofMinutes(5);

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    /**
     * Whether the webhook is silent for the app.
     *
     * @param recent the app's deployments, newest first
     * @param deliveries newest first
     * @param expectedSince from when on commits count
     */
    static Optional<Silence> of(
            String app, List<Deployment> recent, List<Delivery> deliveries, Instant expectedSince, ZoneId zone) {
        var heard = deliveries.stream()
                .filter(delivery -> delivery.isVerified() && delivery.apps().contains(app))
                .map(Delivery::at)
                .toList();
        var found = found(recent).stream()
                .filter(deployment -> !deployment.startedAt().isBefore(expectedSince))
                .limit(COMMITS)
                .toList();
        var silent = found.size() == COMMITS
                && found.stream().allMatch(deployment -> byPollAlone(deployment, heard))
                && heard.stream().noneMatch(at -> at.isAfter(found.getFirst().startedAt()));
        return silent
                ? Optional.of(new Silence(heard.stream().max(Instant::compareTo).map(at -> at.atZone(zone))))
                : Optional.empty();
    }

    /** The deployment by which each commit was first taken up, newest commit first; what a person asked for was not found. */
    private static List<Deployment> found(List<Deployment> recent) {
        var first = new LinkedHashMap<String, Deployment>();
        recent.forEach(deployment -> first.put(deployment.commit().sha(), deployment));
        return first.values().stream()
                .filter(deployment -> !deployment.intent().trigger().byPerson())
                .sorted((a, b) -> Long.compare(b.id(), a.id()))
                .toList();
    }

    private static boolean byPollAlone(Deployment deployment, List<Instant> heard) {
        var at = deployment.startedAt();
        return deployment.intent().trigger() == Trigger.POLL
                && heard.stream()
                        .noneMatch(nudge -> Duration.between(nudge, at).abs().compareTo(NEAR) <= 0);
    }

    /** In one line, with what to do about it. */
    public String words() {
        return "the last " + COMMITS + " commits were found by polling; the webhook has "
                + since.map(at -> "been silent since " + MINUTE.format(at)).orElse("never been heard")
                + " (slipway webhook test --public)";
    }
}
