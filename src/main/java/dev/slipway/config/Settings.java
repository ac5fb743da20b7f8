package dev.slipway.config;

import dev.slipway.model.App;
import dev.slipway.model.Polling;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A whole configuration file, checked: what holds here needs no second look elsewhere.
 *
 * @param dataDir absolute; the only folder that Slipway writes to
 * @param dockerHost {@code unix:///path} or {@code tcp://host:port}
 * @param apps at least one, in the order of the file, no two of which want the same container name or host port
 */
public record Settings(Path dataDir, Polling poll, URI dockerHost, List<App> apps) {
    public Settings {
        Objects.requireNonNull(dataDir);
        Objects.requireNonNull(poll);
        Objects.requireNonNull(dockerHost);
        apps = List.copyOf(apps);
    }
}
