package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Container;
import dev.slipway.model.Image;
import dev.slipway.model.SwapMode;

class FakeGatesTest extends GatesContract {
    private final App app = Harbor.with(SwapMode.GATE).app();
    private final Effects effects = new Effects();
    private final FakeContainers containers = new FakeContainers(effects, new ManualTime());
    private final FakeGates gates = new FakeGates(effects, containers);

    @Override
    protected Gates gates() {
        return gates;
    }

    @Override
    protected Containers containers() {
        return containers;
    }

    @Override
    protected App app() {
        return app;
    }

    @Override
    protected Container started(String name) throws Exception {
        var created = containers.create(new Containers.Creation(
                app, Harbor.commit("a1"), DEPLOYMENT, new Image("i", "i:1"), name, Containers.Attachment.UNSEEN));
        containers.start(created.id());
        return created;
    }

    @Override
    protected void stranger(String name) {
        containers.stranger(name, app);
    }
}
