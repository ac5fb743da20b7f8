package dev.slipway;

import dev.slipway.config.ConfigFile;
import dev.slipway.config.ConfigReader;
import dev.slipway.config.InvalidConfigException;
import dev.slipway.config.Loaded;
import dev.slipway.config.Settings;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.DockerHost;
import dev.slipway.model.Failure;
import dev.slipway.schedule.PollScheduler;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configuration file in use, and what it said when it was read. */
record Configuration(Path file, Loaded loaded) {

    static Configuration load(Optional<Path> option, Map<String, String> environment) throws DeployException {
        try {
            var file = ConfigFile.locate(option, environment);
            return new Configuration(file, reader(environment).load(file));
        } catch (InvalidConfigException e) {
            throw invalid(e);
        }
    }

    /** The {@code data_dir} alone, which is all that is needed to find an agent. */
    static DataDir dataDir(Optional<Path> option, Map<String, String> environment) throws DeployException {
        try {
            return new DataDir(reader(environment).dataDir(ConfigFile.locate(option, environment)));
        } catch (InvalidConfigException e) {
            throw invalid(e);
        }
    }

    /** The engine of the configuration; where nobody has made one yet, the one that would be its default. */
    static DockerHost dockerHost(Optional<Path> option, Map<String, String> environment) throws DeployException {
        if (ConfigFile.isExpected(option, environment)) {
            return load(option, environment).settings().dockerHost();
        }
        var host = environment.getOrDefault("DOCKER_HOST", "");
        return DockerHost.at(URI.create(host.isEmpty() ? "unix:///var/run/docker.sock" : host));
    }

    static ConfigReader reader(Map<String, String> environment) {
        return new ConfigReader(environment, PollScheduler::cronProblem);
    }

    private static DeployException invalid(InvalidConfigException e) {
        return new DeployException(
                Failure.of(
                                Blame.YOURS,
                                "the configuration is not valid",
                                "mend it; slipway config validate checks it again")
                        .withEvidence(String.valueOf(e.getMessage()).lines().toList()),
                e);
    }

    /** What to watch after a reading that failed: the files of that one may mend it, those of the one before are in force. */
    static Set<Path> filesOf(DeployException failed, Configuration before) {
        var files = new HashSet<>(before.loaded().files());
        if (failed.getCause() instanceof InvalidConfigException invalid) {
            files.addAll(invalid.files());
        }
        return Set.copyOf(files);
    }

    Settings settings() {
        return loaded.settings();
    }

    DataDir dataDir() {
        return new DataDir(settings().dataDir());
    }
}
