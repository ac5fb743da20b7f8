package dev.slipway;

import dev.slipway.config.ConfigFile;
import dev.slipway.config.ConfigReader;
import dev.slipway.config.InvalidConfigException;
import dev.slipway.config.Settings;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.schedule.PollScheduler;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The configuration file in use, and what it said when it was read. */
record Configuration(Path file, Settings settings) {

    static Configuration load(Optional<Path> option, Map<String, String> environment) throws DeployException {
        try {
            var file = ConfigFile.locate(option, environment);
            return new Configuration(file, new ConfigReader(environment, PollScheduler::cronProblem).read(file));
        } catch (InvalidConfigException e) {
            throw new DeployException(
                    Blame.YOURS,
                    "the configuration is not valid\n" + e.getMessage(),
                    "mend it; slipway config validate checks it again",
                    e);
        }
    }

    DataDir dataDir() {
        return new DataDir(settings.dataDir());
    }
}
