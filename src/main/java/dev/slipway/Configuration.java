package dev.slipway;

import dev.slipway.config.ConfigFile;
import dev.slipway.config.ConfigReader;
import dev.slipway.config.InvalidConfigException;
import dev.slipway.config.Settings;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Failure;
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
                    Failure.of(
                                    Blame.YOURS,
                                    "the configuration is not valid",
                                    "mend it; slipway config validate checks it again")
                            .withEvidence(String.valueOf(e.getMessage()).lines().toList()),
                    e);
        }
    }

    DataDir dataDir() {
        return new DataDir(settings.dataDir());
    }
}
