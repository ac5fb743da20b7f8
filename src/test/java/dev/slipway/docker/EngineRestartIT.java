package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.SystemTime;
import dev.slipway.testkit.Fault;
import dev.slipway.testkit.PrivateEngine;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineRestartIT {
    private static final String PRUNE = "/containers/prune";

    @TempDir
    Path folder;

    /** A connection of before leads nowhere, and no call that changes something is ever sent twice by the transport. */
    @Fault({32, 33})
    @Test
    void theFirstCallAfterARestartReachesTheEngine() throws Exception {
        try (var dockerd = PrivateEngine.start(folder);
                var engine = new DockerEngine(URI.create(dockerd.engineUrl()), Map.of(), new SystemTime())) {
            prune(engine);
            dockerd.restart();
            prune(engine);
        }
    }

    private static void prune(DockerEngine engine) throws Exception {
        assertTrue(engine.post("prune", PRUNE, Raw.JSON.createObjectNode()).has("SpaceReclaimed"));
        assertTrue(engine.call("prune", docker -> Raw.post(engine.http(), PRUNE, Raw.JSON.createObjectNode()))
                .has("SpaceReclaimed"));
    }
}
