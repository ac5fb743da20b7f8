package dev.slipway.cli;

import dev.slipway.deploy.Deliveries;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Operations;
import dev.slipway.deploy.WebhookStatus;
import dev.slipway.model.Commit;
import dev.slipway.model.CommitWords;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a command works on while it runs: the engine of this process, which is the agent's or the command's own. */
public interface Session extends AutoCloseable {
    Operations operations();

    /** The names of the apps, in the order of the configuration. */
    List<String> apps();

    /** Where a deployment's log is; the file need not exist. */
    Path logFile(long deployment);

    /** When the schedule looks at the app next; empty if nothing is scheduled in this process. */
    Optional<Instant> nextPoll(String app);

    /** What came in by the webhook. */
    Deliveries deliveries();

    /** How the webhook stands; empty if none is configured. */
    Optional<WebhookStatus> webhook() throws DeployException;

    /** What a person should know of the whole, whatever app it is about; empty in good times. */
    List<String> notices() throws DeployException;

    /** Why polling is stale, a sentence for each app and way; empty while it lives, or where it is another process's. */
    List<String> stale();

    /** What is said of a commit of the app; empty where it is not known here. */
    default Optional<CommitWords> words(String app, Commit commit) {
        return Optional.empty();
    }

    /** The configuration file in use. */
    Path configFile();

    Watch watch();

    /** Whether this process is the agent. */
    default boolean byAgent() {
        return watch() == Watch.AGENT;
    }

    /** Calls off what has not touched anything yet, waits for what has, and lets go of {@code data_dir}. */
    @Override
    void close();
}
