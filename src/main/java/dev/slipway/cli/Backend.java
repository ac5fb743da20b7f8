package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.ExistingContainer;
import java.nio.file.Path;
import java.util.Optional;

/** Opens what commands work on; the root, which alone can connect the parts, provides it. */
public interface Backend {
    /**
     * Where the agent of this configuration would listen.
     *
     * @param config the file that was asked for; empty for the first that is found
     */
    AgentDoor door(Optional<Path> config) throws DeployException;

    /**
     * At which socket the agent of this configuration would listen, where that can be told without reading the configuration: from a line
     * {@code data_dir: /path} and nothing else; empty if it cannot, or nothing is there.
     */
    Optional<Path> plainSocket(Optional<Path> config);

    /** What is wrong with a cron expression, in words; empty if nothing is. */
    Optional<String> cronProblem(String expression);

    WebhookTools webhookTools();

    GitTools gitTools();

    NotifyTools notifyTools();

    /** How a container that exists was set up, on the engine of the configuration or, where there is none yet, the usual one. */
    ExistingContainer existing(Optional<Path> config, String name) throws DeployException;

    DoctorTools doctorTools();

    /** Opens {@code data_dir} for reading, without its lock. */
    Session look(Optional<Path> config) throws DeployException;

    /** Takes the lock of {@code data_dir}, in the name of {@code command}. */
    Session act(Optional<Path> config, String command) throws DeployException, BusyException;

    /** Runs the agent; returns when its thread was interrupted, and what was under way is done. */
    void agent(Optional<Path> config) throws DeployException, BusyException;
}
