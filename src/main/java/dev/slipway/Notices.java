package dev.slipway;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.History;
import dev.slipway.deploy.Time;
import dev.slipway.history.HistoryFile;
import dev.slipway.history.SqliteHistory;
import dev.slipway.notify.Notifications;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a person must know of Slipway itself, whichever app is looked at. */
final class Notices {
    private final Path historyFile;
    private final History history;
    private final Time time;
    private volatile Optional<String> configTrouble = Optional.empty();
    private Supplier<Optional<String>> dashboardTrouble = Optional::empty;

    Notices(Path historyFile, History history, Time time) {
        this.historyFile = historyFile;
        this.history = history;
        this.time = time;
    }

    /** What is wrong with the configuration as it is on disk now; empty if it is the one in force. */
    void configTroubledBy(Optional<String> words) {
        configTrouble = words;
    }

    /** Why nobody can reach the dashboard, in words; empty while it listens, or is not to. */
    void dashboardTroubledBy(Supplier<Optional<String>> trouble) {
        dashboardTrouble = trouble;
    }

    /** One sentence or more for each; empty while all is well. */
    List<String> all() throws DeployException {
        var damage = HistoryFile.setAside(historyFile).stream()
                .map(aside -> "an earlier history was damaged and lies in " + aside
                        + "; pauses and pins of before are forgotten (move it away once you have looked)");
        return Stream.of(configTrouble.stream(), dashboardTrouble.get().stream(), damage, undelivered())
                .flatMap(each -> each)
                .toList();
    }

    private Stream<String> undelivered() throws DeployException {
        return history instanceof SqliteHistory file
                ? Stream.concat(
                        Notifications.overdue(file.outbox().waiting(), time.now()).stream(),
                        Notifications.unreported(file.reports().all(), time.now()).stream())
                : Stream.empty();
    }
}
