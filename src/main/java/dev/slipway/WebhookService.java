package dev.slipway;

import dev.slipway.cli.CommandLineInterface;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.WebhookSecret;
import dev.slipway.model.WebhookSpec;
import dev.slipway.webhook.Diagnosis;
import dev.slipway.webhook.Hooks;
import dev.slipway.webhook.WebhookListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's listener, as the configuration in force wants it. One that cannot listen is tried again and again; nothing else
 * waits for it, since polling alone is complete.
 */
final class WebhookService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookService.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);

    private final Assembly assembly;
    private final Path configFile;
    private final Map<String, String> environment;
    private final BooleanSupplier alive;
    private final Time time;
    private final Thread trying;
    /** The last there was: an answer that is under way when the webhook leaves the configuration still needs it. */
    private volatile Optional<WebhookSpec> latest = Optional.empty();

    private Optional<WebhookSpec> wanted = Optional.empty();
    private Optional<WebhookListener> listener = Optional.empty();
    private Optional<String> trouble = Optional.empty();

    /**
     * Listens to nothing yet.
     *
     * @param configFile from which is read what a restart would put in force
     * @param alive whether the poll loop lives
     */
    WebhookService(
            Assembly assembly, Path configFile, Map<String, String> environment, BooleanSupplier alive, Time time) {
        this.assembly = assembly;
        this.configFile = configFile;
        this.environment = environment;
        this.alive = alive;
        this.time = time;
        this.trying = Thread.ofVirtual().name("webhook-retry").start(Repeating.every(BETWEEN_TRIES, time, this::open));
        assembly.webhookTroubledBy(this::trouble);
    }

    /** Listens so from now on, or to nothing; what an open listener can take up without a break, it does. */
    synchronized void apply(Optional<WebhookSpec> spec) {
        var same = spec.map(WebhookSpec::listen).equals(wanted.map(WebhookSpec::listen));
        wanted = spec;
        latest = spec.or(() -> latest);
        if (!same) {
            closeListener();
            trouble = Optional.empty();
            open();
        }
    }

    /** Why nobody can reach it, in words; empty while it listens, or is not to. */
    synchronized Optional<String> trouble() {
        return trouble;
    }

    private synchronized void open() {
        if (wanted.isEmpty() || listener.isPresent()) {
            return;
        }
        var opening = new WebhookListener(this::inForce, hooks(), CommandLineInterface.version());
        try {
            opening.start();
            listener = Optional.of(opening);
            trouble = Optional.empty();
        } catch (DeployException e) {
            var words = e.failure().what();
            if (!trouble.equals(Optional.of(words))) {
                LOG.warn("{}; polling goes on\n  {}", words, e.failure().next());
            }
            trouble = Optional.of(words);
        }
    }

    private Hooks hooks() {
        var diagnosis = new Diagnosis(
                () -> inForce().secrets(),
                this::onDisk,
                () -> StraySecrets.of(assembly.catalog().all(), environment),
                assembly.deliveries(),
                time);
        return new Hooks(
                () -> assembly.catalog().all(), assembly::nudge, assembly.deliveries(), diagnosis, alive, time);
    }

    /** Without the lock, which is held while a listener closes and its answers are waited for. */
    private WebhookSpec inForce() {
        return latest.orElseThrow();
    }

    private List<WebhookSecret> onDisk() {
        try {
            return Configuration.load(Optional.of(configFile), environment).settings().webhook().stream()
                    .flatMap(spec -> spec.secrets().stream())
                    .toList();
        } catch (DeployException e) {
            // That the file is not valid is told when it is read again.
            LOG.debug("no secrets could be read from {}", configFile);
            return List.of();
        }
    }

    private synchronized void closeListener() {
        listener.ifPresent(WebhookListener::close);
        listener = Optional.empty();
    }

    @Override
    public synchronized void close() {
        trying.interrupt();
        wanted = Optional.empty();
        closeListener();
    }
}
