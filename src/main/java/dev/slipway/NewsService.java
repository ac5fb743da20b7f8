package dev.slipway;

import dev.slipway.config.Redaction;
import dev.slipway.config.SecretFiles;
import dev.slipway.deploy.Notifier;
import dev.slipway.deploy.Time;
import dev.slipway.history.SqliteHistory;
import dev.slipway.model.App;
import dev.slipway.model.NotifySpec;
import dev.slipway.model.ReportSpec;
import dev.slipway.model.Secret;
import dev.slipway.notify.Notifications;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the outside world, as the configuration in force wants it. */
final class NewsService implements Notifications.Audience, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NewsService.class);
    /** Enough for the last lines of any log. */
    private static final int TAIL_BYTES = 32 * 1024;

    private final Map<String, String> environment;
    private final Notifications notifications;
    private volatile Configuration configuration;

    /**
     * Sends nothing yet.
     *
     * @param patienceAtTheEnd how long closing may wait for what is being sent
     */
    NewsService(
            Configuration configuration,
            SqliteHistory history,
            Map<String, String> environment,
            Duration patienceAtTheEnd,
            Time time) {
        this.configuration = configuration;
        this.environment = environment;
        this.notifications = new Notifications(
                new Notifications.Store(history.outbox(), history.reports()),
                this,
                new Notifications.Material(history, this::lastLines, this::redacted),
                patienceAtTheEnd,
                time);
    }

    Notifier beside(Notifier other) {
        return notifications.beside(other);
    }

    /** Sends from now on. */
    void begin() {
        notifications.begin(apps());
    }

    /** Who is told from now on. */
    void is(Configuration newer) {
        configuration = newer;
    }

    Notifications notifications() {
        return notifications;
    }

    @Override
    public List<NotifySpec> notifiers() {
        return configuration.settings().notifiers();
    }

    @Override
    public Optional<Secret> heartbeat() {
        return configuration.settings().heartbeat();
    }

    @Override
    public List<String> apps() {
        return configuration.settings().apps().stream().map(App::name).toList();
    }

    @Override
    public Optional<ReportSpec> report(String app) {
        return configuration.settings().apps().stream()
                .filter(each -> each.name().equals(app))
                .findFirst()
                .flatMap(App::report);
    }

    /** Read anew each time: an app's env file may have changed since. */
    private String redacted(String text) {
        return new Redaction(new SecretFiles(configuration.loaded(), environment).values()).of(text);
    }

    private List<String> lastLines(long deployment) {
        return tail(configuration.dataDir().logs().resolve(deployment + ".log"));
    }

    private static List<String> tail(Path log) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            var from = Math.max(0, file.length() - TAIL_BYTES);
            var bytes = new byte[Math.toIntExact(file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            // The first of a tail is the end of a line.
            return from == 0 || lines.isEmpty() ? lines : lines.subList(1, lines.size());
        } catch (IOException e) {
            LOG.debug("the log {} cannot be quoted", log, e);
            return List.of();
        }
    }

    @Override
    public void close() {
        notifications.close();
    }
}
