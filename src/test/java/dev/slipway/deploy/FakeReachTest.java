package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Image;
import dev.slipway.model.SwapMode;
import java.util.Set;

class FakeReachTest extends ReachContract {
    private final Effects effects = new Effects();
    private final FakeContainers containers = new FakeContainers(effects, new ManualTime());
    private final Reach reach = new FakeReach(effects, containers);
    private final App app = Harbor.with(SwapMode.START_FIRST).app();
    private final App neighbour = new App("neighbour", app.git(), app.build(), app.run(), app.health(), app.policy());

    @Override
    protected Containers containers() {
        return containers;
    }

    @Override
    protected Reach reach() {
        return reach;
    }

    @Override
    protected Reach anew() {
        return new FakeReach(effects, containers);
    }

    @Override
    protected Set<String> networksOfAgent() {
        return containers.networksOfAgent();
    }

    @Override
    protected String idOfAgent() {
        var id = containers.stranger("agent", app);
        containers.agentRunsIn(id);
        return id;
    }

    @Override
    protected void attachAgent(String network) {
        containers.attachAgent(network);
    }

    @Override
    protected App app() {
        return app;
    }

    @Override
    protected App neighbour() {
        return neighbour;
    }

    @Override
    protected Image image() {
        return new Image("sha256:1", "slipway/web:1");
    }
}
