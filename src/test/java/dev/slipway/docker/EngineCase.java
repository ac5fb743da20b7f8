package dev.slipway.docker;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tests of containers on a real engine, which is left as it was found. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineCase {
    ContainersTestEngine docker;
    DockerContainers containers;

    @BeforeAll
    void open() throws Exception {
        docker = new ContainersTestEngine();
        containers = docker.containers;
    }

    @AfterEach
    void clear() throws Exception {
        docker.clear();
    }

    @AfterAll
    void close() throws Exception {
        docker.close();
    }
}
