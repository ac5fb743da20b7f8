package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.Difference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Looks for changes that somebody's hand made to a running container: not at every poll, for the engine reads its whole disk. */
final class DriftWatch {
    private static final System.Logger LOG = System.getLogger(DriftWatch.class.getName());
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(10);

    private final Ports ports;
    private final Map<String, Seen> last = new ConcurrentHashMap<>();

    DriftWatch(Ports ports) {
        this.ports = ports;
    }

    /** What one look found; a container that was made anew is another. */
    private record Seen(String container, Duration at, List<Difference> drift) {}

    /** The drift of a container that is up to date, as of the last look or, if that was long ago, of one now. */
    List<Difference> of(App app, Container container, boolean byPerson) {
        if (!container.isRunning()) {
            return List.of();
        }
        var seen = last.get(app.name());
        var now = ports.time().elapsed();
        if (!byPerson
                && seen != null
                && seen.container().equals(container.id())
                && now.minus(seen.at()).compareTo(BETWEEN_LOOKS) < 0) {
            return seen.drift();
        }
        var drift = look(app, container, byPerson);
        if (seen == null || !seen.drift().equals(drift)) {
            tell(app, drift, seen != null && !seen.drift().isEmpty());
        }
        last.put(app.name(), new Seen(container.id(), now, drift));
        return drift;
    }

    private List<Difference> look(App app, Container container, boolean byPerson) {
        try {
            if (!ports.drifts().remembers(app, container)) {
                // Deployed by an older Slipway, or by one that was killed right after: what it is now is all that is
                // known.
                // A person may only want to know what would be done, and that writes nothing.
                if (!byPerson) {
                    ports.drifts().remember(app, container);
                }
                return List.of();
            }
            return ports.drifts().of(app, container).stream()
                    .filter(Difference::isDrift)
                    .toList();
        } catch (DeployException e) {
            // Not every engine tells (podman's API does not of all); a deployment does not hang on it.
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "{0}: what was changed by hand cannot be told: {1}",
                    app.name(),
                    e.failure().what());
            return List.of();
        }
    }

    private void tell(App app, List<Difference> drift, boolean before) {
        if (!drift.isEmpty()) {
            ports.notifier().drifted(app.name(), inWords(app, drift));
        } else if (before) {
            ports.notifier().driftGone(app.name());
        }
    }

    static String inWords(App app, List<Difference> drift) {
        var more = drift.size() == 1 ? "" : ", and " + (drift.size() - 1) + " more";
        return "what runs is not what was deployed: " + drift.getFirst().what() + more + " (slipway diff " + app.name()
                + ")";
    }
}
