package dev.slipway.docker;

import dev.slipway.deploy.Projects;
import dev.slipway.deploy.ProjectsContract;
import dev.slipway.deploy.Source;
import dev.slipway.model.App;
import dev.slipway.model.Commit;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DockerProjectsContractIT extends ProjectsContract {
    private static final Duration PAUSE = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private ComposeTestEngine docker;

    @BeforeEach
    void connect() {
        docker = new ComposeTestEngine(folder);
    }

    @AfterEach
    void removeAll() {
        docker.close();
    }

    @Override
    protected Projects projects() {
        return docker.projects;
    }

    @Override
    protected App app() {
        return docker.app();
    }

    @Override
    protected Source.Tree tree(Commit commit) {
        return docker.tree(commit);
    }

    @Override
    protected void pause() throws InterruptedException {
        docker.time.sleep(PAUSE);
    }
}
