package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.slipway.SystemTime;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MountedFromHereTest {
    private static final Path TREE = Path.of("/var/lib/slipway/compose/shop/files/a");

    @Test
    void filesOfTheRepositoryAreNotMountedByAnEngineThatMayBeElsewhere() {
        try (var engine = new DockerEngine(URI.create("tcp://127.0.0.1:1"), Map.of(), new SystemTime())) {
            var mounted = new MountedFromHere(engine);
            var e = assertThrows(DeployException.class, () -> mounted.require(TREE));
            assertEquals(
                    "the Compose files mount files of the repository, which Docker cannot find: the engine at"
                            + " tcp://127.0.0.1:1 may be on another machine than data_dir",
                    e.failure().what());
            assertEquals(Blame.YOURS, e.failure().blame());
        }
    }
}
