package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.SwapMode;
import java.time.Duration;

class FakeServicesTest extends ServicesContract {
    private final ManualTime time = new ManualTime();
    private final FakeServices services = new FakeServices(new Effects(), time, BAD::equals);

    @Override
    protected Services services() {
        return services;
    }

    @Override
    protected App app() {
        return Harbor.with(SwapMode.ROLLING).app();
    }

    @Override
    protected Services.Order order(Commit commit, long deployment) {
        return new Services.Order(app(), commit, deployment, "registry.example/web:" + commit.sha());
    }

    @Override
    protected void pause() {
        time.pass(Duration.ofSeconds(1));
    }
}
