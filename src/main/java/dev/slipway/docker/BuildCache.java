package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.DeployException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * BuildKit's cache, of which Slipway removes only the uploaded contexts of builds that are over. Each build by the API leaves
 * its whole context there under a name made up for it, so that no later build can ever hit it. All else stays: the cache is one
 * for the whole engine and does not say whose a record is, and the engine has a garbage collection of its own
 * ({@code builder.gc} in daemon.json).
 */
final class BuildCache {
    private static final String UPLOADED_CONTEXT = "http url http://build-context-";
    /** Before API 1.42 the engine measures everything that it has, only to list the cache. */
    private static final Duration LISTING = Duration.ofMinutes(5);

    private final DockerEngine engine;
    private final AtomicBoolean contextLeft = new AtomicBoolean();

    BuildCache(DockerEngine engine) {
        this.engine = engine;
    }

    /** A build has left its context; one of a process before this is taken along with the next. */
    void contextLeft() {
        contextLeft.set(true);
    }

    void prune() throws DeployException {
        if (!contextLeft.getAndSet(false)) {
            return;
        }
        var list = engine.api().isAtLeast(1, 42) ? "/system/df?type=build-cache" : "/system/df";
        engine.call("prune the build cache", LISTING, docker -> {
            for (var cached : Raw.get(engine.http(), list).path("BuildCache")) {
                if (isLeftContext(cached)) {
                    remove(cached.path("ID").asText());
                }
            }
            return true;
        });
    }

    private static boolean isLeftContext(JsonNode cached) {
        return cached.path("Description").asText().startsWith(UPLOADED_CONTEXT)
                && !cached.path("InUse").asBoolean();
    }

    private void remove(String id) throws DeployException, IOException {
        var filters = Raw.JSON.createObjectNode();
        filters.putArray("id").add(id);
        var path = "/build/prune?" + BuildOrder.encode(Map.of("all", "1", "filters", filters.toString()));
        Raw.post(engine.http(), path, Raw.JSON.createObjectNode());
    }
}
