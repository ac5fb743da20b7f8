package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.LeaseStore;
import dev.slipway.deploy.LeaseStoreContract;
import dev.slipway.model.Blame;
import dev.slipway.testkit.Command;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerLeaseStoreContractIT extends LeaseStoreContract {
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
    void removeTheLease() {
        Command.run(
                List.of("docker", "--host", docker.machine.engineUrl(), "config", "rm", DockerLeaseStore.NAME),
                Map.of());
    }

    @Override
    protected LeaseStore store() {
        return new DockerLeaseStore(docker.engine);
    }

    @Test
    void aLeaseThatSomebodyRemovedIsTakenAnew() throws Exception {
        var terms = new LeaseStore.Terms(Optional.of(new LeaseStore.Holder("nas", "one")), Duration.ofSeconds(20));
        var entry = store().write(Optional.empty(), terms);
        docker.machine.docker("config", "rm", DockerLeaseStore.NAME);
        assertEquals(terms, store().write(entry, terms).orElseThrow().terms());
    }

    @Test
    void whatSomebodyElseWroteIntoItIsReadAllTheSame() throws Exception {
        docker.machine.docker(
                "config", "create", "--label", "dev.slipway.lease.lasts=soon", DockerLeaseStore.NAME, "/etc/hostname");
        var entry = store().read().orElseThrow();
        assertEquals(Optional.empty(), entry.terms().holder());
        assertTrue(entry.terms().lasts().isPositive());
    }

    @Test
    void anEngineThatManagesNoSwarmSaysSo() throws Exception {
        try (var single = new DockerEngine(URI.create("unix:///var/run/docker.sock"), Map.of(), new SystemTime())) {
            var refused = assertThrows(DeployException.class, () -> new DockerLeaseStore(single).read())
                    .failure();
            assertEquals(Blame.YOURS, refused.blame());
            assertTrue(refused.what().contains("manages none"), refused.what());
        }
    }
}
