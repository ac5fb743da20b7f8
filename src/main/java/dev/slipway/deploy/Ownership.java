package dev.slipway.deploy;

import dev.slipway.model.App;

/** Whether the names that an app's containers bear, or will bear during a swap, are the app's own to use, and not Slipway's. */
public final class Ownership {
    private Ownership() {}

    /**
     * Looks, and changes nothing, for an app in a swarm.
     *
     * @throws DeployException YOURS if a service that Slipway did not make for this app bears its name, and is not adopted
     */
    public static void check(App app, Services services) throws DeployException {
        Lineup.ofService(app, services);
    }

    /**
     * Looks, and changes nothing, for an app that Compose runs.
     *
     * @throws DeployException YOURS if the project was not made by Slipway for this app, and is not adopted, or if this process
     *     runs in it
     */
    public static void check(App app, Projects projects, Reach reach) throws DeployException {
        Lineup.ofProject(app, projects, reach);
    }

    /**
     * Looks, and changes nothing.
     *
     * @throws DeployException YOURS if a container that Slipway did not make for this app bears one of them, and is not adopted,
     *     or if it is the one that this process runs in
     */
    public static void check(App app, Containers containers, Reach reach) throws DeployException {
        OwnContainer.refuse(app, containers, reach);
        Lineup.of(app, containers);
    }
}
