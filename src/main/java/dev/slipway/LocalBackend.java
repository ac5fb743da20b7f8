package dev.slipway;

import dev.slipway.cli.AgentDoor;
import dev.slipway.cli.Backend;
import dev.slipway.cli.BusyException;
import dev.slipway.cli.DoctorTools;
import dev.slipway.cli.GitTools;
import dev.slipway.cli.NotifyTools;
import dev.slipway.cli.Session;
import dev.slipway.cli.WebhookTools;
import dev.slipway.config.ConfigFile;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.docker.DockerEngine;
import dev.slipway.docker.DockerInspector;
import dev.slipway.model.ExistingContainer;
import dev.slipway.schedule.PollScheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Opens what commands work on, in this process. */
record LocalBackend(Map<String, String> environment, Time time) implements Backend {
    @Override
    public AgentDoor door(Optional<Path> config) throws DeployException {
        return Configuration.dataDir(config, environment);
    }

    @Override
    public Optional<Path> plainSocket(Optional<Path> config) {
        return ConfigFile.plainDataDir(config, environment)
                .map(folder -> new DataDir(folder).socket())
                .filter(Files::exists);
    }

    @Override
    public Optional<String> cronProblem(String expression) {
        return PollScheduler.cronProblem(expression);
    }

    @Override
    public WebhookTools webhookTools() {
        return new LocalWebhookTools(environment, time);
    }

    @Override
    public NotifyTools notifyTools() {
        Logging.quietly();
        return new LocalNotifyTools(environment, time);
    }

    @Override
    public GitTools gitTools() {
        Logging.quietly();
        return new LocalGitTools(environment);
    }

    @Override
    public ExistingContainer existing(Optional<Path> config, String name) throws DeployException {
        Logging.quietly();
        var engine = new DockerEngine(Configuration.dockerHost(config, environment), environment, time);
        try (engine) {
            return new DockerInspector(engine).inspect(name);
        }
    }

    @Override
    public DoctorTools doctorTools() {
        Logging.quietly();
        return new Doctor(environment, time);
    }

    @Override
    public Session look(Optional<Path> config) throws DeployException {
        Logging.quietly();
        return Assembly.looking(Configuration.load(config, environment), environment, time);
    }

    @Override
    public Session act(Optional<Path> config, String command) throws DeployException, BusyException {
        Logging.quietly();
        var configuration = Configuration.load(config, environment);
        var lock = configuration.dataDir().lock(command, time);
        try {
            return Assembly.acting(configuration, lock, environment, time);
        } catch (DeployException e) {
            lock.close();
            throw e;
        }
    }

    @Override
    public void agent(Optional<Path> config) throws DeployException, BusyException {
        new Agent(Configuration.load(config, environment), this).run();
    }
}
