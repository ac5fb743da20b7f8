package dev.slipway.docker;

import dev.slipway.deploy.Services;
import dev.slipway.deploy.ServicesContract;
import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.RunSpec;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class DockerServicesContractIT extends ServicesContract {
    private static final Duration PAUSE = Duration.ofMillis(100);

    @TempDir
    static Path folder;

    private static SwarmTestEngine docker;

    @BeforeAll
    static void startSwarm() throws Exception {
        docker = new SwarmTestEngine(folder);
    }

    @AfterAll
    static void stopSwarm() throws Exception {
        docker.close();
    }

    @AfterEach
    void removeServices() {
        docker.clear();
    }

    @Override
    protected Services services() {
        return docker.services;
    }

    @Override
    protected App app() {
        return docker.app(RunSpec.EMPTY);
    }

    @Override
    protected Services.Order order(Commit commit, long deployment) {
        return docker.order(app(), commit, deployment, !commit.equals(BAD));
    }

    @Override
    protected void pause() throws InterruptedException {
        docker.time.sleep(PAUSE);
    }
}
