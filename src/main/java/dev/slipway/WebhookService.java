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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's webhook, as the configuration in force wants it. */
final class WebhookService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookService.class);

    private final Assembly assembly;
    private final Path configFile;
    private final Map<String, String> environment;
    private final Time time;
    private final Listening<WebhookSpec> listening;

    /**
     * Listens to nothing yet.
     *
     * @param configFile from which is read what a restart would put in force
     */
    WebhookService(Assembly assembly, Path configFile, Map<String, String> environment, Time time) {
        this.assembly = assembly;
        this.configFile = configFile;
        this.environment = environment;
        this.time = time;
        this.listening = new Listening<>("webhook", WebhookSpec::listen, ignored -> open(), time);
        assembly.webhookState().troubledBy(listening::trouble);
    }

    /** Listens so from now on, or to nothing. */
    void apply(Optional<WebhookSpec> spec) {
        listening.apply(spec);
    }

    private Listening.Open open() throws DeployException {
        var opening = new WebhookListener(listening::inForce, hooks(), CommandLineInterface.version());
        opening.start();
        return opening::close;
    }

    private Hooks hooks() {
        var diagnosis = new Diagnosis(
                () -> listening.inForce().secrets(),
                this::onDisk,
                () -> StraySecrets.of(assembly.catalog().all(), environment),
                assembly.deliveries(),
                time);
        return new Hooks(
                () -> assembly.catalog().all(),
                assembly::nudge,
                assembly.deliveries(),
                diagnosis,
                () -> assembly.stale().isEmpty(),
                time);
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

    @Override
    public void close() {
        listening.close();
    }
}
