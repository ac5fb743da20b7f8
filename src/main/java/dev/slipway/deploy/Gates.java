package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import java.util.List;

/**
 * Port: the proxy containers that hold published ports in the place of the apps' own containers, and lead them to whichever
 * serves. They are started, stopped, named and removed like any container, by {@link Containers}; a gate holds its ports while it
 * runs on the {@linkplain App#wayIn way in}. What a gate leads to is written in it, so that it goes on without Slipway, and after
 * a restart of its own or the engine's. Each method that changes something is one effect, and safe to repeat.
 */
public interface Gates {
    /** Every gate that was made for the app, running or not, whatever its name. */
    List<Gate> of(App app) throws DeployException;

    /** A hash of what cannot be changed in a gate of this app, but by another gate: its image and the ports that it holds. */
    String madeOf(App app);

    /**
     * Makes sure that the image of the app's gate is on the engine, and that nobody else has the gate's name or network, so that
     * it fails before anything is touched.
     *
     * @throws DeployException YOURS if a name is taken or the registry refuses the image, REMOTE if it does not answer
     */
    void prepare(App app, Progress log) throws DeployException, InterruptedException;

    /**
     * Creates one, not started, that holds no port yet and leads to that container, under the name that it has until it holds
     * the ports; with the network between the two.
     */
    Gate create(App app, long deployment, Container to) throws DeployException;

    /**
     * Returns once a gate that was started is ready to lead.
     *
     * @throws DeployException YOURS if its proxy does not run in the image, with its last lines
     */
    void await(App app, Gate gate) throws DeployException, InterruptedException;

    /**
     * Leads every new connection to that container; for good, if the gate is stopped and started. On a gate that runs it returns
     * when no connection that was made before is left: each has ended by itself, or was cut after {@code drain}.
     *
     * @throws DeployException HOST if the gate goes on as before
     */
    void lead(App app, Gate gate, Container to) throws DeployException, InterruptedException;

    /** Removes the network between gate and containers, unless a container is attached to it. */
    void removeNetwork(App app) throws DeployException;

    /**
     * One gate, as it is.
     *
     * @param madeOf what it was made of
     * @param deployment by which it was made
     */
    record Gate(Container container, String madeOf, long deployment) {
        /** Whether it has the ports, or takes them when it is started. */
        boolean isAtWayIn() {
            return container.wiring().networks().contains(App.wayIn());
        }
    }
}
