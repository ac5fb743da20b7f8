package dev.slipway;

import dev.slipway.deploy.History;
import dev.slipway.deploy.Notifier;
import dev.slipway.deploy.Ports;
import dev.slipway.deploy.Progress;
import dev.slipway.deploy.Source;
import dev.slipway.deploy.SwarmLease;
import dev.slipway.deploy.Time;
import dev.slipway.deploy.Webhook;
import dev.slipway.docker.DockerContainers;
import dev.slipway.docker.DockerDrifts;
import dev.slipway.docker.DockerEngine;
import dev.slipway.docker.DockerGates;
import dev.slipway.docker.DockerImages;
import dev.slipway.docker.DockerLeaseStore;
import dev.slipway.docker.DockerProjects;
import dev.slipway.docker.DockerReach;
import dev.slipway.docker.DockerRoom;
import dev.slipway.docker.DockerServices;
import dev.slipway.health.Prober;
import dev.slipway.model.DockerHost;
import java.util.Map;

/** One Docker engine that apps run on, and all that is spoken to through it. */
final class EngineHost implements AutoCloseable {
    private final DockerHost host;
    private final Configuration configuration;
    private final Map<String, String> environment;
    private final Time time;
    private final DockerEngine docker;
    private final DockerRoom room;
    private final SwarmLease lease;

    /** @param configuration with which the process began */
    EngineHost(
            DockerHost host,
            Configuration configuration,
            Identity identity,
            Map<String, String> environment,
            Time time) {
        var settings = configuration.settings();
        this.host = host;
        this.configuration = configuration;
        this.environment = environment;
        this.time = time;
        this.docker = new DockerEngine(host, environment, time);
        this.room = new DockerRoom(docker, settings.dataDir(), settings.minFreeDisk());
        this.lease =
                new SwarmLease(new DockerLeaseStore(docker), time, identity.me(), identity.before(), settings.poll());
    }

    /** What its apps are deployed with: what is its own, and what is the same wherever an app runs. */
    Ports ports(Source source, History history, Notifier notifier, Webhook webhook, Progress.Logs logs) {
        var containers = new DockerContainers(docker, environment);
        var data = configuration.dataDir();
        var projects = new DockerProjects(docker, containers, environment, data.compose());
        return new Ports(
                source,
                new DockerImages(docker, environment),
                containers,
                new DockerServices(docker, containers, environment),
                lease,
                projects,
                new DockerGates(docker, containers, environment),
                new Prober(containers),
                new DockerReach(docker),
                room,
                new DockerDrifts(docker, projects, environment, data.drift()),
                history,
                notifier,
                webhook,
                logs,
                time);
    }

    DockerEngine docker() {
        return docker;
    }

    DockerRoom room() {
        return room;
    }

    SwarmLease lease() {
        return lease;
    }

    DockerHost host() {
        return host;
    }

    /** For messages. */
    String inWords() {
        return "Docker at " + host;
    }

    @Override
    public void close() {
        docker.close();
    }
}
