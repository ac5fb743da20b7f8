package dev.slipway.deploy;

import dev.slipway.model.App;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The apps of the configuration in force, in the file's order; replaced as a whole when it is reloaded. */
public final class AppCatalog {
    private volatile Map<String, App> apps = Map.of();

    public AppCatalog(Collection<App> apps) {
        replace(apps);
    }

    public void replace(Collection<App> newApps) {
        var byName = new LinkedHashMap<String, App>();
        newApps.forEach(app -> byName.put(app.name(), app));
        apps = byName;
    }

    public Optional<App> find(String name) {
        return Optional.ofNullable(apps.get(name));
    }

    public List<App> all() {
        return List.copyOf(apps.values());
    }
}
