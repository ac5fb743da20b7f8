package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Image;
import dev.slipway.model.NetworkAttachment;
import dev.slipway.model.RestartPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Port: the containers of one engine. Each method that changes something is one effect, and safe to repeat: what is
 * already so is no error, nor is the removal of what is not there. Every failure to reach the engine is a {@link
 * DeployException} of HOST.
 */
public interface Containers {
    /** All containers that bear the app's label, running or not. */
    List<Container> of(App app) throws DeployException;

    /** The container with exactly this name, whoever made it. */
    Optional<Container> named(String name) throws DeployException;

    /** The container with this id. */
    Optional<Container> find(String id) throws DeployException;

    /** The highest deployment id on any container's label, of any app; 0 if there is none. */
    long highestDeployment() throws DeployException;

    /**
     * A hash of all that a container of this app is made from but its image: build and run settings, and what the env files
     * hold now.
     *
     * @throws DeployException YOURS if an env file cannot be read, with its path
     */
    String configHash(App app) throws DeployException;

    /**
     * Checks that the networks, env files, bind sources and other containers that {@code create} and {@code start} will need are
     * there, and that the engine takes the settings, so that it fails before the old container is touched. A named volume is
     * never missing: the engine makes it.
     *
     * @throws DeployException YOURS, naming what is missing or not possible
     */
    void preflight(App app) throws DeployException;

    /** Creates a container, not started, and returns it. */
    Container create(Creation creation) throws DeployException;

    /**
     * Starts it.
     *
     * @throws DeployException HOST, naming the holder where a port is taken
     */
    void start(String id) throws DeployException;

    /**
     * Stops it as its app asks: its stop signal, then SIGKILL after {@code grace}. Returns when it has stopped.
     *
     * @param grace empty for the container's own, which by default is 10 s
     */
    void stop(String id, Optional<Duration> grace) throws DeployException;

    /**
     * Gives it another name.
     *
     * @throws DeployException HOST if the name is taken, naming the holder
     */
    void rename(String id, String name) throws DeployException;

    /** Removes it, running or not, with its anonymous volumes; returns when its name is free. */
    void remove(String id) throws DeployException;

    /** Changes when the engine restarts it. */
    void restartPolicy(String id, RestartPolicy policy) throws DeployException;

    /** Attaches it; a published port that its configuration has is bound with the first network that can publish. */
    void connect(String id, NetworkAttachment attachment) throws DeployException;

    void disconnect(String id, String network) throws DeployException;

    /** Makes sure of a network without the outside world, labelled as the app's, and returns its name. */
    String privateNetwork(App app) throws DeployException;

    /** Removes that network, unless a container is attached to it. */
    void removePrivateNetwork(App app) throws DeployException;

    /** The last lines of its output, both streams, oldest first; empty where its log driver cannot be read. */
    List<String> lastLines(String id, int count) throws DeployException;

    /**
     * Runs a command inside it.
     *
     * @throws DeployException HOST if it cannot be run at all, or is not done in time
     */
    ExecResult exec(String id, List<String> argv, Duration timeout) throws DeployException, InterruptedException;

    /**
     * How a command ended.
     *
     * @param output both streams, its last 4 KiB
     */
    record ExecResult(int exitCode, String output) {}

    /** What a new container is made from. */
    record Creation(App app, Commit commit, long deployment, Image image, String name, Attachment attachment) {}

    /** How a new container is attached at first. */
    enum Attachment {
        /** As configured: networks, aliases, fixed addresses, published ports. */
        FULL,
        /** On the configured networks, but without aliases and published ports: nobody finds it who does not know it. */
        UNSEEN,
        /** As UNSEEN, and without the configured labels: a throwaway copy that no label-driven proxy picks up. */
        TRIAL,
        /** On the app's private network alone, with the configured ports, which that network does not publish. */
        PRIVATE
    }
}
