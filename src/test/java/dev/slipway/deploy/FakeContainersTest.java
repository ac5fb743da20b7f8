package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Image;
import dev.slipway.model.SwapMode;

class FakeContainersTest extends ContainersContract {
    private final FakeContainers containers = new FakeContainers(new Effects(), new ManualTime());
    private final App app = Harbor.with(SwapMode.START_FIRST).app();

    @Override
    protected Containers containers() {
        return containers;
    }

    @Override
    protected App app() {
        return app;
    }

    @Override
    protected Image image() {
        return new Image("sha256:1", "slipway/web:1");
    }
}
